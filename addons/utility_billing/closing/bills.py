"""Bills against the charges and against themselves."""

from odoo.tools import SQL

from .month import invariant


@invariant("bills_sum", "utility.bill", "sums")
def bills_sum(month):
    """What a bill says is charged equals its lines."""
    return SQL(
        """
        SELECT b.id, b.charged - COALESCE(c.amount, 0) AS amount
          FROM utility_bill b
          LEFT JOIN (SELECT bill_id, SUM(kept) AS amount FROM utility_closing_sum
                      GROUP BY bill_id) c ON c.bill_id = b.id
         WHERE b.run_id = ANY(%(live)s) AND b.state = 'approved'
           AND b.charged <> COALESCE(c.amount, 0)
        """,
        **month.values,
    )


@invariant("bills_arithmetic", "utility.bill")
def bills_arithmetic(month):
    return SQL(
        """
        SELECT id, closing - (opening + charged + penalty - paid) AS amount
          FROM utility_bill
         WHERE run_id = ANY(%(live)s) AND state = 'approved'
           AND closing <> opening + charged + penalty - paid
        """,
        **month.values,
    )


@invariant("bills_opening", "utility.bill", "balance")
def bills_opening(month):
    """Opening of the bills of an account equals the closing of the month before."""
    return SQL(
        """
        SELECT b.id, b.opening - COALESCE(t.opening, 0) AS amount
          FROM (SELECT MIN(id) AS id, account_id, SUM(opening) AS opening FROM utility_bill
                 WHERE run_id = ANY(%(live)s) AND state = 'approved' GROUP BY account_id) b
          LEFT JOIN utility_closing_balance t ON t.account_id = b.account_id
         WHERE EXISTS (SELECT FROM utility_turnover
                        WHERE company_id = %(company)s AND period_date = %(before)s)
           AND b.opening <> COALESCE(t.opening, 0)
        """,
        **month.values,
    )


@invariant("bills_due", "utility.bill")
def bills_due(month):
    return SQL(
        "SELECT id, closing AS amount FROM utility_bill WHERE run_id = ANY(%(live)s)"
        " AND state = 'approved' AND date_due IS NULL",
        **month.values,
    )


@invariant("bills_number", "utility.bill")
def bills_number(month):
    """No number, or the number of another bill of the month."""
    return SQL(
        """
        SELECT id, NULL::numeric AS amount FROM (
            SELECT id, number, COUNT(*) OVER (PARTITION BY number) AS count
              FROM utility_bill WHERE run_id = ANY(%(live)s) AND state = 'approved') x
         WHERE COALESCE(number, '') = '' OR count > 1
        """,
        **month.values,
    )


@invariant("bills_draft", "utility.bill")
def bills_draft(month):
    """A run is approved, but some of its bills are not."""
    return SQL(
        "SELECT id, closing AS amount FROM utility_bill"
        " WHERE run_id = ANY(%(live)s) AND state = 'draft'",
        **month.values,
    )


@invariant("bills_held", "utility.bill")
def bills_held(month):
    return SQL(
        """
        SELECT b.id, b.charged AS amount
          FROM utility_bill b JOIN utility_billing_run r ON r.id = b.run_id
          JOIN utility_period p ON p.id = r.period_id
         WHERE r.company_id = %(company)s AND p.date_from = %(first)s AND b.state = 'held'
           AND r.state NOT IN ('cancelled', 'reversed') AND NOT COALESCE(r.simulation, FALSE)
        """,
        **month.values,
    )


@invariant("bills_not_sent", "utility.bill.mail")
def bills_not_sent(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_bill_mail WHERE company_id = %(company)s"
        " AND period_date = %(first)s AND state IN ('queued', 'sending')",
        **month.values,
    )


@invariant("bills_mail_failed", "utility.bill.mail")
def bills_mail_failed(month):
    """Where no later message of the bill has gone out."""
    return SQL(
        """
        SELECT m.id, NULL::numeric AS amount FROM utility_bill_mail m
         WHERE m.company_id = %(company)s AND m.period_date = %(first)s
           AND m.state IN ('failed', 'bounced', 'unsure')
           AND NOT EXISTS (SELECT FROM utility_bill_mail n
                            WHERE n.bill_id = m.bill_id AND n.id > m.id)
        """,
        **month.values,
    )
