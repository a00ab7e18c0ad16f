from odoo import fields, models


class UtilityCashPermit(models.TransientModel):
    """A controller or an accountant lets cashiers give receipts back."""

    _name = "utility.cash.permit"
    _description = "Allow refunds"

    receipt_ids = fields.Many2many(
        "utility.cash.receipt",
        string="Receipts",
        default=lambda self: self.env.context.get("active_ids", []),
    )
    reason = fields.Char(required=True)

    def action_permit(self):
        self.receipt_ids._permit_refund(self.reason)
        return {"type": "ir.actions.act_window_close"}
