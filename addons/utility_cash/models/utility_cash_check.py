from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..closing.receipts import payments_without_receipt, receipts_unpaid


class UtilityCashCheck(models.AbstractModel):
    """Invariants of the cash desk as queries: an empty list, or what breaks them."""

    _name = "utility.cash.check"
    _description = "Checks of the cash desk"

    @api.model
    def _receipts(self, company):
        """``[(what, id)]``: receipts whose payments differ, payments of the till without a receipt."""
        self.env.flush_all()
        ever = (company.id, "-infinity", "infinity")
        differing = self.env.execute_query(receipts_unpaid(*ever))
        orphans = self.env.execute_query(payments_without_receipt(*ever))
        return [("receipt", row[0]) for row in differing] + [("payment", row[0]) for row in orphans]

    @api.model
    def _book(self, company, date=None):
        """Cash by the orders and by the ledger: ``{book, ledger, difference}``, Decimals.

        A company without posting rules for its tills has no ledger to compare: no difference.

        The book has a closed shift's receipts as one order; of open shifts that part counts which
        the ledger has already. Refunds by an order of their own are in the book before.
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
                SELECT COALESCE(SUM(CASE WHEN r.order_id IS NULL THEN p.amount
                                         ELSE -p.amount END), 0)::text
                  FROM utility_payment p
                  JOIN utility_cash_shift s ON s.id = p.cash_shift_id
                  JOIN utility_cash_receipt_line l ON l.id = p.cash_line_id
                  JOIN utility_cash_receipt r ON r.id = l.receipt_id
                 WHERE p.company_id = %s AND p.source = 'cash' AND s.state = 'open'
                   AND (p.move_id IS NULL) = (r.order_id IS NOT NULL) AND p.date <= %s
                """,
                company.id,
                day,
            )
        )[0][0]
        # fees are posted at the close: until then the book has those of ordered refunds alone
        returned = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(t.fee), 0)::text FROM utility_cash_receipt r
                  JOIN utility_cash_shift s ON s.id = r.shift_id
                  JOIN utility_cash_tender t ON t.receipt_id = r.id
                 WHERE r.company_id = %s AND r.order_id IS NOT NULL AND s.state = 'open'
                   AND t.kind = 'cash' AND r.date <= %s
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
        book = sum(orders.values(), Decimal(0)) + Decimal(early) + Decimal(returned)
        booked = Decimal(ledger) if rules else book
        return {"book": book, "ledger": booked, "difference": booked - book}
