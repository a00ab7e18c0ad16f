from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..loader.open_items import lock_accounts


class UtilityDepositRefund(models.TransientModel):
    """Give a deposit back to its payer with interest (X18).

    To his bank account by a draft of the outgoing payment, or to his personal account, where it
    covers debts and then bills to come. A till does not pay it out: money back from it wants the
    refund receipt of a receipt (54-FZ), and the payment of that receipt was put away.
    """

    _name = "utility.deposit.refund"
    _description = "Return of a deposit"
    _inherit = ["utility.bank.refund.mixin"]
    _check_company_auto = True

    deposit_id = fields.Many2one("utility.deposit", required=True, readonly=True)
    company_id = fields.Many2one(related="deposit_id.company_id")
    currency_id = fields.Many2one(related="deposit_id.currency_id")
    partner_id = fields.Many2one(related="deposit_id.partner_id")
    balance = fields.Monetary(related="deposit_id.balance")
    interest_due = fields.Monetary(related="deposit_id.interest_due")
    debt = fields.Monetary(
        "Overdue", compute="_compute_debt", help="Bills past their due day; use the deposit first?"
    )
    whole = fields.Boolean(
        "All of It", default=True, help="With the interest up to today; the deposit ends."
    )
    amount = fields.Monetary()
    way = fields.Selection(
        [("bank", "To the bank account of the payer"), ("account", "To the personal account")],
        string="Goes",
        default="bank",
        required=True,
    )

    @api.depends("deposit_id")
    def _compute_debt(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            found = wizard.deposit_id._overdue(today, 0)
            wizard.debt = float(found.get(wizard.deposit_id.account_id.id, Decimal(0)))

    @api.constrains("bank_id", "journal_id", "way")
    def _check_bank(self):
        for wizard in self.filtered(lambda w: w.way == "bank"):
            wizard._check_payer_bank()

    def action_refund(self):
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("utility_base.group_accountant"):
            raise AccessError(self.env._("Deposits are given back by accountants."))
        deposit, today = self.deposit_id, fields.Date.context_today(self)
        deposit._expect("active", "broken")
        lock_accounts(self.env, deposit.account_id.ids)
        if self.whole:
            deposit._credit_interest(today)
        held = deposit._held()
        amount = held if self.whole else Decimal(f"{self.amount:.2f}")
        if not 0 < amount <= held:
            raise UserError(self.env._("The amount is between zero and %s.", held))
        if self.way == "bank":
            memo = self.env._("Return of %s", deposit.display_name)
            origin = self._draft_outgoing(amount, today, memo, "deposit_refund")
            deposit._add_move("refunded", -amount, today, outgoing_id=origin.id)
        else:
            origin = deposit._use(amount, today)
        if self.whole:
            deposit.activity_unlink(["mail.mail_activity_data_todo"])
            deposit._end("returned", today, self.env._("Given back by %s", self.env.user.name))
        return origin._get_records_action()
