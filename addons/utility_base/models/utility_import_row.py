from odoo import api, fields, models

ROW_STATES = [
    ("pending", "Waiting"),
    ("created", "Created"),
    ("updated", "Updated"),
    ("unchanged", "Unchanged"),
    ("error", "Error"),
    ("skipped", "Left out"),
]


class UtilityImportRow(models.Model):
    """A row of an imported file and what became of it. Written in bulk by ``utility.import``."""

    _name = "utility.import.row"
    _description = "Row of an import"
    _order = "import_id, number, id"
    _log_access = False
    _rec_name = "number"

    import_id = fields.Many2one("utility.import", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Row", required=True, aggregator=None)
    state = fields.Selection(ROW_STATES, required=True, default="pending")
    data = fields.Json(help="Cells of the row in the order of the columns.")
    code = fields.Char()
    column = fields.Char()
    value = fields.Char()
    message = fields.Char()
    remedy = fields.Char()
    problems = fields.Json(help="All problems: code, column, value, message, remedy.")
    unreadable = fields.Boolean(help="The file is damaged here; mapping cannot help.")
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    text = fields.Char("Content", compute="_compute_text")

    _state_idx = models.Index("(import_id, state, number)")

    @api.depends("data")
    def _compute_text(self):
        for row in self:
            cells = [str(cell) for cell in row.data or [] if cell not in (None, "", False)]
            row.text = " · ".join(cells)[:200]

    def action_open_record(self):
        """Open what the row created or changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
