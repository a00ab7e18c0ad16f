"""The chain of balances from month to month."""

from odoo.tools import SQL

from .month import invariant


@invariant("months_open", "utility.period")
def months_open(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_period WHERE company_id = %(company)s"
        " AND date_from < %(first)s AND state <> 'closed'",
        **month.values,
    )


@invariant("turnover_arithmetic", "utility.turnover")
def turnover_arithmetic(month):
    """The statement of the month before: closing = opening + charged + recalculated - paid."""
    return SQL(
        """
        SELECT id, closing - (opening + charged + recalculated - paid) AS amount
          FROM utility_turnover
         WHERE company_id = %(company)s AND period_date = %(before)s
           AND closing <> opening + charged + recalculated - paid
        """,
        **month.values,
    )


@invariant("turnover_chain", "utility.account")
def turnover_chain(month):
    """Opening of the month before equals the closing of the one before it, account by account."""
    return SQL(
        """
        WITH earlier AS (SELECT MAX(period_date) AS month FROM utility_turnover
                          WHERE company_id = %(company)s AND period_date < %(before)s)
        SELECT account_id AS id, SUM(amount) AS amount FROM (
            SELECT account_id, opening AS amount FROM utility_turnover
             WHERE company_id = %(company)s AND period_date = %(before)s
             UNION ALL
            SELECT account_id, -closing FROM utility_turnover
             WHERE company_id = %(company)s AND period_date = (SELECT month FROM earlier)
             UNION ALL
            SELECT c.account_id, -c.amount
              FROM utility_charge c JOIN utility_billing_run r ON r.id = c.run_id
             WHERE c.run_id IN (SELECT r.id FROM utility_billing_run r
                                  JOIN utility_period p ON p.id = r.period_id
                                 WHERE r.company_id = %(company)s AND p.date_from = %(before)s
                                   AND r.state IN ('approved', 'documents', 'posted', 'reversed')
                                   AND r.kind = 'opening')
               AND c.kind = 'opening') x
         WHERE EXISTS (SELECT FROM earlier WHERE month IS NOT NULL)
           AND EXISTS (SELECT FROM utility_turnover
                        WHERE company_id = %(company)s AND period_date = %(before)s)
         GROUP BY account_id HAVING SUM(amount) <> 0
        """,
        **month.values,
    )


@invariant("turnover_facts", "utility.service")
def turnover_facts(month):
    """The statement of the month before has the charges and payments of its month."""
    return SQL(
        """
        SELECT COALESCE(service_id, 0) AS id, SUM(amount) AS amount FROM (
            SELECT service_id, charged + recalculated - paid AS amount FROM utility_turnover
             WHERE company_id = %(company)s AND period_date = %(before)s
             UNION ALL
            SELECT c.service_id, -c.amount FROM utility_charge c
             WHERE c.run_id IN (SELECT r.id FROM utility_billing_run r
                                  JOIN utility_period p ON p.id = r.period_id
                                 WHERE r.company_id = %(company)s AND p.date_from = %(before)s
                                   AND r.state IN ('approved', 'documents', 'posted', 'reversed')
                                   AND NOT COALESCE(r.simulation, FALSE))
               AND c.kind <> 'opening'
             UNION ALL
            SELECT service_id, amount FROM utility_allocation
             WHERE company_id = %(company)s AND date >= %(before)s AND date < %(first)s) x
         WHERE EXISTS (SELECT FROM utility_turnover
                        WHERE company_id = %(company)s AND period_date < %(before)s)
           AND EXISTS (SELECT FROM utility_turnover
                        WHERE company_id = %(company)s AND period_date = %(before)s)
         GROUP BY service_id HAVING SUM(amount) <> 0
        """,
        **month.values,
    )


@invariant("closed_accounts_owe", "utility.account", "balance")
def closed_accounts_owe(month):
    return SQL(
        """
        SELECT a.id, b.closing AS amount
          FROM utility_account a JOIN utility_closing_balance b ON b.account_id = a.id
         WHERE a.company_id = %(company)s AND a.date_close <= %(last)s AND b.closing <> 0
        """,
        **month.values,
    )


@invariant("advances_large", "utility.account", "balance")
def advances_large(month):
    """The company owes an account more than the threshold."""
    return SQL(
        "SELECT account_id AS id, closing AS amount FROM utility_closing_balance"
        " WHERE closing < -%(threshold)s",
        **month.values,
    )


@invariant("penalty_missing", "res.company", "balance")
def penalty_missing(month):
    """Debts of months before stand, and no penalty was written in the month: once a company."""
    return SQL(
        """
        SELECT %(company)s AS id, SUM(overdue) AS amount FROM utility_closing_balance
         WHERE NOT EXISTS (SELECT FROM utility_charge c JOIN utility_billing_run r ON r.id = c.run_id
                            WHERE r.id = ANY(%(runs)s) AND r.kind = 'penalty')
        HAVING SUM(overdue) > %(threshold)s
        """,
        **month.values,
    )
