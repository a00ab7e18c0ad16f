import logging
from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..engine.agreements import Part, breach, states
from ..engine.levels import review, running
from ..engine.rounding import ZERO
from ..loader.levels import read_level_plans
from ..loader.open_items import read_advances, read_open_items
from ..loader.reader import exact_cursor, rows

_logger = logging.getLogger(__name__)


class UtilityLevelPlan(models.Model):
    """Following plans: charges, payments, drift; what is fulfilled or broke its rule ends."""

    _inherit = "utility.level.plan"

    def _follow(self, day, isolate=False):
        """Bring figures to ``day``; end what is done, closed or broken.

        :param isolate: log what fails and go on
        """
        self.env.flush_all()
        accounts = self.account_id.ids
        items, advances = read_open_items(self.env, accounts), read_advances(self.env, accounts)
        with exact_cursor(self.env) as cursor:
            figures = {
                stored.id: stored
                for plans in read_level_plans(cursor, accounts).values()
                for stored in plans
            }
            dues = _due_dates(cursor, accounts)
        for plan in self:
            account = plan.account_id.id
            try:
                with self.env.cr.savepoint():
                    plan._follow_one(
                        figures[plan.id],
                        items.get(account, ()),
                        advances.get(account, ()),
                        dues[account],
                        day,
                    )
            except Exception:
                if not isolate:
                    raise
                _logger.exception("Levelled plan %s could not be followed", plan.id)

    def _follow_one(self, stored, items, advances, dues, day):
        plan = stored.plan
        differences = running(plan.charges, plan.levels)
        paid = _paid(stored, items, advances)
        billed = [month for month in sorted(plan.charges) if month in dues]
        parts = [Part(dues[month], plan.levels[month]) for month in billed]
        shown = dict(zip(billed, states(parts, paid, day), strict=True))
        self._write_months(plan, differences, dues, shown)
        self._write_figures(plan, differences, paid, shown)
        closed = self.account_id.date_close
        if closed and closed <= day:
            self._end("cancelled", closed, self.env._("The account is closed"))
        elif max(plan.levels) in billed:
            self._end("done", day, self.env._("Settled by the bill of the last month"))
        elif found := breach(parts, paid, day, self.break_days, self.break_missed):
            self._break(day, self._breach_text(*found))

    def _write_months(self, plan, differences, dues, shown):
        labels = {"paid": "paid", "late": "late", "open": "charged"}
        for row in self.month_ids:
            if row.date not in plan.charges:
                continue
            values = {
                "charged": float(plan.charges[row.date]),
                "difference": float(differences[row.date]),
                "date_due": dues.get(row.date, False),
                "state": labels[shown.get(row.date, "open")],
            }
            if any(row[name] != value for name, value in values.items()):
                row._transition(**values)

    def _write_figures(self, plan, differences, paid, shown):
        expected = {row.date: Decimal(f"{row.expected:.2f}") for row in self.month_ids}
        percent, proposed = review(plan.charges, expected, plan.levels)
        if not plan.charges:
            percent, proposed = ZERO, None
        limit = Decimal(f"{self.drift_limit:.2f}")
        beyond = bool(limit and proposed is not None and abs(percent) > limit)
        asked = sum((plan.levels[month] for month in shown if shown[month] != "open"), ZERO)
        values = {
            "difference": float(next(reversed(differences.values()), ZERO)),
            "paid": float(paid),
            "late_amount": float(max(asked - paid, ZERO)) if "late" in shown.values() else 0.0,
            "drift": float(percent),
            "proposed_level": float(proposed or 0),
            "review": beyond,
        }
        told = self.review
        if any(self[name] != value for name, value in values.items()):
            self._transition(**values)
        if beyond and not told:
            self._remind(
                self.env._("Look at the level: the year runs away by %s %%", f"{percent:+.2f}"),
                self.env._(
                    "Level %(level)s, proposed for the rest %(new)s.",
                    level=f"{self.level:.2f}",
                    new=f"{proposed:.2f}",
                ),
            )

    def _breach_text(self, rule, count):
        if rule == "days":
            return self.env._(
                "A level is %(count)s days late; the plan allows %(limit)s.",
                count=count,
                limit=self.break_days,
            )
        return self.env._(
            "Late levels: %(count)s; the plan breaks at %(limit)s.",
            count=count,
            limit=self.break_missed,
        )


def _paid(stored, items, advances):
    """What was paid on the charges of a plan, and ahead of them."""
    months = stored.plan.levels
    left = sum(
        (
            item.amount
            for item in items
            if item.kind == "principal"
            and item.service in stored.services
            and item.period in months
        ),
        ZERO,
    )
    ahead = sum((part.amount for part in advances if not part.capital), ZERO)
    return sum(stored.plan.charges.values(), ZERO) - left + ahead


def _due_dates(cursor, accounts):
    """``{account: {month: due date}}`` of the approved bills of the ordinary services."""
    found = defaultdict(dict)
    for account, month, due in rows(
        cursor,
        "SELECT account_id, period_date, date_due FROM utility_bill WHERE account_id = ANY(%s)"
        " AND state = 'approved' AND NOT capital AND date_due IS NOT NULL",
        accounts,
    ):
        found[account][month] = due
    return found
