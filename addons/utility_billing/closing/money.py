"""Payments, registries and what the payments were used for."""

from odoo.tools import SQL

from ..loader.open_items import final_runs
from .month import invariant


@invariant("payments_suspense", "utility.payment")
def payments_suspense(month):
    return SQL(
        "SELECT id, amount FROM utility_payment WHERE company_id = %(company)s"
        " AND account_id IS NULL AND state = 'suspense' AND date <= %(last)s",
        **month.values,
    )


@invariant("payments_suspense_old", "utility.payment")
def payments_suspense_old(month):
    """In suspense for more days than the threshold."""
    return SQL(
        "SELECT id, amount FROM utility_payment WHERE company_id = %(company)s"
        " AND account_id IS NULL AND state = 'suspense'"
        " AND date < %(last)s - %(threshold)s::int",
        **month.values,
    )


@invariant("payments_spread", "utility.payment")
def payments_spread(month):
    """The uses of a payment, advance included, are its amount: not less and not more."""
    return SQL(
        """
        SELECT p.id, p.amount - COALESCE(SUM(a.amount), 0) AS amount
          FROM utility_payment p LEFT JOIN utility_allocation a ON a.payment_id = p.id
         WHERE p.company_id = %(company)s AND p.date BETWEEN %(first)s AND %(last)s
           AND p.account_id IS NOT NULL AND p.state = 'allocated'
         GROUP BY p.id, p.amount HAVING p.amount <> COALESCE(SUM(a.amount), 0)
        """,
        **month.values,
    )


@invariant("allocations_orphan", "utility.allocation")
def allocations_orphan(month):
    """The payment is not there, or belongs to another account."""
    return SQL(
        """
        SELECT a.id, a.amount
          FROM utility_allocation a LEFT JOIN utility_payment p ON p.id = a.payment_id
         WHERE a.company_id = %(company)s AND a.date BETWEEN %(first)s AND %(last)s
           AND (p.id IS NULL OR p.account_id IS DISTINCT FROM a.account_id)
        """,
        **month.values,
    )


@invariant("allocations_over_debt", "utility.account", "balance")
def allocations_over_debt(_month):
    """More was paid for a service of a month than was charged for it.

    Looked for in accounts that have a service below zero; a correction alone makes no finding.
    """
    return SQL(
        """
        SELECT b.account_id AS id, SUM(-x.amount) AS amount
          FROM utility_closing_balance b
         CROSS JOIN LATERAL (
               SELECT GREATEST(SUM(y.charged), 0) - SUM(y.paid) AS amount, SUM(y.paid) AS paid
                 FROM (SELECT CASE WHEN c.debt_kind = 'penalty'
                                   THEN COALESCE(c.of_period, c.period_date)
                                   ELSE c.period_date END AS period_date,
                              c.service_id, c.supplier_id, c.debt_kind AS kind,
                              c.amount AS charged, 0 AS paid
                         FROM utility_charge c
                        WHERE c.account_id = b.account_id AND %(final)s
                        UNION ALL
                       SELECT a.period_date, a.service_id, a.supplier_id, a.kind, 0, a.amount
                         FROM utility_allocation a
                        WHERE a.account_id = b.account_id AND a.kind <> 'advance') y
                GROUP BY y.period_date, y.service_id, y.supplier_id, y.kind) x
         WHERE b.over IS NOT NULL AND x.paid > 0 AND x.amount < 0
         GROUP BY b.account_id
        """,
        final=final_runs(),
    )


@invariant("advance_and_debt", "utility.account", "balance")
def advance_and_debt(month):
    """An advance that could cover a debt of the same account; contributions stand apart.

    A credit brought forward without a service is none: it covers the earliest debts by itself.
    """
    return SQL(
        """
        SELECT b.account_id AS id, LEAST(x.unused, b.advance, b.debt) AS amount
          FROM utility_closing_balance b
         CROSS JOIN LATERAL (
               SELECT SUM(a.amount) AS unused FROM utility_allocation a
                WHERE a.account_id = b.account_id AND a.kind = 'advance' AND a.date <= %(last)s) x
         WHERE b.advance > 0 AND b.debt > 0 AND x.unused > 0
        """,
        **month.values,
    )


@invariant("payments_twice", "utility.payment")
def payments_twice(month):
    """The same sum of an account on one day by the same agent: all but the first."""
    return SQL(
        """
        SELECT id, amount FROM (
            SELECT p.id, p.amount, ROW_NUMBER() OVER (
                       PARTITION BY p.account_id, p.date, p.amount, p.source, g.agent_id
                       ORDER BY p.id) AS number
              FROM utility_payment p
              LEFT JOIN utility_payment_registry_line l ON l.id = p.registry_line_id
              LEFT JOIN utility_payment_registry g ON g.id = l.registry_id
             WHERE p.company_id = %(company)s AND p.date BETWEEN %(first)s AND %(last)s
               AND p.account_id IS NOT NULL AND p.state = 'allocated'
               AND p.mirror_of_id IS NULL) x
         WHERE number > 1
        """,
        **month.values,
    )


@invariant("registries_open", "utility.payment.registry")
def registries_open(month):
    return SQL(
        "SELECT id, total AS amount FROM utility_payment_registry WHERE company_id = %(company)s"
        " AND state NOT IN ('done', 'undone') AND COALESCE(order_date, create_date::date) <= %(last)s",
        **month.values,
    )


@invariant("registries_sum", "utility.payment.registry")
def registries_sum(month):
    """The total of a registry equals its lines."""
    return SQL(
        """
        SELECT r.id, r.total - COALESCE(SUM(l.amount + COALESCE(l.beside, 0)), 0) AS amount
          FROM utility_payment_registry r
          LEFT JOIN utility_payment_registry_line l ON l.registry_id = r.id AND l.state <> 'error'
         WHERE r.company_id = %(company)s AND r.state = 'done'
           AND COALESCE(r.order_date, r.create_date::date) BETWEEN %(first)s AND %(last)s
         GROUP BY r.id, r.total
        HAVING r.total <> COALESCE(SUM(l.amount + COALESCE(l.beside, 0)), 0)
        """,
        **month.values,
    )


@invariant("registry_lines_paid", "utility.payment.registry.line")
def registry_lines_paid(month):
    """A registered line of a bank stands as payments of the same sum."""
    return SQL(
        """
        SELECT l.id, l.amount - COALESCE(SUM(p.amount), 0) AS amount
          FROM utility_payment_registry_line l
          LEFT JOIN utility_payment p ON p.registry_line_id = l.id
               AND p.state IN ('suspense', 'allocated')
         WHERE l.company_id = %(company)s AND l.date BETWEEN %(first)s AND %(last)s
           AND l.state IN ('paid', 'suspense')
           AND NOT EXISTS (SELECT FROM utility_payment q
                            WHERE q.registry_line_id = l.id AND q.state = 'reversed')
         GROUP BY l.id, l.amount HAVING l.amount <> COALESCE(SUM(p.amount), 0)
        """,
        **month.values,
    )


@invariant("opening_draft", "utility.opening.balance")
def opening_draft(month):
    return SQL(
        "SELECT id, amount FROM utility_opening_balance WHERE company_id = %(company)s"
        " AND state = 'draft' AND period_date <= %(first)s",
        **month.values,
    )
