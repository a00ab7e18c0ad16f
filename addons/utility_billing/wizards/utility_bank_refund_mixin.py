from odoo import fields, models
from odoo.exceptions import ValidationError


class UtilityBankRefundMixin(models.AbstractModel):
    """Money that goes back to the bank account of a payer: a draft that the accountant sends.

    A wizard that inherits this has ``company_id`` and ``partner_id``.
    """

    _name = "utility.bank.refund.mixin"
    _description = "Money back to a bank account"

    bank_id = fields.Many2one(
        "res.partner.bank",
        string="Payer's Bank Account",
        domain="[('partner_id', '=', partner_id)]",
    )
    journal_id = fields.Many2one(
        "account.journal", string="From Bank", domain="[('type', '=', 'bank')]", check_company=True
    )

    def _check_payer_bank(self):
        self.ensure_one()
        if not self.bank_id or not self.journal_id:
            raise ValidationError(
                self.env._("Choose the bank account of the payer and the bank to pay from.")
            )
        if self.bank_id.partner_id != self.partner_id:
            raise ValidationError(self.env._("The bank account belongs to somebody else."))

    def _draft_outgoing(self, amount, day, memo, document, source=False):
        """Draft of the outgoing payment.

        :param document, source: of the posting rule that takes the money to what is on its way; the
            payment pays it from there
        """
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company_id.id)])
        counterpart = rules._match(document, source=source).counterpart_id
        values = {
            "payment_type": "outbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "partner_bank_id": self.bank_id.id,
            "journal_id": self.journal_id.id,
            "amount": float(amount),
            "date": day,
            "memo": memo,
        }
        if counterpart.reconcile:
            values["destination_account_id"] = counterpart.id
        return self.env["account.payment"].create(values)
