from decimal import Decimal

from odoo import api, fields, models

from ..engine.agent_fee import FeeTerm
from .utility_payment_agent import AGENT_KINDS


class UtilityPaymentAgentTerm(models.Model):
    """What an agent is paid for payments of some days: percent, fixed part, limits (E13, X12).

    Of one agent, or of all agents of a kind that have no terms of their own for the day.
    """

    _name = "utility.payment.agent.term"
    _description = "Term of a payment agent"
    _order = "date_from desc, id desc"

    agent_id = fields.Many2one("utility.payment.agent", index=True, ondelete="cascade")
    agent_kind = fields.Selection(AGENT_KINDS, string="All of the Kind")
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To")
    source = fields.Selection(
        [("registry", "Registries"), ("online", "On-line")], help="Empty: all payments."
    )
    service_id = fields.Many2one(
        "utility.service", help="Of payments that name this service; empty: of all."
    )
    mode = fields.Selection(
        [("withheld", "Withheld from the money"), ("beside", "Paid by the payer beside it")],
        string="Who Pays",
        required=True,
        default="withheld",
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

    _owner = models.Constraint(
        "CHECK ((agent_id IS NULL) <> (agent_kind IS NULL))",
        "A term is of one agent or of all agents of a kind.",
    )

    @api.depends("agent_id.company_id")
    def _compute_company(self):
        for term in self:
            term.company_id = term.agent_id.company_id or term.company_id or self.env.company

    def _fee_terms(self):
        """Terms as the engine takes them."""
        return [
            FeeTerm(
                term.date_from,
                term.date_to or None,
                term.source or "",
                *(Decimal(str(term[name])) for name in ("percent", "fixed", "minimum", "maximum")),
                service=term.service_id.id or None,
                beside=term.mode == "beside",
                own=bool(term.agent_id),
            )
            for term in self
        ]
