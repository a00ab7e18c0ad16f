from odoo import fields, models


class UtilityLevelPlanMonth(models.Model):
    """A month of a levelled plan: what was expected, what is asked for, what was charged."""

    _name = "utility.level.plan.month"
    _description = "Month of a levelled plan"
    _inherit = ["utility.agreement.part.mixin"]
    _fixed_fields = ("charged", "difference", "date_due", "state")
    _order = "agreement_id, date"

    agreement_id = fields.Many2one(
        "utility.level.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Month", required=True, readonly=True, help="First day of the month.")
    amount = fields.Monetary("Level", required=True)
    expected = fields.Monetary(readonly=True, help="What the month was expected to cost.")
    charged = fields.Monetary(readonly=True, copy=False)
    difference = fields.Monetary(
        "Running Difference", readonly=True, copy=False, help="Charged less levels so far."
    )
    date_due = fields.Date("Due", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "To come"), ("charged", "Charged"), ("paid", "Paid"), ("late", "Late")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )

    _month_uniq = models.UniqueIndex("(agreement_id, date)")
