"""Debts of many accounts read narrow: one row for a kind and period, amounts in kopecks.

For :func:`..engine.allocation_plain.allocate_plain`. What is not plain goes by ``open_items``.
"""

from odoo.tools import SQL

from ..engine.allocation_plain import Group
from .open_items import LAST, MANY, balances

#: an end of a line of COPY's text format: the columns after the date, without a run
COVERED = "{}\t{}\t{}\t{}\t\\N\t"
ADVANCE = COVERED.format("\\N", "\\N", "\\N", "advance")


def read_plain_debts(env, account_ids):
    """``({account id: [Group]}, ids of accounts with a credit)`` without services kept apart.

    Keys of a group are the columns of an allocation from its period to ``capital`` as a text for
    COPY, in the order of the account's services. Accounts with a credit have no groups.
    """
    query = SQL(
        """
        SELECT x.account_id, x.kind, x.period_date,
               ARRAY_AGG(x.service_id ORDER BY x.place, x.service_id, x.supplier_id)::text,
               ARRAY_AGG(x.supplier_id ORDER BY x.place, x.service_id, x.supplier_id)::text,
               ARRAY_AGG((x.amount * 100)::bigint ORDER BY x.place, x.service_id, x.supplier_id),
               MIN(x.amount) < 0
          FROM (SELECT d.*, COALESCE(o.place, s.sequence, %(last)s) AS place
                  FROM (%(balances)s) d
                  LEFT JOIN utility_service s ON s.id = d.service_id
                  LEFT JOIN (SELECT account_id, service_id, MIN(sequence) AS place
                               FROM utility_account_service
                              WHERE account_id = ANY(%(accounts)s) AND sequence IS NOT NULL
                              GROUP BY account_id, service_id) o
                    ON o.account_id = d.account_id AND o.service_id = d.service_id
                 WHERE s.capital IS NOT TRUE) x
         GROUP BY x.account_id, x.kind, x.period_date
        """,
        balances=balances(account_ids),
        accounts=account_ids,
        last=LAST,
    )
    if len(account_ids) > MANY:
        env.execute_query(SQL("SELECT set_config('work_mem', '64MB', TRUE)"))
    debts, credit, known = {}, set(), {}
    for account, kind, period, services, suppliers, owed, below in env.execute_query(query):
        if below:
            credit.add(account)
            continue
        # many accounts have the same services: their texts are made once
        named = kind, period, services, suppliers
        keys = known.get(named)
        if keys is None:
            keys = known[named] = _keys(*named)
        debts.setdefault(account, []).append(Group(kind, period, keys, owed))
    for account in credit:
        debts.pop(account, None)
    return debts, credit


def _keys(kind, period, services, suppliers):
    """Keys of a group from the texts of two arrays of ids."""
    ids = [text.strip("{}").replace("NULL", "\\N").split(",") for text in (services, suppliers)]
    return [
        COVERED.format(period, service, supplier, kind)
        for service, supplier in zip(*ids, strict=True)
    ]


def plain_lines(payment, found, rest):
    """Allocations of a :class:`.open_items.Received` in COPY's text format, from
    ``allocate_plain``."""
    base = f"{payment.payment}\t{payment.company}\t{payment.account}\t{payment.date}\t"
    lines = [
        f"{base}{key}{part}e-2\t\\N\n"  # PostgreSQL reads kopecks so
        for group, parts in found
        for key, part in zip(group.keys, parts, strict=True)
        if part
    ]
    if rest:
        lines.append(f"{base}{ADVANCE}{rest}e-2\t\\N\n")
    return "".join(lines)
