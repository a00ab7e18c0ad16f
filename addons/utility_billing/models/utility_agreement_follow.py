import logging
from decimal import Decimal

from odoo import api, models

from ..engine.agreements import Part, Plan, breach, covered, states
from ..engine.allocation import open_debts
from ..loader.open_items import read_open_items

_logger = logging.getLogger(__name__)


class UtilityAgreement(models.Model):
    """Following agreements day by day: what is paid, what is late, which break by their rule."""

    _inherit = "utility.agreement"

    @api.model
    def _plans(self, accounts):
        """``{account id: Plan}`` of the agreements in force, for the order of payments."""
        # sudo: whoever takes money goes by agreements without seeing them
        agreements = self.sudo().search([*self._in_force(), ("account_id", "in", list(accounts))])
        return {agreement.account_id.id: agreement._plan() for agreement in agreements}

    def _plan(self):
        self.ensure_one()
        debts = {
            (d.period_date, d.service_id.id, d.supplier_id.id or None, d.kind): amount
            for d, amount in zip(self.debt_ids, self._exact(self.debt_ids), strict=True)
        }
        parts = tuple(
            Part(line.date, amount)
            for line, amount in zip(self.line_ids, self._exact(self.line_ids), strict=True)
        )
        return Plan(debts, parts, self.first)

    def _follow(self, day, isolate=False):
        """Bring payments and states to ``day``; end what is paid, break what broke its rule.

        :param isolate: log what fails and go on
        """
        self.env.flush_all()
        items = read_open_items(self.env, self.account_id.ids)
        for agreement in self:
            try:
                with self.env.cr.savepoint():
                    agreement._follow_one(items.get(agreement.account_id.id, []), day)
            except Exception:
                if not isolate:
                    raise
                _logger.exception("Agreement %s could not be followed", agreement.id)

    def _follow_one(self, items, day):
        plan = self._plan()
        paid = covered(plan.debts, open_debts(items))
        if paid != Decimal(f"{self.paid:.2f}"):
            self._transition(paid=paid)
        for line, state in zip(self.line_ids, states(plan.parts, paid, day), strict=True):
            if line.state != state:
                line._transition(state=state, paid_date=day if state == "paid" else False)
        if paid >= sum(plan.debts.values()):
            self._end("paid", day, self.env._("Paid in full"))
            return
        found = breach(plan.parts, paid, day, self.break_days, self.break_missed)
        if found:
            self._break(day, self._breach_text(*found))

    def _breach_text(self, rule, count):
        if rule == "days":
            return self.env._(
                "A payment is %(count)s days late; the agreement allows %(limit)s.",
                count=count,
                limit=self.break_days,
            )
        return self.env._(
            "Late payments: %(count)s; the agreement breaks at %(limit)s.",
            count=count,
            limit=self.break_missed,
        )
