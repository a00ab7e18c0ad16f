from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

BILLING = ("utility_base.group_billing", "utility_base.group_accountant")
ACCOUNTANT = ("utility_base.group_accountant",)


class UtilityPaymentCorrect(models.TransientModel):
    """Cancel a payment, move it to another account, or give it back: mirrored rows with a reason.

    Of a part of a payment the whole is mirrored and the rest registered again. Cancelling and moving
    is for billing and accountants, giving money back for accountants alone.
    """

    _name = "utility.payment.correct"
    _description = "Correction of a payment"
    _inherit = ["utility.bank.refund.mixin"]
    _check_company_auto = True

    payment_id = fields.Many2one("utility.payment", required=True, readonly=True)
    company_id = fields.Many2one(related="payment_id.company_id")
    currency_id = fields.Many2one(related="payment_id.currency_id")
    available = fields.Monetary(related="payment_id.amount", string="Payment Amount")
    from_account_id = fields.Many2one(related="payment_id.account_id", string="From")
    what = fields.Selection(
        [
            ("cancel", "Cancel it"),
            ("transfer", "Move it to another account"),
            ("refund", "Give it back to the payer"),
        ],
        required=True,
        default="transfer",
    )
    amount = fields.Monetary(required=True)
    account_id = fields.Many2one("utility.account", string="To Account", check_company=True)
    payer_name = fields.Char(related="account_id.partner_name", related_sudo=False)
    reason = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", string="Payer")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        payment = self.env["utility.payment"].browse(self.env.context.get("active_id"))
        return values | {
            "payment_id": payment.id,
            "amount": payment.amount,
            "partner_id": payment.account_id.partner_id.id,
        }

    @api.constrains("amount", "what", "account_id", "bank_id", "partner_id")
    def _check_values(self):
        for wizard in self:
            currency = wizard.currency_id
            if not 0 < currency.round(wizard.amount) <= wizard.available:
                raise ValidationError(
                    self.env._("The amount is between zero and %s.", wizard.available)
                )
            if wizard.what == "transfer":
                if not wizard.account_id or wizard.account_id == wizard.from_account_id:
                    raise ValidationError(self.env._("Choose another account."))
                # name and money of an account are for those who may see it
                wizard.account_id.check_access("read")
            if wizard.what == "refund":
                wizard._check_payer_bank()

    def action_apply(self):
        self.ensure_one()
        self._check_rights()
        payment = self.payment_id
        if payment.state not in ("allocated", "suspense"):
            raise UserError(self.env._("Payment %s is reversed already.", payment.display_name))
        today = fields.Date.context_today(self)
        # what is moved or given back stays where it came to, whatever account its source has
        if self.what == "cancel":
            mirror = payment._take_back(today)
        else:
            mirror = payment._reverse(today, source="transfer")
        mirror.note = self.reason
        rest = payment.amount - (payment.amount if self.what == "cancel" else self.amount)
        if not self.currency_id.is_zero(rest):
            self._take_again(payment.account_id, rest, today, self.env._("Rest: %s", self.reason))
        if self.what == "transfer":
            new = self._take_again(self.account_id, self.amount, today, self.reason)
            mirror.note = self.env._("To %(account)s: %(reason)s", account=self.account_id.number,
                                     reason=self.reason)  # fmt: skip
            return new._get_records_action()
        if self.what == "refund":
            outgoing = self._draft_outgoing(
                self.amount, today, self.reason, "payment", source="transfer"
            )
            return outgoing._get_records_action()
        return mirror._get_records_action()

    def _check_rights(self):
        groups = ACCOUNTANT if self.what == "refund" else BILLING
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Payments are corrected by billing and accountants."))

    def _take_again(self, account, amount, date, note):
        """Money of the payment on an account, or in suspense again."""
        payment = self.payment_id
        return self.env["utility.payment"].create(
            {
                "company_id": payment.company_id.id,
                "account_id": account.id,
                "account_number": account.number or payment.account_number,
                "date": date,
                "amount": amount,
                "source": "transfer",
                "registry_line_id": payment.registry_line_id.id,
                "payer": payment.payer,
                "purpose": payment.purpose,
                "note": self.env._(
                    "From %(payment)s: %(reason)s", payment=payment.display_name, reason=note
                ),  # fmt: skip
            }
        )
