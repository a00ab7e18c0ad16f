from odoo import api, fields, models
from odoo.tools import SQL

from ..importers.registry import get_importer, importer_kinds
from ..tools.problems import translate


class UtilityImportTarget(models.Model):
    """What a column of a file can fill; kept in step with the registered importers.

    A table only so that forms can offer the targets of one kind in a list.
    """

    _name = "utility.import.target"
    _description = "Target field of imports"
    _order = "kind, sequence, id"
    _log_access = False

    kind = fields.Char(required=True, index=True)
    name = fields.Char(required=True)
    sequence = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(kind, name)")

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            try:
                importer = get_importer(record.kind)
                target = importer.target(record.name)
            except (KeyError, StopIteration):
                record.display_name = record.name
            else:
                label = translate(self.env, importer.module, target.label)
                record.display_name = f"{label} *" if target.required else label

    def _register_hook(self):
        res = super()._register_hook()
        self._sync()
        return res

    @api.model
    def _sync(self):
        """Add targets of new importers; hide those whose importer is gone."""
        # pylint: disable=protected-access
        modules = self.env["ir.module.module"]._installed()
        wanted = [
            (kind, target.name, place)
            for kind, _label in importer_kinds(modules)
            for place, target in enumerate(get_importer(kind).targets)
        ]
        rows = self.env.execute_query(
            SQL("SELECT kind, name, sequence FROM utility_import_target WHERE active")
        )
        if set(rows) == set(wanted):
            return
        for kind, name, place in wanted:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO utility_import_target (kind, name, sequence, active)"
                    " VALUES (%s, %s, %s, true) ON CONFLICT (kind, name)"
                    " DO UPDATE SET sequence = EXCLUDED.sequence, active = true",
                    kind,
                    name,
                    place,
                )
            )
        gone = {row[:2] for row in rows} - {row[:2] for row in wanted}
        for kind, name in gone:
            self.env.cr.execute(
                SQL(
                    "UPDATE utility_import_target SET active = false WHERE kind = %s AND name = %s",
                    kind,
                    name,
                )
            )
        self.invalidate_model()
