"""What accounts owe, item by item, and the writing of allocations: set-based, no ORM rows.

Money is Decimal with two digits: Odoo reads ``numeric`` as float, so it travels as text.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from .reader import exact_cursor, rows

MANY = 200  # accounts from which on a query gets more memory to sort in
LAST = 2**31  # after every place and id

#: a reversed run counts with its mirrored rows: together they are zero
FINAL_STATES = ("approved", "documents", "posted", "reversed")


class OpenItem(NamedTuple):
    """Debt of a period (first day of the month), service and kind that is not covered yet."""

    period: object
    service: int
    supplier: int | None
    kind: str  # principal, penalty, costs
    capital: bool
    amount: Decimal  # negative: a credit left by a correction
    later: bool = False  # an agreement does not ask for it yet


class Used(NamedTuple):
    """What part of a payment was used for: columns of an allocation."""

    period: object
    service: int | None
    supplier: int | None
    kind: str
    capital: bool | None  # of an advance: for the services kept apart
    amount: Decimal


#: sources of money that an agent, a centre or the state has divided between services; of all other
#: money a service that the payer named changes nothing: the consumer cannot choose it
DIVIDED_SOURCES = ("registry", "subsidy")


class Received(NamedTuple):
    """Money of an account (None: in suspense) that is to be spread."""

    payment: int
    company: int
    account: int | None
    date: object
    amount: Decimal
    period: object  # first day of the month that the payer named
    capital_service: int | None = None  # the service kept apart that the payer named
    service: int | None = None  # the service for which others divided it: its debts come first


class Advance(NamedTuple):
    """Part of a payment that covers nothing yet."""

    payment: int
    capital: bool
    amount: Decimal
    purpose_period: object
    purpose_service: int | None
    date: object = None  # of the payment


def final_runs():
    """Condition on charges ``c``: those of runs that are approved."""
    return SQL(
        """c.run_id IN (SELECT id FROM utility_billing_run
                         WHERE state IN %s AND NOT COALESCE(simulation, FALSE))""",
        FINAL_STATES,
    )


def lock_accounts(env, account_ids):
    """Serialise what changes the balances of these accounts until the transaction ends.

    The rows are written, not only locked: Odoo reads as of the beginning of a transaction, so
    whoever waited for a mere lock would go on with balances of before. A write makes PostgreSQL
    refuse the later transaction, and Odoo repeats it.
    """
    env.execute_query(
        SQL(
            "WITH held AS (INSERT INTO utility_account_turn AS t (account_id, turn)"
            " SELECT x.id, 1 FROM unnest(%s::int[]) AS x (id) ORDER BY x.id"
            " ON CONFLICT (account_id) DO UPDATE SET turn = t.turn + 1 RETURNING 1)"
            " SELECT COUNT(*) FROM held",
            sorted(set(account_ids)),
        )
    )


def balances(account_ids):
    """What is left of each debt of these accounts: a query of the columns of an open item."""
    return SQL(
        """
        SELECT x.account_id, x.period_date, x.service_id, x.supplier_id, x.kind,
               SUM(x.amount) AS amount
          FROM (SELECT c.account_id,
                       -- a penalty is as old as the debt that bears it
                       CASE WHEN c.debt_kind = 'penalty' THEN COALESCE(c.of_period, c.period_date)
                            ELSE c.period_date END AS period_date,
                       c.service_id, c.supplier_id, c.debt_kind AS kind, c.amount
                  FROM utility_charge c
                 WHERE c.account_id = ANY(%(accounts)s) AND %(final)s
                 UNION ALL
                SELECT t.id, a.*
                  FROM unnest(%(accounts)s::int[]) AS t (id)
                 -- account by account: in a young table without statistics PostgreSQL would
                 -- rather read all of it
                 CROSS JOIN LATERAL (
                       SELECT a.period_date, a.service_id, a.supplier_id, a.kind, -a.amount
                         FROM utility_allocation a
                        WHERE a.account_id = t.id AND a.kind <> 'advance' OFFSET 0) a) x
         GROUP BY x.account_id, x.period_date, x.service_id, x.supplier_id, x.kind
        HAVING SUM(x.amount) <> 0
        """,
        accounts=account_ids,
        final=final_runs(),
    )


def read_open_items(env, account_ids):
    """``{account id: [OpenItem]}``, oldest period first, then as the account's services."""
    account_ids = list(account_ids)
    if len(account_ids) > MANY:
        env.execute_query(SQL("SELECT set_config('work_mem', '64MB', TRUE)"))
    with exact_cursor(env, flush=False) as cursor:
        found = rows(cursor, balances(account_ids))
    capital, usual = _service_order(env)
    own = _own_order(env, account_ids)
    places = defaultdict(list)
    for number, (account, period, service, supplier, kind, amount) in enumerate(found):
        place = own[account].get(service) if account in own else None
        if place is None:
            place = usual.get(service, LAST)
        item = OpenItem(period, service, supplier, kind, capital.get(service, False), amount)
        turn = period, place, service or LAST, supplier or LAST, number
        places[account].append((*turn, item))
    return {account: [place[-1] for place in sorted(debts)] for account, debts in places.items()}


def _service_order(env):
    """What is kept apart of the services, and their usual order: ``{service id: value}``."""
    found = env.execute_query(SQL("SELECT id, capital, sequence FROM utility_service"))
    return (
        {id_: bool(capital) for id_, capital, _sequence in found},
        {id_: LAST if sequence is None else sequence for id_, _capital, sequence in found},
    )


def _own_order(env, account_ids):
    """``{account id: {service id: place on its bill}}`` of the accounts' services."""
    order = defaultdict(dict)
    for account, service, sequence in env.execute_query(
        SQL(
            "SELECT account_id, service_id, sequence FROM utility_account_service"
            " WHERE account_id = ANY(%s) AND sequence IS NOT NULL",
            account_ids,
        )
    ):
        places = order[account]
        if sequence < places.get(service, LAST):
            places[service] = sequence
    return order


def read_advances(env, account_ids):
    """``{account id: [Advance]}`` in the order in which the payments came."""
    found = env.execute_query(
        SQL(
            """
            SELECT a.account_id, a.payment_id, COALESCE(a.capital, FALSE), SUM(a.amount)::text,
                   p.purpose_period,
                   CASE WHEN COALESCE(a.capital, FALSE) OR p.source IN %s
                        THEN p.purpose_service_id END,
                   p.date
              FROM utility_allocation a
              JOIN utility_payment p ON p.id = a.payment_id
             WHERE a.account_id = ANY(%s) AND a.kind = 'advance'
             GROUP BY a.account_id, a.payment_id, COALESCE(a.capital, FALSE), p.date, p.purpose_period,
                      p.purpose_service_id, p.source
            HAVING SUM(a.amount) > 0
             ORDER BY a.account_id, p.date, a.payment_id
            """,
            DIVIDED_SOURCES,
            list(account_ids),
        )
    )
    advances = defaultdict(list)
    for account, payment, capital, amount, *rest in found:
        advances[account].append(Advance(payment, capital, Decimal(amount), *rest))
    return advances


COLUMNS = (
    "payment_id",
    "company_id",
    "account_id",
    "date",
    "period_date",
    "service_id",
    "supplier_id",
    "kind",
    "capital",
    "amount",
    "run_id",
)
LINE = "\t".join(["%s"] * len(COLUMNS)) + "\n"


def allocation_lines(rows):
    """``rows`` (tuples of ``COLUMNS``) in COPY's text format."""
    # no text of a row contains the word None
    return "".join([LINE % row for row in rows]).replace("None", r"\N")
