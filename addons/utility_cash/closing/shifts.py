"""Shifts, the cash book and the ledger."""

from odoo.tools import SQL

from odoo.addons.utility_billing.closing.month import invariant


@invariant("cash_shifts_open", "utility.cash.shift")
def cash_shifts_open(month):
    """Shifts of the month that nobody closed; the amount is what their receipts took."""
    return SQL(
        """
        SELECT s.id, COALESCE(SUM(CASE WHEN r.kind = 'refund' THEN -r.amount ELSE r.amount END), 0)
               AS amount
          FROM utility_cash_shift s LEFT JOIN utility_cash_receipt r ON r.shift_id = s.id
         WHERE s.company_id = %(company)s AND s.state = 'open' AND s.date <= %(last)s
         GROUP BY s.id
        """,
        **month.values,
    )


@invariant("cash_shifts_orders", "utility.cash.shift")
def cash_shifts_orders(month):
    """The cash of a closed shift's receipts went into the cash book by its orders."""
    return SQL(
        """
        SELECT s.id, COALESCE(x.cash, 0) - COALESCE(y.booked, 0) AS amount
          FROM utility_cash_shift s
          LEFT JOIN LATERAL (
               SELECT SUM((t.amount + COALESCE(t.fee, 0))
                          * CASE WHEN r.kind = 'refund' THEN -1 ELSE 1 END) AS cash
                 FROM utility_cash_receipt r JOIN utility_cash_tender t ON t.receipt_id = r.id
                WHERE r.shift_id = s.id AND t.kind = 'cash') x ON TRUE
          LEFT JOIN LATERAL (
               SELECT SUM(CASE WHEN o.kind = 'in' THEN o.amount ELSE -o.amount END) AS booked
                 FROM utility_cash_order o
                WHERE o.shift_id = s.id AND o.reason IN ('receipts', 'refunds', 'refund')) y ON TRUE
         WHERE s.company_id = %(company)s AND s.state = 'closed'
           AND s.date BETWEEN %(first)s AND %(last)s
           AND COALESCE(x.cash, 0) <> COALESCE(y.booked, 0)
        """,
        **month.values,
    )


@invariant("cash_book_ledger", "utility.cash.point")
def cash_book_ledger(month):
    """The cash book of all tills against the cash accounts of the ledger, at the end of the month.

    The difference stands at the first till of the company: tills may share an account.
    """
    book = month.env["utility.cash.check"]._book(month.company, month.last)
    return SQL(
        "SELECT MIN(id) AS id, %s::numeric AS amount FROM utility_cash_point"
        " WHERE company_id = %s HAVING COUNT(*) > 0 AND %s::numeric <> 0",
        str(book["difference"]),
        month.company.id,
        str(book["difference"]),
    )
