"""What payments of a month a printed bill names beside its sums."""

from odoo import fields
from odoo.tools import SQL

from .reader import rows


def read_last_payments(cursor, bills):
    """{(account id, month): day of the last payment up to its end}."""
    found = {}
    for month, same in bills.grouped("period_date").items():
        query = SQL(
            "SELECT account_id, MAX(date) FROM utility_payment"
            " WHERE account_id = ANY(%s) AND amount > 0 AND date <= %s GROUP BY account_id",
            same.account_id.ids,
            fields.Date.end_of(month, "month"),
        )
        found |= {(account, month): day for account, day in rows(cursor, query)}
    return found


def read_subsidies(cursor, bills):
    """{(account id, month): what subsidies credited in it paid}."""
    found = {}
    for month, same in bills.grouped("period_date").items():
        query = SQL(
            "SELECT account_id, SUM(amount) FROM utility_payment WHERE account_id = ANY(%s)"
            " AND source = 'subsidy' AND date BETWEEN %s AND %s GROUP BY account_id",
            same.account_id.ids,
            month,
            fields.Date.end_of(month, "month"),
        )
        found |= {(account, month): amount for account, amount in rows(cursor, query)}
    return found
