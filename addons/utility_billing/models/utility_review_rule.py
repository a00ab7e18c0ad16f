from decimal import Decimal

from odoo import api, fields, models

from ..loader.review import Rule


class UtilityReviewRule(models.Model):
    """Which bills are held for a clerk before they are approved (X31)."""

    _name = "utility.review.rule"
    _description = "Review rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        [
            ("jump", "Differs from the month before"),
            ("zero", "Nothing charged"),
            ("negative", "Negative"),
            ("first", "First bill of the account"),
            ("large", "Above a sum"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    threshold = fields.Float(
        digits=(16, 2), help="Percent of the month before, or the sum, by the kind of the rule."
    )
    minimum = fields.Float(digits=(16, 2), help="Smaller differences in money are never held.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: every company.")
    active = fields.Boolean(default=True)

    _threshold_check = models.Constraint(
        "CHECK (threshold >= 0 AND minimum >= 0)", "Thresholds cannot be negative."
    )

    @api.model
    def _rules(self, company):
        """The active rules of a company as plain values."""
        return [
            Rule(rule.code, Decimal(repr(rule.threshold)), Decimal(repr(rule.minimum)), rule.name)
            for rule in self.search([("company_id", "in", (False, company.id))])
        ]
