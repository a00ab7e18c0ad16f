from odoo import fields, models


class UtilityImportChange(models.Model):
    """What an import did to one record; the ground of its undo. Written in bulk."""

    _name = "utility.import.change"
    _description = "Change made by an import"
    _order = "import_id, id"
    _log_access = False
    _rec_name = "res_id"

    import_id = fields.Many2one("utility.import", required=True, index=True, ondelete="cascade")
    row_number = fields.Integer("Row", aggregator=None)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    kind = fields.Selection([("created", "Created"), ("updated", "Updated")], required=True)
    before = fields.Json()
    after = fields.Json()
    undo_state = fields.Selection([("done", "Taken back"), ("kept", "Kept")], string="Undo")
    undo_reason = fields.Char(help="Why the change could not be taken back.")

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
