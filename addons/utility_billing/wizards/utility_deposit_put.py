from decimal import Decimal

from odoo import api, fields, models


class UtilityDepositPut(models.TransientModel):
    """Put a payment, or a part of it, into a deposit (X18)."""

    _name = "utility.deposit.put"
    _description = "Payment into a deposit"

    deposit_id = fields.Many2one("utility.deposit", required=True, readonly=True)
    account_id = fields.Many2one(related="deposit_id.account_id")
    currency_id = fields.Many2one(related="deposit_id.currency_id")
    awaited = fields.Monetary(related="deposit_id.awaited")
    payment_id = fields.Many2one(
        "utility.payment",
        required=True,
        domain="[('account_id', '=', account_id), ('state', '=', 'allocated'), ('amount', '>', 0),"
        " ('source', 'not in', ('subsidy', 'deposit'))]",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="The rest of the payment stays with the bills.",
    )

    @api.depends("payment_id", "deposit_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = min(wizard.payment_id.amount, wizard.awaited)

    def action_put(self):
        self.ensure_one()
        self.deposit_id._put(self.payment_id, Decimal(f"{self.amount:.2f}"))
        return {"type": "ir.actions.act_window_close"}
