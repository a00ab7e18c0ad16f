from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.instalment_interest import schedule_interest


class UtilityAgreement(models.Model):
    """Interest for instalments (X16): agreed within the limit of the law, seen before signing.

    The runs of the months charge it, see ``loader/instalment_interest.py``.
    """

    _inherit = "utility.agreement"

    interest_rate = fields.Float(
        "Interest, % a Year",
        digits=(5, 2),
        tracking=True,
        help="For what of the principal is put off; 0: none. It is charged with the bills.",
    )
    interest_limit = fields.Float(
        "Highest Rate",
        digits=(5, 2),
        compute="_compute_interest_limit",
        help="Key rate of the day of the agreement and the points that the law adds; 0: no limit.",
    )
    interest_law = fields.Char("Its Ground", compute="_compute_interest_limit")
    interest_total = fields.Monetary(
        "Interest to Come",
        compute="_compute_interest",
        help="Of the whole schedule, if every payment comes on its day.",
    )

    @api.depends("account_id", "date")
    def _compute_interest_limit(self):
        for agreement in self:
            limit, law = agreement._interest_limit()
            agreement.interest_limit = float(limit or 0)
            agreement.interest_law = law

    def _interest_limit(self):
        """``(percent a year as Decimal, legal reference)`` of the day; None: the law sets none."""
        self.ensure_one()
        # sudo: who makes agreements needs the rules, not the right to read all of them
        parameters = self.env["utility.rule.parameter"].sudo()
        day = self.date or fields.Date.context_today(self)
        company = self.account_id.company_id or self.env.company
        margin = parameters._holding("agreement_interest_margin", day, company)
        rate = parameters._holding("key_rate", day, company)
        if not (margin and rate):
            return None, False
        return Decimal(rate.value) + Decimal(margin.value), margin.legal_reference

    @api.constrains("interest_rate", "date", "account_id")
    def _check_interest_rate(self):
        for agreement in self:
            rate = Decimal(f"{agreement.interest_rate:.2f}")
            if rate < 0:
                raise ValidationError(self.env._("The rate of interest is not below zero."))
            limit, law = agreement._interest_limit()
            if rate and limit is not None and rate > limit:
                raise ValidationError(
                    self.env._(
                        "%(rate)s %% a year are more than the law allows on %(day)s: %(limit)s %%"
                        " (%(law)s). Lower the rate.",
                        rate=rate,
                        day=agreement.date,
                        limit=limit,
                        law=law or "",
                    )
                )

    @api.depends("interest_rate", "date", "debt_ids.amount", "line_ids.amount", "line_ids.date")
    def _compute_interest(self):
        for agreement in self:
            agreement.interest_total = float(sum(agreement._schedule_interest().values()))

    def _schedule_interest(self):
        """``{line: interest as Decimal}`` of a schedule that is kept to the day."""
        self.ensure_one()
        rate = Decimal(f"{self.interest_rate or 0:.2f}")
        lines = self.line_ids.filtered("date").sorted("date")
        if not rate or not self.date:
            return dict.fromkeys(lines, Decimal(0))
        debts = self.debt_ids.filtered(lambda debt: debt.kind == "principal")
        parts = list(zip(lines.mapped("date"), self._exact(lines), strict=True))
        interest = schedule_interest(parts, sum(self._exact(debts)), rate, self.date)
        return dict(zip(lines, interest, strict=True))
