"""Suppliers whose money we collect."""

from odoo.tools import SQL

from .month import invariant


@invariant("suppliers_overpaid", "utility.supplier.scheme")
def suppliers_overpaid(month):
    """More was confirmed or handed over to a supplier than customers had paid for it."""
    return SQL(
        """
        SELECT s.id, t.amount - COALESCE(a.amount, 0) AS amount
          FROM utility_supplier_scheme s
          JOIN (SELECT scheme_id, SUM(collected) AS amount FROM utility_transfer
                 WHERE state IN ('confirmed', 'paid') AND date_to <= %(last)s
                 GROUP BY scheme_id) t ON t.scheme_id = s.id
          LEFT JOIN LATERAL (
               SELECT SUM(a.amount) AS amount FROM utility_allocation a
                WHERE a.company_id = s.company_id AND a.supplier_id = s.supplier_id
                  AND a.kind <> 'advance' AND a.date BETWEEN s.date_from AND %(last)s) a ON TRUE
         WHERE s.company_id = %(company)s AND s.mode = 'centre'
           AND t.amount > COALESCE(a.amount, 0)
        """,
        **month.values,
    )


@invariant("suppliers_waiting", "utility.supplier.scheme")
def suppliers_waiting(month):
    """Money of the month that no confirmed register hands over yet."""
    return SQL(
        """
        SELECT s.id, a.amount - COALESCE(t.amount, 0) AS amount
          FROM utility_supplier_scheme s
          JOIN LATERAL (
               SELECT SUM(a.amount) AS amount FROM utility_allocation a
                WHERE a.company_id = s.company_id AND a.supplier_id = s.supplier_id
                  AND a.kind <> 'advance' AND a.date BETWEEN s.date_from AND %(last)s) a ON TRUE
          LEFT JOIN (SELECT scheme_id, SUM(collected) AS amount FROM utility_transfer
                      WHERE state IN ('confirmed', 'paid') GROUP BY scheme_id) t
                 ON t.scheme_id = s.id
         WHERE s.company_id = %(company)s AND s.mode = 'centre'
           AND a.amount > COALESCE(t.amount, 0)
        """,
        **month.values,
    )
