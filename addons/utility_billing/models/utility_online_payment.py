from decimal import Decimal

from odoo import fields, models

from ..gateway.online import Outcome


class UtilityOnlinePayment(models.Model):
    """Payment that an agent made by a call, with the answer that it got: once by its number."""

    _name = "utility.online.payment"
    _description = "On-line payment"
    _order = "id desc"
    _rec_name = "external_id"

    agent_id = fields.Many2one(
        "utility.payment.agent", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="agent_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="agent_id.currency_id")
    external_id = fields.Char("Number", required=True, readonly=True)
    account_number = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    moment = fields.Datetime(readonly=True, help="By the clock of the agent.")
    payment_id = fields.Many2one("utility.payment", readonly=True, index="btree_not_null")
    state = fields.Selection(
        [("paid", "Paid"), ("cancelled", "Cancelled")],
        required=True,
        default="paid",
        readonly=True,
    )
    answer = fields.Text(readonly=True)
    cancel_answer = fields.Text(readonly=True)

    _number_uniq = models.UniqueIndex(
        "(agent_id, external_id)", "The agent has sent this payment already."
    )

    def _outcome(self, code):
        """What an answer about the payment says."""
        return Outcome(
            code=code,
            reference=str(self.payment_id.id),
            moment=self.moment,
            amount=Decimal(str(self.amount)),
        )
