"""Agreements and budgets: what was promised and is not so."""

from odoo.tools import SQL

from .month import invariant


@invariant("agreements_broken", "utility.agreement", "balance")
def agreements_broken(month):
    """Broken by its rule or by hand, the account owes still, and no new one is in force."""
    return SQL(
        """
        SELECT g.id, b.closing AS amount
          FROM utility_agreement g JOIN utility_closing_balance b ON b.account_id = g.account_id
         WHERE g.company_id = %(company)s AND g.state = 'broken' AND g.date_end <= %(last)s
           AND b.closing > 0
           AND NOT EXISTS (SELECT FROM utility_agreement n
                            WHERE n.account_id = g.account_id AND n.state IN ('active', 'paid')
                              AND n.id > g.id)
        """,
        **month.values,
    )


@invariant("budgets_exceeded", "utility.social.limit")
def budgets_exceeded(month):
    """Privileges and subsidies up to the month are more than the budget assigned."""
    limits = month.env["utility.social.limit"].search(
        [
            ("company_id", "=", month.company.id),
            ("date_from", "<=", month.last),
            ("date_to", ">=", month.first),
        ]
    )
    if not limits:  # the use of budgets is read from the ledger: not for nothing
        return SQL("SELECT id, amount FROM utility_social_limit WHERE FALSE")
    return SQL(
        """
        SELECT l.id, SUM(u.amount) - l.amount AS amount
          FROM utility_social_limit l
          JOIN (%(usage)s) u ON u.program_id = l.program_id
               AND u.period_date BETWEEN DATE_TRUNC('month', l.date_from) AND l.date_to
               AND u.period_date <= %(last)s
         WHERE l.id = ANY(%(limits)s) GROUP BY l.id, l.amount HAVING SUM(u.amount) > l.amount
        """,
        **month.values,
        usage=month.env["utility.social.usage"]._table_query,
        limits=limits.ids,
    )
