import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, sql

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ..tools.period_guard import CONSTRAINT, GUARD_FUNCTION, TRIGGERS


class UtilityGuardedMixin(models.AbstractModel):
    """Rows that a closed period protects: from the interface, from RPC and from plain SQL (R02).

    A model says by which of its columns a row belongs to a period, and what of it counts:

    - ``_guard_date``: name of a date column; the table needs ``company_id``. Closed is every day up
      to the last day of the last closed period of the company.
    - ``_guard_period``: name of a column with the period itself (then no company is needed).
    - ``_guard_columns``: columns that may not change; empty: all of them.
    - ``_guard_insert_if``: values; a row that has those of one of them may be added to a closed
      period all the same.
    - ``_guard_update_if``: ``(old values, new values)``; columns of the new values may change so.

    The database does the work: triggers for whole statements, so that COPY of many rows costs
    one look-up, and a lock on the period, so that no row slips in while it is being closed.
    """

    _name = "utility.guarded.mixin"
    _description = "Protected by closed periods"

    _guard_date = None
    _guard_period = None
    _guard_columns = ()
    _guard_insert_if = ()
    _guard_update_if = ({}, {})

    def init(self):
        super().init()
        self.env.cr.execute(GUARD_FUNCTION)
        if self._abstract or not sql.table_exists(self.env.cr, self._table):
            return
        old, new = self._guard_update_if
        config = {
            "by": "period" if self._guard_period else "date",
            "column": self._guard_period or self._guard_date,
            "columns": list(self._guard_columns) or None,
            "insert_if": list(self._guard_insert_if) or None,
            "update_old": old,
            "update_new": new,
        }
        for name, event, tables in TRIGGERS:
            self.env.cr.execute(
                SQL(
                    "DROP TRIGGER IF EXISTS %(name)s ON %(table)s;"
                    "CREATE TRIGGER %(name)s %(event)s ON %(table)s %(tables)s"
                    " FOR EACH STATEMENT EXECUTE FUNCTION utility_period_guard(%(config)s)",
                    name=SQL.identifier(name),
                    table=SQL.identifier(self._table),
                    event=SQL(event),
                    tables=SQL(tables),
                    config=json.dumps(config),
                )
            )

    @api.model
    def _sql_error_to_message(self, exc):
        if exc.diag.constraint_name == CONSTRAINT:
            return self._closed_message(exc.diag.message_detail)
        return super()._sql_error_to_message(exc)

    @api.model
    def _closed_message(self, code):
        return self.env._(
            "Period %(period)s is closed: nothing in it can be added, changed or deleted. "
            "Enter a correction in an open period, or ask the administrator to reopen it.",
            period=code,
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        allowed = self._guard_insert_if
        guarded = records.filtered(
            lambda r: (
                not any(
                    all(r[name] == value for name, value in values.items()) for values in allowed
                )
            )
        )
        guarded._check_not_closed()
        return records

    def write(self, vals):
        names = set(vals) & set(self._guard_columns) if self._guard_columns else set(vals)
        if not names:
            return super().write(vals)
        touched = self.filtered(lambda r: not r._guard_allows(vals, names))
        touched._check_not_closed()
        result = super().write(vals)
        touched._check_not_closed()
        return result

    def _guard_allows(self, vals, names):
        """Whether ``vals`` is the one change that a closed period permits."""
        old, new = self._guard_update_if
        return (
            bool(new)
            and names <= set(new)
            and all(self[name] == value for name, value in old.items())
            and all(vals.get(name) == value for name, value in new.items())
        )

    def unlink(self):
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            self._check_not_closed()
        return super().unlink()

    def _check_not_closed(self):
        """Refuse where one of the records lies in a closed period."""
        if self._guard_period:
            periods = self[self._guard_period].filtered(lambda p: p.state == "closed")
            if periods:
                raise UserError(self._closed_message(periods[0].code))
            return
        model = self.env["utility.period"]
        for company, records in self.grouped("company_id").items():
            until = model._closed_until(company)
            dates = [r[self._guard_date] for r in records if r[self._guard_date]]
            if until and dates and min(dates) <= until:
                raise UserError(self._closed_message(fields.Date.to_string(min(dates))[:7]))
