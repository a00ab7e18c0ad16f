"""Receipts, their payments, their fiscal receipts and their card payments."""

from odoo.tools import SQL

from odoo.addons.utility_billing.closing.month import invariant


def receipts_unpaid(company, first, last):
    """``(id, amount)`` of receipts that their payments or ways of payment do not make up."""
    return SQL(
        """
        SELECT r.id, r.amount - ABS(COALESCE(x.paid, 0)) AS amount FROM utility_cash_receipt r
          LEFT JOIN LATERAL (
               SELECT SUM(p.amount) AS paid FROM utility_cash_receipt_line l
                 JOIN utility_payment p ON p.cash_line_id = l.id
                WHERE l.receipt_id = r.id) x ON TRUE
          LEFT JOIN LATERAL (
               SELECT SUM(t.amount) AS handed FROM utility_cash_tender t
                WHERE t.receipt_id = r.id) y ON TRUE
         WHERE r.company_id = %s AND r.date BETWEEN %s AND %s
           AND (COALESCE(x.paid, 0) <> CASE WHEN r.kind = 'refund' THEN -r.amount ELSE r.amount END
                OR COALESCE(y.handed, 0) <> r.amount)
        """,
        company,
        first,
        last,
    )


def payments_without_receipt(company, first, last):
    """``(id, amount)`` of payments that name a shift without a receipt, or the other way round."""
    return SQL(
        """
        SELECT id, amount FROM utility_payment
         WHERE company_id = %s AND date BETWEEN %s AND %s
           AND (cash_line_id IS NULL) <> (cash_shift_id IS NULL)
        """,
        company,
        first,
        last,
    )


@invariant("cash_receipts_paid", "utility.cash.receipt")
def cash_receipts_paid(month):
    return receipts_unpaid(month.company.id, month.first, month.last)


@invariant("cash_payments_receipt", "utility.payment")
def cash_payments_receipt(month):
    return payments_without_receipt(month.company.id, month.first, month.last)


@invariant("cash_receipts_waiting", "utility.cash.receipt")
def cash_receipts_waiting(month):
    """The fiscal device has not registered them, or has refused them."""
    return SQL(
        "SELECT id, amount FROM utility_cash_receipt WHERE company_id = %(company)s"
        " AND date <= %(last)s AND fiscal_state IN ('pending', 'sent', 'failed')",
        **month.values,
    )


@invariant("cash_cards_open", "utility.pos.operation")
def cash_cards_open(month):
    """The card may be charged without a receipt, or is given back while the receipt stands."""
    return SQL(
        """
        SELECT o.id, o.amount FROM utility_pos_operation o
          JOIN utility_cash_shift s ON s.id = o.shift_id
          LEFT JOIN utility_cash_receipt r ON r.id = o.receipt_id
         WHERE o.company_id = %(company)s AND s.date <= %(last)s AND o.kind = 'pay'
           AND (o.state IN ('new', 'unknown') OR (o.state = 'approved' AND r.id IS NULL)
                OR (o.state = 'cancelled' AND r.state = 'registered'))
        """,
        **month.values,
    )
