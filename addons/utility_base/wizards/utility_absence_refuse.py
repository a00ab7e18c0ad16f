from odoo import fields, models


class UtilityAbsenceRefuse(models.TransientModel):
    """Refuse applications about absence, with the reason that the customer is told."""

    _name = "utility.absence.refuse"
    _description = "Refuse an application about absence"

    absence_ids = fields.Many2many(
        "utility.absence", default=lambda self: self.env.context.get("active_ids")
    )
    reason = fields.Char(required=True)

    def action_refuse(self):
        self.absence_ids.write({"state": "refused", "refusal_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
