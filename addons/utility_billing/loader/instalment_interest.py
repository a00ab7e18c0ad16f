"""Interest for instalments of some accounts in a month, as the lines of their bills."""

import json
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from ..engine.explain import plain
from ..engine.instalment_interest import deferred_spans, interest
from ..engine.periods import last_day, period_of
from ..engine.rounding import ZERO, share_out
from .open_items import final_runs
from .reader import rows

DAY = timedelta(days=1)


class InterestLine(NamedTuple):
    """A line of the month: days is the number of days that bore interest."""

    service: int
    supplier: int | None
    amount: Decimal
    days: int
    trace: str  # JSON


def read_interest(cursor, company_id, first, account_ids):
    """``{account id: [InterestLine]}`` of the month that begins on ``first``.

    What all agreements of an account bear up to the end of the month, less what approved runs of
    earlier months charged; divided among services as their principal is.
    """
    last = last_day(period_of(first))
    agreements = rows(
        cursor,
        "SELECT id, account_id, number, date, state, date_end, interest_rate"
        " FROM utility_agreement WHERE company_id = %s AND account_id = ANY(%s)"
        " AND interest_rate > 0 AND number IS NOT NULL AND date < %s ORDER BY date, id",
        company_id,
        list(account_ids),
        last,
    )
    if not agreements:
        return {}
    ids = [row[0] for row in agreements]
    accounts = sorted({row[1] for row in agreements})
    parts, debts = _parts(cursor, ids), _debts(cursor, ids)
    paid, charged = _paid(cursor, ids, last), _charged(cursor, company_id, accounts, first)
    now, facts = defaultdict(Decimal), defaultdict(list)
    for id_, account, number, since, state, ended, rate in agreements:
        until = last
        if ended and ended <= last:
            # a kept agreement bears its last day, a broken or cancelled one does not
            until = ended if state == "paid" else ended - DAY
        if until <= since:
            continue
        principal = sum((amount for _service, _supplier, amount in debts[id_]), ZERO)
        spans = deferred_spans(parts[id_], principal, paid[id_], since, until)
        now[account] += interest(spans, rate)
        facts[account].append((number, rate, [s for s in spans if s.last >= first], debts[id_]))
    found = {}
    for account in accounts:
        before = charged.get(account, ZERO)
        amount = now[account] - before
        if amount and facts[account]:
            found[account] = _lines(amount, before, now[account], first, facts[account])
    return found


def _lines(amount, before, now, first, facts):
    number, rate, spans, debts = facts[-1]
    days = sum((span.last - max(span.first, first)).days + 1 for span in spans)
    shown = [(max(span.first, first), span.last, span.rest) for span in spans]
    trace = json.dumps(
        {"t": ["instalment", plain([number, rate, shown, before, now, amount])]},
        ensure_ascii=False,
    )
    shares = share_out(amount, [principal for _service, _supplier, principal in debts])
    return [
        InterestLine(service, supplier, share, days, trace)
        for (service, supplier, _principal), share in zip(debts, shares, strict=True)
        if share
    ]


def _parts(cursor, ids):
    found = defaultdict(list)
    for id_, *part in rows(
        cursor,
        "SELECT agreement_id, date, amount FROM utility_agreement_line"
        " WHERE agreement_id = ANY(%s) ORDER BY date, id",
        ids,
    ):
        found[id_].append(part)
    return found


def _debts(cursor, ids):
    """``{agreement id: [(service, supplier, principal)]}``; penalties bear no interest."""
    found = defaultdict(list)
    for id_, *debt in rows(
        cursor,
        "SELECT agreement_id, service_id, supplier_id, SUM(amount) FROM utility_agreement_debt"
        " WHERE agreement_id = ANY(%s) AND kind = 'principal'"
        " GROUP BY agreement_id, service_id, supplier_id"
        " ORDER BY agreement_id, service_id, supplier_id",
        ids,
    ):
        found[id_].append(debt)
    return found


def _paid(cursor, ids, last):
    """``{agreement id: [(day, amount)]}`` paid on the principal of their debts after their day."""
    found = defaultdict(list)
    for id_, *payment in rows(
        cursor,
        """
        SELECT d.agreement_id, a.date, SUM(a.amount)
          FROM utility_agreement_debt d
          JOIN utility_agreement g ON g.id = d.agreement_id
          JOIN utility_allocation a ON a.account_id = g.account_id
               AND a.period_date = d.period_date AND a.service_id = d.service_id
               AND a.supplier_id IS NOT DISTINCT FROM d.supplier_id AND a.kind = d.kind
         WHERE d.agreement_id = ANY(%s) AND d.kind = 'principal'
           AND a.date > g.date AND a.date <= %s
         GROUP BY 1, 2 HAVING SUM(a.amount) <> 0 ORDER BY 1, 2
        """,
        ids,
        last,
    ):
        found[id_].append(payment)
    return found


def _charged(cursor, company_id, accounts, first):
    """``{account id: interest}`` that approved runs charged for earlier months."""
    return dict(
        rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, SUM(c.amount) FROM utility_charge c
                 WHERE c.company_id = %s AND c.account_id = ANY(%s) AND c.kind = 'instalment'
                   AND c.period_date < %s AND %s
                 GROUP BY c.account_id
                """,
                company_id,
                accounts,
                first,
                final_runs(),
            ),
        )
    )
