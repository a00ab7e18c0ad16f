"""What of the balances of accounts an agreement does not ask for yet: the sum to pay is the rest.

One place for bills with their codes, registries of debts, on-line checks and the cash desk.
"""

from collections import defaultdict
from typing import NamedTuple

from ..engine.agreements import Part, waiting
from ..engine.periods import last_day, period_of, shift
from ..engine.rounding import ZERO
from .levels import read_level_plans
from .reader import rows


class Waiting(NamedTuple):
    """An instalment agreement: its parts, and what is open of its debts."""

    date: object
    ended: object
    parts: tuple
    payments: tuple
    total: object
    asked: bool  # the company asks for what is due of it only

    def later(self, day, until):
        """What of it, as it stood at the end of ``day``, nobody has to pay by ``until``."""
        if not self.asked or self.date > day or (self.ended and self.ended <= day):
            return ZERO
        paid = sum((amount for when, amount in self.payments if when <= day), ZERO)
        return waiting(self.parts, self.total - paid, until)


class NotDue:
    """Agreements of some accounts, read once; ``bill_ids``: see :func:`.levels.read_level_plans`."""

    def __init__(self, cursor, account_ids, bill_ids=()):
        account_ids = list(account_ids)
        self._instalments = _read_instalments(cursor, account_ids)
        self.levels = read_level_plans(cursor, account_ids, bill_ids)

    def on(self, account, day):
        """What the account need not pay in the month of ``day``, as of the end of that day.

        Below zero: levels ask for more than is charged.
        """
        return self._sum(account, day, last_day(period_of(day)))

    def of_bill(self, account, month):
        """The same for the bill of a month (its first day), which is paid in the month after."""
        period = period_of(month)
        return self._sum(account, last_day(period), last_day(shift(period, 1)))

    def _sum(self, account, day, until):
        waits = sum((row.later(day, until) for row in self._instalments.get(account, ())), ZERO)
        plans = self.levels.get(account, ())
        return waits + sum((stored.plan.difference(day) for stored in plans), ZERO)


def _read_instalments(cursor, account_ids):
    """``{account id: [Waiting]}``"""
    found = rows(
        cursor,
        """
        SELECT g.id, g.account_id, g.date, g.date_end, c.utility_instalments_ask = 'due'
          FROM utility_agreement g JOIN res_company c ON c.id = g.company_id
         WHERE g.account_id = ANY(%s) AND g.number IS NOT NULL ORDER BY g.id
        """,
        account_ids,
    )
    if not found:
        return {}
    ids = [row[0] for row in found]
    parts = _grouped(
        cursor,
        "SELECT agreement_id, date, amount FROM utility_agreement_line"
        " WHERE agreement_id = ANY(%s) ORDER BY date, id",
        ids,
    )
    payments = _grouped(
        cursor,
        """
        SELECT d.agreement_id, a.date, SUM(a.amount)
          FROM utility_agreement_debt d
          JOIN utility_agreement g ON g.id = d.agreement_id
          JOIN utility_allocation a ON a.account_id = g.account_id
               AND a.period_date = d.period_date
               AND a.service_id IS NOT DISTINCT FROM d.service_id
               AND a.supplier_id IS NOT DISTINCT FROM d.supplier_id AND a.kind = d.kind
         WHERE d.agreement_id = ANY(%s) AND a.date > g.date
         GROUP BY 1, 2 ORDER BY 1, 2
        """,
        ids,
    )
    agreements = defaultdict(list)
    for id_, account, day, ended, asked in found:
        own = tuple(Part(*row) for row in parts[id_])
        total = sum((part.amount for part in own), ZERO)
        agreements[account].append(Waiting(day, ended, own, tuple(payments[id_]), total, asked))
    return agreements


def _grouped(cursor, query, ids):
    found = defaultdict(list)
    for id_, *row in rows(cursor, query, ids):
        found[id_].append(row)
    return found
