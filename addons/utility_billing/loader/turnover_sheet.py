"""Turnovers between any two days, from the last closed statement and what came after it (G04)."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .open_items import final_runs


def turnover_rows(company_id, date_from, date_to, base):
    """Query of ``account_id, service_id, supplier_id, opening, charged, recalculated, paid``.

    Charges count on the first day of their month and payments on their own, as in balances.

    :param base: first day of the last month closed before ``date_from``, or None
    """
    after = base + relativedelta(months=1) if base else "-infinity"
    return SQL(
        """
        SELECT account_id, service_id, supplier_id, closing AS opening,
               0 AS charged, 0 AS recalculated, 0 AS paid
          FROM utility_turnover WHERE company_id = %(company)s AND period_date = %(base)s
         UNION ALL
        SELECT c.account_id, c.service_id, c.supplier_id,
               CASE WHEN c.period_date < %(first)s OR c.kind = 'opening' THEN c.amount ELSE 0 END,
               CASE WHEN c.period_date >= %(first)s AND c.kind NOT IN ('opening', 'recalculation')
                    THEN c.amount ELSE 0 END,
               CASE WHEN c.period_date >= %(first)s AND c.kind = 'recalculation'
                    THEN c.amount ELSE 0 END, 0
          FROM utility_charge c
         WHERE c.company_id = %(company)s AND %(final)s
           AND c.period_date >= %(after)s AND c.period_date <= %(last)s
         UNION ALL
        SELECT account_id, service_id, supplier_id,
               CASE WHEN date < %(first)s THEN -amount ELSE 0 END, 0, 0,
               CASE WHEN date >= %(first)s THEN amount ELSE 0 END
          FROM utility_allocation
         WHERE company_id = %(company)s AND date >= %(after)s AND date <= %(last)s
        """,
        company=company_id,
        base=base,
        first=date_from,
        last=date_to,
        after=after,
        final=final_runs(),
    )
