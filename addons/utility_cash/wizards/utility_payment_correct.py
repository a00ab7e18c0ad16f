from odoo import models
from odoo.exceptions import UserError


class UtilityPaymentCorrect(models.TransientModel):
    """Money of the till is not cancelled without a refund receipt; it may be moved."""

    _inherit = "utility.payment.correct"

    def action_apply(self):
        if self.what == "cancel" and self.payment_id.cash_shift_id:
            raise UserError(
                self.env._(
                    "This money was taken at the cash desk: cancel its receipt there, or move the "
                    "payment to another account."
                )
            )
        return super().action_apply()
