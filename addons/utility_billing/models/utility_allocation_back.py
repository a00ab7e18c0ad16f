from odoo import api, models
from odoo.tools import SQL

from ..loader.open_items import final_runs


class UtilityAllocation(models.Model):
    """Taking back what payments were used for: by mirrored rows, nothing is deleted."""

    _inherit = "utility.allocation"

    @api.model
    def _release(self, accounts, period_date, date, run):
        """What payments covered of the principal of a month becomes an advance again.

        Called when the charges of an open month are taken back or replaced (F10): afterwards
        :meth:`_use_advances` spreads it over what is owed then.

        :param period_date: first day of the month; date: last day of it
        """
        self.env.execute_query(
            SQL(
                """
                WITH covered AS (
                    SELECT a.payment_id, a.company_id, a.account_id, p.date, a.service_id,
                           a.supplier_id, COALESCE(s.capital, FALSE) AS apart,
                           SUM(a.amount) AS amount
                      FROM utility_allocation a
                      JOIN utility_payment p ON p.id = a.payment_id
                      LEFT JOIN utility_service s ON s.id = a.service_id
                     WHERE a.account_id = ANY(%(accounts)s) AND a.kind = 'principal'
                       AND a.period_date = %(period)s
                     GROUP BY a.payment_id, a.company_id, a.account_id, p.date, a.service_id,
                              a.supplier_id, s.capital
                    HAVING SUM(a.amount) > 0)
                INSERT INTO utility_allocation (payment_id, company_id, account_id, date,
                       period_date, service_id, supplier_id, kind, capital, amount, run_id)
                SELECT payment_id, company_id, account_id, GREATEST(date, %(date)s),
                       %(period)s, service_id, supplier_id, 'principal', NULL, -amount, %(run)s
                  FROM covered
                 UNION ALL
                SELECT payment_id, company_id, account_id, GREATEST(date, %(date)s),
                       NULL, NULL, NULL, 'advance', NULLIF(apart, FALSE), SUM(amount), %(run)s
                  FROM covered
                 GROUP BY payment_id, company_id, account_id, date, apart
                RETURNING id
                """,
                accounts=list(accounts),
                period=period_date,
                date=date,
                run=run.id,
            )
        )
        self.invalidate_model()

    @api.model
    def _release_excess(self, accounts, date, run):
        """What payments cover beyond what is owed becomes an advance again, the newest first.

        Called when penalties and costs are taken back: they were paid, and are owed no more.
        """
        self.env.execute_query(
            SQL(
                """
                WITH item AS (
                    SELECT x.account_id, x.period_date, x.service_id, x.supplier_id, x.kind,
                           SUM(x.used) - GREATEST(SUM(x.amount), 0) AS excess
                      FROM (SELECT c.account_id,
                                   CASE WHEN c.debt_kind = 'penalty'
                                        THEN COALESCE(c.of_period, c.period_date)
                                        ELSE c.period_date END AS period_date,
                                   c.service_id, c.supplier_id, c.debt_kind AS kind, c.amount,
                                   0 AS used
                              FROM utility_charge c
                             WHERE c.account_id = ANY(%(accounts)s) AND %(final)s
                             UNION ALL
                            SELECT account_id, period_date, service_id, supplier_id, kind, 0,
                                   amount
                              FROM utility_allocation
                             WHERE account_id = ANY(%(accounts)s) AND kind <> 'advance') x
                     GROUP BY 1, 2, 3, 4, 5
                    HAVING SUM(x.used) > GREATEST(SUM(x.amount), 0)),
                part AS (
                    SELECT a.payment_id, a.company_id, a.account_id, p.date, a.period_date,
                           a.service_id, a.supplier_id, a.kind, SUM(a.amount) AS amount
                      FROM utility_allocation a JOIN utility_payment p ON p.id = a.payment_id
                     WHERE a.account_id = ANY(%(accounts)s) AND a.kind <> 'advance'
                     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING SUM(a.amount) > 0),
                back AS (
                    SELECT part.*, COALESCE(s.capital, FALSE) AS apart,
                           LEAST(part.amount, item.excess + part.amount - SUM(part.amount) OVER (
                               PARTITION BY part.account_id, part.period_date, part.service_id,
                                            part.supplier_id, part.kind
                               ORDER BY part.date DESC, part.payment_id DESC)) AS excess
                      FROM part
                      JOIN item ON item.account_id = part.account_id
                           AND item.period_date IS NOT DISTINCT FROM part.period_date
                           AND item.service_id IS NOT DISTINCT FROM part.service_id
                           AND item.supplier_id IS NOT DISTINCT FROM part.supplier_id
                           AND item.kind = part.kind
                      LEFT JOIN utility_service s ON s.id = part.service_id)
                INSERT INTO utility_allocation (payment_id, company_id, account_id, date,
                       period_date, service_id, supplier_id, kind, capital, amount, run_id)
                SELECT payment_id, company_id, account_id, GREATEST(date, %(date)s), period_date,
                       service_id, supplier_id, kind, NULL, -excess, %(run)s
                  FROM back WHERE excess > 0
                 UNION ALL
                SELECT payment_id, company_id, account_id, GREATEST(date, %(date)s), NULL, NULL,
                       NULL, 'advance', NULLIF(apart, FALSE), SUM(excess), %(run)s
                  FROM back WHERE excess > 0
                 GROUP BY payment_id, company_id, account_id, date, apart
                RETURNING id
                """,
                accounts=list(accounts),
                final=final_runs(),
                date=date,
                run=run.id,
            )
        )
        self.invalidate_model()

    @api.model
    def _mirror(self, payments, date):
        """Take back what ``payments`` were used for; afterwards each of them covers nothing."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO utility_allocation (payment_id, company_id, account_id, date,
                       period_date, service_id, supplier_id, kind, capital, amount)
                SELECT payment_id, company_id, account_id, %s, period_date, service_id,
                       supplier_id, kind, capital, -SUM(amount)
                  FROM utility_allocation
                 WHERE payment_id = ANY(%s)
                 GROUP BY payment_id, company_id, account_id, period_date, service_id,
                          supplier_id, kind, capital
                HAVING SUM(amount) <> 0
                RETURNING id
                """,
                date,
                payments.ids,
            )
        )
        self.invalidate_model()
