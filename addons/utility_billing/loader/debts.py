"""What accounts owe by service, and the last readings of their meters: a query a page."""

from decimal import Decimal

from odoo.tools import SQL

from .open_items import final_runs


def debts_by_service(env, account_ids):
    """``{account id: {(service id, kind): Decimal}}`` of what is open; advances are left out."""
    rows = env.execute_query(
        SQL(
            """
            SELECT x.account_id, x.service_id, x.kind, SUM(x.amount)::text FROM (
                SELECT c.account_id, c.service_id, c.debt_kind AS kind, c.amount
                  FROM utility_charge c
                 WHERE c.account_id = ANY(%(accounts)s) AND %(final)s
                 UNION ALL
                SELECT a.account_id, a.service_id, a.kind, -a.amount
                  FROM utility_allocation a
                 WHERE a.account_id = ANY(%(accounts)s) AND a.kind <> 'advance') x
             GROUP BY 1, 2, 3 HAVING SUM(x.amount) <> 0 ORDER BY 1, 2, 3
            """,
            accounts=list(account_ids),
            final=final_runs(),
        )
    )
    found = {}
    for account, service, kind, amount in rows:
        found.setdefault(account, {})[service, kind] = Decimal(amount)
    return found


def last_readings(env, register_ids):
    """``{register id: (Decimal, day)}`` of the newest accepted readings."""
    rows = env.execute_query(
        SQL(
            """
            SELECT g.id, r.value::text, r.date FROM unnest(%s) AS g (id)
             CROSS JOIN LATERAL (
                SELECT value, date FROM utility_reading r
                 WHERE r.register_id = g.id AND r.state = 'accepted'
                 ORDER BY r.date DESC, r.id DESC LIMIT 1) r
            """,
            list(register_ids),
        )
    )
    return {id_: (Decimal(value), day) for id_, value, day in rows}
