from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from .utility_posting_rule import CUSTOMERS


class UtilityPosting(models.AbstractModel):
    """Does the general ledger hold what the sub-ledger holds?"""

    _inherit = "utility.posting"

    def _posted_charge(self):
        """Condition: charge ``c`` of run ``r`` stands in the general ledger.

        While a run is being invoiced, organisations that have no invoice yet do not.
        """
        return SQL(
            """(r.state = 'posted' AND (r.invoicing IS NOT TRUE OR EXISTS (
                    SELECT 1 FROM utility_account o
                     WHERE o.id = c.account_id AND o.kind <> 'organisation') OR EXISTS (
                    SELECT 1 FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                     WHERE l.utility_account_id = c.account_id AND m.utility_run_id = c.run_id
                       AND m.state = 'posted' AND m.utility_undone IS NOT TRUE)))"""
        )

    @api.model
    def _check(self, company, date=None):
        """Sub-ledger against the control accounts, as Decimals.

        :return: ``{ledger, posted, difference, charges_waiting, payments_waiting, subledger}``:
            ``posted`` is the part of the sub-ledger that has entries, ``subledger`` all of it;
            ``difference`` must be zero.
        """
        self.env.flush_all()
        limit = date or "infinity"
        charged, waiting = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(c.amount) FILTER (WHERE %(posted)s), 0)::text,
                       COALESCE(SUM(c.amount) FILTER (WHERE NOT %(posted)s), 0)::text
                  FROM utility_charge c
                  JOIN utility_billing_run r ON r.id = c.run_id
                 WHERE c.company_id = %(company)s AND r.state IN ('approved', 'documents', 'posted')
                   AND NOT COALESCE(r.simulation, FALSE) AND c.period_date <= %(limit)s
                """,
                posted=self._posted_charge(),
                company=company.id,
                limit=limit,
            )
        )[0]
        paid, unposted = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(amount) FILTER (WHERE move_id IS NOT NULL), 0)::text,
                       COALESCE(SUM(amount) FILTER (WHERE move_id IS NULL), 0)::text
                  FROM utility_payment
                 WHERE company_id = %s AND account_id IS NOT NULL AND date <= %s
                """,
                company.id,
                limit,
            )
        )[0]
        rules = self._rules(company).filtered(lambda r: r.document in CUSTOMERS)
        balance = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(balance), 0)::text FROM account_move_line
                 WHERE company_id = %s AND account_id = ANY(%s) AND parent_state = 'posted'
                   AND date <= %s
                """,
                company.id,
                rules.account_id.ids,
                limit,
            )
        )[0][0]
        posted = Decimal(charged) - Decimal(paid)
        return {
            "ledger": Decimal(balance),
            "posted": posted,
            "difference": Decimal(balance) - posted,
            "charges_waiting": Decimal(waiting),
            "payments_waiting": Decimal(unposted),
            "subledger": posted + Decimal(waiting) - Decimal(unposted),
        }
