from odoo import fields, models


class UtilityAgreementDebt(models.Model):
    """A debt that an agreement is about: what was open of it when it was taken in."""

    _name = "utility.agreement.debt"
    _description = "Debt of an instalment agreement"
    _inherit = ["utility.agreement.part.mixin"]
    _order = "agreement_id, period_date, id"

    agreement_id = fields.Many2one(
        "utility.agreement", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date("Month", required=True, readonly=True, help="First day of the month.")
    service_id = fields.Many2one("utility.service", readonly=True)
    supplier_id = fields.Many2one("res.partner", readonly=True)
    kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
