from odoo import models
from odoo.tools import SQL, sql


class UtilityLeanMixin(models.AbstractModel):
    """A bulk table: no foreign keys, few indexes, written by COPY, read through the ORM.

    ``_auto`` is off so that the framework adds neither foreign keys nor log columns; the columns
    come from the fields all the same, and new fields of later versions are added by ``init``.
    """

    _name = "utility.lean.mixin"
    _description = "Bulk table"
    _auto = False
    _log_access = False
    _abstract = True

    _lean_fillfactor = 100

    def init(self):
        super().init()
        if self._abstract:
            return
        cr = self.env.cr
        if not sql.table_exists(cr, self._table):
            cr.execute(
                SQL(
                    "CREATE TABLE %s (id BIGSERIAL PRIMARY KEY) WITH (fillfactor = %s)",
                    SQL.identifier(self._table),
                    SQL(str(self._lean_fillfactor)),
                )
            )
        columns = sql.table_columns(cr, self._table)
        for name, field in self._fields.items():
            if name == "id" or not field.store or not field.column_type or name in columns:
                continue
            sql.create_column(cr, self._table, name, field.column_type[1], field.string)
            if field.required:
                sql.set_not_null(cr, self._table, name)
        for table_object in self._table_objects.values():
            table_object.apply_to_database(self)
