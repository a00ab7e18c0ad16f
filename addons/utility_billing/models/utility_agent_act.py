from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.agent_fee import agent_fee, term_of

SUMS = ("total", "fee", "fee_told", "beside", "beside_told")


class UtilityAgentAct(models.Model):
    """Report of an agent for some days: what it took, what it may keep, what it kept (E08, E13).

    The fee is computed payment by payment by the terms of their days, and set against the fee that
    the agent's registries tell. An agreed act stays as it is; its expense can be posted.
    """

    _name = "utility.agent.act"
    _description = "Act with a payment agent"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    agent_id = fields.Many2one(
        "utility.payment.agent", required=True, index=True, check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("agreed", "Agreed"), ("posted", "Posted")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("utility.agent.act.line", "act_id", readonly=True)
    count = fields.Integer("Payments", compute="_compute_totals")
    total = fields.Monetary("Taken", compute="_compute_totals")
    fee = fields.Monetary("Fee by the Contract", compute="_compute_totals")
    fee_told = fields.Monetary("Fee by the Agent", compute="_compute_totals")
    difference = fields.Monetary(compute="_compute_totals")
    beside = fields.Monetary("Fee from Payers by the Contract", compute="_compute_totals")
    beside_told = fields.Monetary("Fee from Payers by the Agent", compute="_compute_totals")
    beside_difference = fields.Monetary(compute="_compute_totals")
    without_term = fields.Integer("Payments without a Term", readonly=True)
    expense_account_id = fields.Many2one("account.account", check_company=True)
    move_id = fields.Many2one("account.move", readonly=True, copy=False, index="btree_not_null")

    _dates = models.Constraint("CHECK (date_to >= date_from)", "The act ends before it begins.")

    @api.depends("agent_id.name", "date_from", "date_to")
    def _compute_display_name(self):
        for act in self:
            days = f"{act.date_from} – {act.date_to}" if act.date_from and act.date_to else ""
            act.display_name = " ".join(filter(None, (act.agent_id.name, days)))

    @api.depends(*(f"line_ids.{name}" for name in ("count", *SUMS)))
    def _compute_totals(self):
        for act in self:
            act.count = sum(act.line_ids.mapped("count"))
            for name in SUMS:
                act[name] = sum(act.line_ids.mapped(name))
            act.difference = act.fee_told - act.fee
            act.beside_difference = act.beside_told - act.beside

    def _payments(self):
        """(date, source, service, amount, fee withheld, fee beside) of the agent's payments, the
        fees as it told them: in registries, on-line protocols have no field for them.

        Counted is what came from the agent: corrections of the utility's own (moved, refunded, given
        from suspense) change nothing; what the agent took back by a registry counts below zero,
        on-line payments that it cancelled are left out.
        """
        self.ensure_one()
        return self.env.execute_query(
            SQL(
                """
                SELECT p.date, p.source, p.purpose_service_id, p.amount::text,
                       COALESCE(p.fee, 0)::text, COALESCE(l.beside, 0)::text
                  FROM utility_payment p
                  JOIN utility_payment_registry_line l ON l.id = p.registry_line_id
                  JOIN utility_payment_registry r ON r.id = l.registry_id
                 WHERE r.agent_id = %(agent)s AND p.company_id = %(company)s
                   AND p.external_id IS NOT NULL AND p.date BETWEEN %(begin)s AND %(end)s
                 UNION ALL
                SELECT p.date, p.source, p.purpose_service_id, p.amount::text, '0', '0'
                  FROM utility_online_payment o
                  JOIN utility_payment p ON p.id = o.payment_id
                 WHERE o.agent_id = %(agent)s AND o.state = 'paid'
                   AND p.date BETWEEN %(begin)s AND %(end)s
                """,
                agent=self.agent_id.id,
                company=self.company_id.id,
                begin=self.date_from,
                end=self.date_to,
            )
        )

    def action_compute(self):
        """Days of the act from the payments; a draft can be computed again."""
        for act in self:
            if act.state != "draft":
                raise UserError(self.env._("An agreed act is not computed again."))
            terms = act.agent_id._fee_terms()
            days, lacking = {}, 0
            for day, source, service, *sums in act._payments():
                amount, told, beside_told = map(Decimal, sums)
                term = term_of(terms, day, source, service)
                lacking += term is None
                fee = agent_fee(amount, term) if term else Decimal(0)
                fees = (0, fee) if term and term.beside else (fee, 0)
                line = days.setdefault((day, source), [0] + [Decimal(0)] * len(SUMS))
                line[0] += 1
                values = (amount, fees[0], told, fees[1], beside_told)
                for place, value in enumerate(values, start=1):
                    line[place] += value
            act.line_ids.unlink()
            self.env["utility.agent.act.line"].create(
                [
                    {
                        "act_id": act.id,
                        "date": day,
                        "source": source,
                        "count": count,
                    }
                    | dict(zip(SUMS, map(float, sums), strict=True))
                    for (day, source), (count, *sums) in sorted(days.items())
                ]
            )
            act.without_term = lacking
        return True

    def action_agree(self):
        for act in self:
            if act.state != "draft" or not act.line_ids:
                raise UserError(self.env._("Compute the act first."))
            if act.without_term:
                raise UserError(
                    self.env._(
                        "%s payments have no term in the contract of the agent.", act.without_term
                    )
                )
            act._transition(state="agreed")
        return True

    def action_post(self):
        """Entry of the fee: expense against the money on its way, which the agent has kept."""
        for act in self:
            if act.state != "agreed":
                raise UserError(self.env._("Agree the act first."))
            if act.currency_id.is_zero(act.fee):
                raise UserError(self.env._("Nothing was withheld: there is nothing to post."))
            if not act.expense_account_id:
                raise UserError(self.env._("Choose the expense account."))
            rules = self.env["utility.posting.rule"].search(
                [("company_id", "=", act.company_id.id)]
            )
            rule = rules._match("payment", source=act.line_ids[0].source)
            if not rule:
                raise UserError(self.env._("No posting rule for payments."))
            label = act.display_name
            move = self.env["account.move"].create(
                {
                    "journal_id": rule.journal_id.id,
                    "date": act.date_to,
                    "ref": label,
                    "line_ids": [
                        (0, 0, {"account_id": act.expense_account_id.id, "name": label,
                                "partner_id": act.agent_id.partner_id.id, "debit": act.fee}),
                        (0, 0, {"account_id": rule.counterpart_id.id, "name": label,
                                "partner_id": act.agent_id.partner_id.id, "credit": act.fee}),
                    ],
                }
            )  # fmt: skip
            move.action_post()
            act._transition(state="posted", move_id=move.id)
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if any(act.state != "draft" for act in self):
            raise UserError(self.env._("An agreed act stays."))
