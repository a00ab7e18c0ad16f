"""Balances of accounts at the beginning of a month and the payments of the month."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .open_items import FINAL_STATES
from .reader import rows


def read_balances(cursor, company_id, first, account_ids, by_supplier=False):
    """``{(account id, capital): (opening, penalty, paid)}`` of the month that begins on ``first``.

    With ``by_supplier`` the key has the supplier's id as its third part; None: the company itself.

    opening: the last turnover before the month, what was charged after it and before the month,
    less what was paid between; penalty: penalties, interest and costs of the month; paid: payments
    dated in the month. Accounts without any are left out.
    """
    ((last,),) = rows(
        cursor,
        "SELECT COALESCE(MAX(period_date), '0001-01-01') FROM utility_turnover"
        " WHERE company_id = %s AND period_date < %s",
        company_id,
        first,
    )
    end = first + relativedelta(months=1, days=-1)
    query = SQL(
        """
        SELECT x.account_id, x.capital, x.supplier_id,
               SUM(x.opening), SUM(x.penalty), SUM(x.paid)
          FROM (SELECT t.account_id, COALESCE(s.capital, FALSE) AS capital,
                       CASE WHEN %(by_supplier)s THEN t.supplier_id END AS supplier_id,
                       t.closing AS opening, 0 AS penalty, 0 AS paid
                  FROM utility_turnover t LEFT JOIN utility_service s ON s.id = t.service_id
                 WHERE t.account_id = ANY(%(accounts)s) AND t.period_date = %(last)s
                 UNION ALL
                SELECT c.account_id, COALESCE(s.capital, FALSE),
                       CASE WHEN %(by_supplier)s THEN c.supplier_id END,
                       CASE WHEN c.period_date < %(first)s OR c.kind = 'opening'
                            THEN c.amount ELSE 0 END,
                       CASE WHEN c.period_date = %(first)s AND c.kind <> 'opening'
                            THEN c.amount ELSE 0 END,
                       0
                  FROM utility_charge c
                  JOIN utility_service s ON s.id = c.service_id
                  LEFT JOIN utility_billing_run r ON r.id = c.run_id
                 WHERE c.account_id = ANY(%(accounts)s)
                   AND c.period_date > %(last)s AND c.period_date <= %(first)s
                   AND (c.run_id IS NULL OR r.state IN %(final)s
                        AND NOT COALESCE(r.simulation, FALSE))
                   AND (c.period_date < %(first)s OR c.kind = 'opening'
                        -- interest for instalments is charged by the bill itself
                        OR c.debt_kind <> 'principal' AND c.kind <> 'instalment')
                 UNION ALL
                SELECT a.account_id, COALESCE(s.capital, a.capital, FALSE),
                       CASE WHEN %(by_supplier)s THEN a.supplier_id END,
                       CASE WHEN a.date < %(first)s THEN -a.amount ELSE 0 END, 0,
                       CASE WHEN a.date >= %(first)s THEN a.amount ELSE 0 END
                  FROM utility_allocation a LEFT JOIN utility_service s ON s.id = a.service_id
                 WHERE a.account_id = ANY(%(accounts)s)
                   AND a.date >= %(after)s AND a.date <= %(end)s) x
         GROUP BY x.account_id, x.capital, x.supplier_id
        """,
        accounts=list(account_ids),
        last=last,
        first=first,
        final=FINAL_STATES,
        after=last + relativedelta(months=1) if last.year > 1 else last,
        end=end,
        by_supplier=by_supplier,
    )
    size = 3 if by_supplier else 2
    return {row[:size]: row[3:] for row in rows(cursor, query)}
