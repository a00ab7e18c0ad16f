"""What accounts are to pay now, and how it comes from their last bills (X13)."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL, date_utils

from ..engine.freshness import Paper, Standing, judge
from ..engine.payable import payable
from .open_items import read_advances, read_open_items
from .reader import exact_cursor, rows

ZERO = Decimal("0.00")


class PaySums(NamedTuple):
    """Sums of an account in its currency, two digits.

    ``asked`` = ``billed`` - ``paid`` + ``other`` - ``later`` + ``kept``: the last bills (usual and
    capital repair) of ``month``, payments dated after that month, what else changed since, what
    agreements let wait (below zero: levels ask for more), and advances that stay.
    """

    shares: tuple  # Share of engine.payable
    items: list
    month: date | None
    bills: tuple  # ids of the bills of ``month``
    billed: Decimal
    paid: Decimal
    last: date | None  # of the payments since
    other: Decimal
    later: Decimal
    kept: Decimal

    @property
    def asked(self):
        return sum((share.amount for share in self.shares), ZERO)

    def notes(self, bill, closed):
        """Codes of :func:`~..engine.freshness.judge` of a bill ``(month, state)``, or of none."""
        month, state = bill or (None, None)
        owed = (i.amount for i in self.items if not (month and i.period) or i.period <= month)
        now = Standing(sum(owed, ZERO), frozenset(), self.month, state == "reversed", closed)
        return judge(Paper(month, None), now)


def read_pay_sums(env, accounts):
    """``{account id: PaySums}``, with as many queries for one account as for many."""
    items = read_open_items(env, accounts.ids)
    advances = read_advances(env, accounts.ids)
    later = accounts._not_due()
    with exact_cursor(env) as cursor:
        bills = _last_bills(cursor, accounts.ids)
        paid = _paid_since(cursor, {id_: month for id_, (month, _ids, _sum) in bills.items()})
    found = {}
    for id_ in accounts.ids:
        debts, ahead, waits = items.get(id_, []), advances.get(id_, []), later[id_]
        month, bill_ids, billed = bills.get(id_, (None, (), ZERO))
        since, last = paid.get(id_, (ZERO, None))
        shares = payable(debts, ahead, waits)
        balance = sum((i.amount for i in debts), ZERO) - sum((a.amount for a in ahead), ZERO)
        asked = sum((share.amount for share in shares), ZERO)
        found[id_] = PaySums(
            shares=shares,
            items=debts,
            month=month,
            bills=bill_ids,
            billed=billed,
            paid=since,
            last=last,
            other=balance - billed + since,
            later=waits,
            kept=asked - balance + waits,
        )
    return found


def _last_bills(cursor, account_ids):
    """``{account id: (month, bill ids, sum of their closings)}`` of the newest approved bills."""
    query = SQL(
        """
        SELECT b.account_id, b.period_date, array_agg(b.id ORDER BY b.capital, b.id), SUM(b.closing)
          FROM (SELECT account_id, MAX(period_date) AS period_date FROM utility_bill
                 WHERE account_id = ANY(%(accounts)s) AND state = 'approved'
                 GROUP BY account_id) n
          JOIN utility_bill b USING (account_id, period_date)
         WHERE b.state = 'approved'
         GROUP BY b.account_id, b.period_date
        """,
        accounts=list(account_ids),
    )
    return {id_: (month, tuple(ids), total) for id_, month, ids, total in rows(cursor, query)}


def _paid_since(cursor, months):
    """``{account id: (sum, last day)}`` of payments dated after the month of each account."""
    query = SQL(
        """
        SELECT p.account_id, SUM(p.amount), MAX(p.date)
          FROM unnest(%s::int[], %s::date[]) AS b (account_id, day)
          JOIN utility_payment p ON p.account_id = b.account_id AND p.date > b.day
         WHERE p.state = 'allocated'
         GROUP BY p.account_id
        """,
        list(months),
        [date_utils.end_of(month, "month") for month in months.values()],
    )
    return {id_: (total, last) for id_, total, last in rows(cursor, query)}
