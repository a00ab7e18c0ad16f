from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityAgreementLine(models.Model):
    """A payment of the schedule of an agreement: asked for until its date."""

    _name = "utility.agreement.line"
    _description = "Payment of an instalment agreement"
    _inherit = ["utility.agreement.part.mixin"]
    _fixed_fields = ("state", "paid_date")
    _order = "agreement_id, date, id"

    agreement_id = fields.Many2one(
        "utility.agreement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Pay Until", required=True)
    amount = fields.Monetary(required=True)
    interest = fields.Monetary(
        compute="_compute_interest",
        help="From the payment before to this one, if all come on their days.",
    )
    state = fields.Selection(
        [("open", "Open"), ("paid", "Paid"), ("late", "Late")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    paid_date = fields.Date("Seen Paid On", readonly=True, copy=False)

    @api.depends(
        "amount", "date", "agreement_id.interest_rate", "agreement_id.date", "agreement_id.line_ids"
    )
    def _compute_interest(self):
        for agreement, lines in self.grouped("agreement_id").items():
            found = agreement._schedule_interest() if agreement else {}
            for line in lines:
                line.interest = float(found.get(line, 0))

    @api.constrains("amount")
    def _check_amount(self):
        for line in self:
            if line.amount <= 0:
                raise ValidationError(self.env._("A payment of the schedule is above zero."))
