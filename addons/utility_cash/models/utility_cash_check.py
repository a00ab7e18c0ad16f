from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL


class UtilityCashCheck(models.AbstractModel):
    """Invariants of the cash desk as queries: an empty list, or what breaks them."""

    _name = "utility.cash.check"
    _description = "Checks of the cash desk"

    @api.model
    def _receipts(self, company):
        """``[(what, id)]``: receipts whose payments differ, payments of the till without a receipt."""
        self.env.flush_all()
        differing = self.env.execute_query(
            SQL(
                """
                SELECT r.id FROM utility_cash_receipt r
                  LEFT JOIN LATERAL (
                       SELECT SUM(p.amount) AS paid FROM utility_cash_receipt_line l
                         JOIN utility_payment p ON p.cash_line_id = l.id
                        WHERE l.receipt_id = r.id) x ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT SUM(t.amount) AS handed FROM utility_cash_tender t
                        WHERE t.receipt_id = r.id) y ON TRUE
                 WHERE r.company_id = %s
                   AND (COALESCE(x.paid, 0)
                        <> CASE WHEN r.kind = 'refund' THEN -r.amount ELSE r.amount END
                        OR COALESCE(y.handed, 0) <> r.amount)
                """,
                company.id,
            )
        )
        orphans = self.env.execute_query(
            SQL(
                """
                SELECT id FROM utility_payment
                 WHERE company_id = %s AND (cash_line_id IS NULL) <> (cash_shift_id IS NULL)
                """,
                company.id,
            )
        )
        return [("receipt", row[0]) for row in differing] + [("payment", row[0]) for row in orphans]

    @api.model
    def _book(self, company, date=None):
        """Cash by the orders and by the ledger: ``{book, ledger, difference}``, Decimals.

        The book has a closed shift's receipts as one order; of open shifts that part counts which
        the ledger has already.
        """
        self.env.flush_all()
        day = date or fields.Date.context_today(self)
        # sudo: the balance of the till is compared whoever may read the orders of others
        points = self.env["utility.cash.point"].sudo().with_context(active_test=False)
        points = points.search([("company_id", "=", company.id)])
        orders = self.env["utility.cash.order"].sudo()._balances(points, day)
        early = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(p.amount), 0)::text FROM utility_payment p
                  JOIN utility_cash_shift s ON s.id = p.cash_shift_id
                 WHERE p.company_id = %s AND p.source = 'cash' AND s.state = 'open'
                   AND p.move_id IS NOT NULL AND p.date <= %s
                """,
                company.id,
                day,
            )
        )[0][0]
        rules = (
            self.env["utility.posting.rule"]
            .sudo()
            .search([("company_id", "=", company.id), ("document", "=", "cash_transfer")])
        )
        ledger = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(balance), 0)::text FROM account_move_line
                 WHERE company_id = %s AND account_id = ANY(%s) AND parent_state = 'posted'
                   AND date <= %s
                """,
                company.id,
                rules.counterpart_id.ids,
                day,
            )
        )[0][0]
        book = sum(orders.values(), Decimal(0)) + Decimal(early)
        return {"book": book, "ledger": Decimal(ledger), "difference": Decimal(ledger) - book}
