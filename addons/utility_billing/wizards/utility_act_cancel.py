from odoo import fields, models


class UtilityActCancel(models.TransientModel):
    """Cancel acts with a reason; what they brought about is taken back."""

    _name = "utility.act.cancel"
    _description = "Cancel an act"

    act_ids = fields.Many2many(
        "utility.act", required=True, default=lambda self: self.env.context.get("active_ids")
    )
    reason = fields.Char(required=True)

    def action_cancel(self):
        self.act_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
