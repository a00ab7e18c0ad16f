from odoo import fields, models


class UtilitySubsidyMember(models.Model):
    """One of the household that asks for a subsidy, with the income that counts."""

    _name = "utility.subsidy.member"
    _description = "Member of a household with a subsidy"
    _order = "subsidy_id, id"

    subsidy_id = fields.Many2one("utility.subsidy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="subsidy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="subsidy_id.currency_id")
    name = fields.Char(required=True)
    relation = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("spouse", "Spouse"),
            ("child", "Child"),
            ("parent", "Parent"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    income = fields.Monetary(help="Average of a month over the months that the law counts.")
    document = fields.Char(help="Certificate of income.")

    _income_check = models.Constraint("CHECK (income >= 0)", "An income is zero or more.")
