from decimal import Decimal

from odoo import fields, models

from ..engine.agent_fee import FeeTerm


class UtilityPaymentAgentTerm(models.Model):
    """What an agent keeps for payments of some days: percent, fixed part, limits (E13)."""

    _name = "utility.payment.agent.term"
    _description = "Term of a payment agent"
    _order = "date_from desc, id desc"

    agent_id = fields.Many2one(
        "utility.payment.agent", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="agent_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="agent_id.currency_id")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To")
    source = fields.Selection(
        [("registry", "Registries"), ("online", "On-line")], help="Empty: all payments."
    )
    percent = fields.Float(digits=(16, 4))
    fixed = fields.Monetary("Plus a Payment")
    minimum = fields.Monetary("At Least")
    maximum = fields.Monetary("At Most", help="0: no limit.")

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The term ends before it begins."
    )
    _positive = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100 AND fixed >= 0 AND minimum >= 0 AND maximum >= 0)",
        "Percents are between 0 and 100, sums are not negative.",
    )

    def _fee_terms(self):
        """Terms as the engine takes them."""
        return [
            FeeTerm(
                term.date_from,
                term.date_to or None,
                term.source or "",
                *(Decimal(str(term[name])) for name in ("percent", "fixed", "minimum", "maximum")),
            )
            for term in self
        ]
