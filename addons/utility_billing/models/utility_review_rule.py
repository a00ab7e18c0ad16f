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
            ("no_reading", "No reading"),
            ("unchanged", "No change for months"),
            ("neighbours", "Far above the neighbours"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    threshold = fields.Float(
        digits=(16, 2),
        help="By the kind of the rule: percent of the month before, the sum, months without a reading "
        "or with the same consumption (this one counts), percent of what the middle flat of the house "
        "used in the month before.",
    )
    threshold_unit = fields.Char("Of", compute="_compute_threshold_unit")
    minimum = fields.Float(digits=(16, 2), help="Smaller differences in money are never held.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: every company.")
    active = fields.Boolean(default=True)

    _threshold_check = models.Constraint(
        "CHECK (threshold >= 0 AND minimum >= 0)", "Thresholds cannot be negative."
    )

    @api.depends("code")
    def _compute_threshold_unit(self):
        units = {
            "jump": self.env._("% of the month before"),
            "large": self.env._("sum of the bill"),
            "no_reading": self.env._("months in a row"),
            "unchanged": self.env._("months before"),
            "neighbours": self.env._("% of the middle flat"),
        }
        for rule in self:
            rule.threshold_unit = units.get(rule.code)

    @api.model
    def _rules(self, company):
        """The active rules of a company as plain values."""
        return [
            Rule(rule.code, Decimal(repr(rule.threshold)), Decimal(repr(rule.minimum)), rule.name)
            for rule in self.search([("company_id", "in", (False, company.id))])
        ]
