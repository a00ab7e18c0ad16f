from odoo import fields, models


class UtilityCashSignOff(models.TransientModel):
    """Receipts that the device did not take are settled otherwise."""

    _name = "utility.cash.sign.off"
    _description = "Sign receipts off"

    receipt_ids = fields.Many2many(
        "utility.cash.receipt",
        string="Receipts",
        default=lambda self: self.env.context.get("active_ids", []),
    )
    reason = fields.Char("How It Was Settled", required=True)

    def action_sign(self):
        self.receipt_ids._sign_off(self.reason)
        return {"type": "ir.actions.act_window_close"}
