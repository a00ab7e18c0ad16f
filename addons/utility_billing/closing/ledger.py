"""The sub-ledger against the general ledger (DESIGN 7)."""

from odoo.tools import SQL

from ..models.utility_posting_rule import CUSTOMERS
from .month import invariant


def _control_accounts(month, *more):
    """Accounts that hold what customers owe, and those of more documents."""
    rules = month.env["utility.posting"]._rules(month.company)
    return rules.filtered(lambda rule: rule.document in (*CUSTOMERS, *more)).account_id


@invariant("runs_unposted", "utility.billing.run", "sums")
def runs_unposted(month):
    return SQL(
        """
        SELECT r.id, SUM(c.amount) AS amount
          FROM utility_billing_run r LEFT JOIN utility_closing_sum c ON c.run_id = r.id
         WHERE r.id = ANY(%(live)s) AND r.state <> 'posted' GROUP BY r.id
        """,
        **month.values,
    )


@invariant("payments_unposted", "utility.payment")
def payments_unposted(month):
    return SQL(
        "SELECT id, amount FROM utility_payment"
        " WHERE company_id = %(company)s AND move_id IS NULL AND date <= %(last)s",
        **month.values,
    )


@invariant("ledger_difference", "account.account")
def ledger_difference(month):
    """Control accounts against the posted sub-ledger, at the end of the month."""
    figures = month.env["utility.posting"]._check(month.company, month.last)
    accounts = _control_accounts(month)
    return SQL(
        "SELECT id, %s::numeric AS amount FROM account_account WHERE id = %s AND %s",
        str(figures["difference"]),
        accounts[:1].id or 0,
        bool(figures["difference"]),
    )


@invariant("run_entries", "utility.billing.run", "sums")
def run_entries(month):
    """The entries of a posted run have the sum of its charges on the control accounts."""
    accounts = _control_accounts(month)
    return SQL(
        """
        SELECT r.id, COALESCE(c.amount, 0) - COALESCE(m.amount, 0) AS amount
          FROM utility_billing_run r
          LEFT JOIN (SELECT run_id, SUM(amount) AS amount FROM utility_closing_sum
                      GROUP BY run_id) c ON c.run_id = r.id
          LEFT JOIN (SELECT m.utility_run_id AS run_id, SUM(l.balance) AS amount
                       FROM account_move m JOIN account_move_line l ON l.move_id = m.id
                      WHERE m.utility_run_id = ANY(%(live)s) AND m.state = 'posted'
                        AND m.utility_undone IS NOT TRUE AND l.account_id = ANY(%(accounts)s)
                      GROUP BY 1) m ON m.run_id = r.id
         WHERE r.id = ANY(%(live)s) AND r.state = 'posted' AND r.invoicing IS NOT TRUE
           AND COALESCE(c.amount, 0) <> COALESCE(m.amount, 0)
        """,
        **month.values,
        accounts=accounts.ids,
    )


@invariant("payment_entries", "account.move")
def payment_entries(month):
    """An entry of payments has the sum of its payments."""
    return SQL(
        """
        SELECT p.move_id AS id, p.amount - COALESCE(l.amount, 0) AS amount
          FROM (SELECT move_id, SUM(amount) AS amount FROM utility_payment
                 WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
                   AND move_id IS NOT NULL GROUP BY move_id) p
          LEFT JOIN LATERAL (
               SELECT -SUM(l.balance) AS amount FROM account_move_line l
                WHERE l.move_id = p.move_id AND l.account_id = ANY(%(accounts)s)) l ON TRUE
         WHERE p.amount <> COALESCE(l.amount, 0)
        """,
        **month.values,
        accounts=_control_accounts(month, "suspense").ids,
    )


@invariant("entries_unposted", "account.move")
def entries_unposted(month):
    """An entry made by a run or of payments was set back to draft or cancelled."""
    return SQL(
        """
        SELECT m.id, m.amount_total AS amount FROM account_move m
         WHERE m.company_id = %(company)s AND m.state <> 'posted'
           AND m.utility_undone IS NOT TRUE
           AND (m.utility_run_id = ANY(%(live)s)
                OR m.date BETWEEN %(first)s AND %(last)s
                   AND EXISTS (SELECT FROM utility_payment p WHERE p.move_id = m.id))
           AND EXISTS (SELECT FROM account_move_line l WHERE l.move_id = m.id)
        """,
        **month.values,
    )


@invariant("journal_broken", "utility.chain.link")
def journal_broken(month):
    """The last verification found sealed rows, or links, that are not as they were."""
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_chain_link"
        " WHERE company_id = %(company)s AND problem IS NOT NULL",
        **month.values,
    )


@invariant("journal_unverified", "utility.chain.link")
def journal_unverified(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_chain_link"
        " WHERE company_id = %(company)s AND verified_at IS NULL AND kind = 'closing'",
        **month.values,
    )
