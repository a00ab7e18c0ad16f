from odoo import api, models
from odoo.tools import SQL


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
