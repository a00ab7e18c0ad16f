from odoo import fields, models


class UtilityPeriodReopen(models.TransientModel):
    """Reopen a closed month: by the administrator, with a reason that stays (R02)."""

    _name = "utility.period.reopen"
    _description = "Reopen a period"

    period_id = fields.Many2one(
        "utility.period",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True)

    def action_reopen(self):
        self.period_id.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
