from odoo import fields, models
from odoo.exceptions import UserError


class UtilityPaymentCorrect(models.TransientModel):
    """Money of the till goes back at the till alone, by a refund receipt; it may be moved here."""

    _inherit = "utility.payment.correct"

    of_desk = fields.Boolean(compute="_compute_of_desk")

    def _compute_of_desk(self):
        for wizard in self:
            wizard.of_desk = bool(wizard.payment_id.cash_shift_id)

    def action_apply(self):
        self.ensure_one()
        if not self.of_desk or self.what == "transfer":
            return super().action_apply()
        if self.what == "refund":
            raise UserError(
                self.env._(
                    "This money was taken at the cash desk: it goes back there, by a refund receipt. "
                    "Choose “Cancel it” to let the cashier give it back."
                )
            )
        self._check_rights()
        receipt = self.payment_id.cash_line_id.receipt_id
        receipt._permit_refund(self.reason)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "sticky": True,
                "message": self.env._(
                    "A cashier may give the money back now: enter %s at the cash desk.",
                    receipt.name,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
