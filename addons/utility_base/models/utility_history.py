from odoo import api, fields, models


class UtilityHistory(models.Model):
    """A row as it was before an edit, with the moment until which it was known so (Z03).

    Written by triggers, read by replay. ``create_date`` of the row inside tells since when it was
    there; the row before it in this table, since when it was so.
    """

    _name = "utility.history"
    _description = "Former state of a fact"
    _log_access = False
    _order = "known_to desc, id desc"

    table_name = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(readonly=True, help="0: a link between two records.")
    operation = fields.Selection(
        [("insert", "Added"), ("update", "Changed"), ("delete", "Deleted")],
        required=True,
        readonly=True,
    )
    known_to = fields.Datetime(required=True, readonly=True)
    content = fields.Json(required=True, readonly=True)

    _row_idx = models.Index("(table_name, res_id, known_to)")
    _known_idx = models.Index("(table_name, known_to)")

    @api.model
    def _watched(self):
        """Names of the tables of edited rows and of tables of links."""
        edited, links = [], []
        for name in self.env.registry.descendants(
            ["utility.history.mixin"], "_inherit", "_inherits"
        ):
            model = self.env[name]
            if not model._abstract:
                edited.append(model._table)
                links += [model._fields[field].relation for field in model._history_links]
        return sorted(edited), sorted(links)
