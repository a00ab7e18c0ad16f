"""Deposits: what they hold, their moves and the ledger (X18)."""

from odoo.tools import SQL

from .month import invariant


@invariant("deposits_unposted", "utility.deposit.move")
def deposits_unposted(month):
    return SQL(
        "SELECT id, amount FROM utility_deposit_move"
        " WHERE company_id = %(company)s AND move_id IS NULL AND date <= %(last)s",
        **month.values,
    )


@invariant("deposits_difference", "account.account")
def deposits_difference(month):
    """The control account of deposits against the posted moves, at the end of the month."""
    figures = month.env["utility.posting"]._check_deposits(month.company, month.last)
    return SQL(
        "SELECT id, %s::numeric AS amount FROM account_account WHERE id = %s AND %s",
        str(figures["difference"]),
        figures["account"].id or 0,
        bool(figures["difference"]),
    )


@invariant("deposits_held", "utility.deposit")
def deposits_held(month):
    """A deposit holds the sum of its moves, and never less than nothing."""
    return SQL(
        """
        SELECT d.id, d.balance - COALESCE(SUM(m.amount), 0) AS amount
          FROM utility_deposit d LEFT JOIN utility_deposit_move m ON m.deposit_id = d.id
         WHERE d.company_id = %(company)s GROUP BY d.id, d.balance
        HAVING COALESCE(d.balance, 0) <> COALESCE(SUM(m.amount), 0)
            OR COALESCE(SUM(m.amount), 0) < 0
        """,
        **month.values,
    )
