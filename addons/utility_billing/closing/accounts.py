"""Accounts: everybody billed once, nobody forgotten (X35)."""

from odoo.tools import SQL

from ..loader.elsewhere import charged_elsewhere
from .month import invariant

#: the account is open on a day of the month
_OPEN = """a.company_id = %(company)s AND a.active AND a.state <> 'draft'
    AND a.date_open <= %(last)s AND (a.date_close IS NULL OR a.date_close >= %(first)s)
    AND (a.charged_until IS NULL OR a.charged_until < %(last)s)"""
_SERVED = """EXISTS (SELECT FROM utility_account_service s WHERE s.account_id = a.id
    AND s.date_from <= %(last)s AND (s.date_to IS NULL OR s.date_to >= %(first)s)
    AND NOT %(elsewhere)s)"""


def _open(month):
    return SQL(_OPEN, **month.values)


def _served(month):
    values = month.values
    return SQL(_SERVED, elsewhere=charged_elsewhere(values["company"], values["first"]), **values)


@invariant("accounts_unbilled", "utility.account")
def accounts_unbilled(month):
    """Neither a bill of the month, approved or held, nor left out of a run for a reason."""
    return SQL(
        """
        SELECT a.id, NULL::numeric AS amount
          FROM utility_account a
          LEFT JOIN (SELECT DISTINCT b.account_id FROM utility_bill b
                       JOIN utility_billing_run r ON r.id = b.run_id AND r.company_id = %(company)s
                      WHERE r.period_id IN (SELECT id FROM utility_period
                                             WHERE company_id = %(company)s AND date_from = %(first)s)
                        AND NOT COALESCE(r.simulation, FALSE)
                        AND b.state IN ('approved', 'held')) b ON b.account_id = a.id
         WHERE b.account_id IS NULL AND %(is_open)s AND %(served)s
           AND NOT EXISTS (SELECT FROM utility_billing_problem p
                             JOIN utility_billing_run r ON r.id = p.run_id
                            WHERE p.account_id = a.id AND p.state = 'ignored'
                              AND r.id = ANY(%(live)s))
        """,
        **month.values,
        is_open=_open(month),
        served=_served(month),
    )


@invariant("accounts_without_service", "utility.account")
def accounts_without_service(month):
    return SQL(
        "SELECT a.id, NULL::numeric AS amount FROM utility_account a"
        " WHERE %(is_open)s AND NOT %(served)s",
        is_open=_open(month),
        served=_served(month),
    )


@invariant("services_twice", "utility.account.service")
def services_twice(month):
    """The same service by the same supplier stands on an account twice on one day."""
    return SQL(
        """
        SELECT s.id, NULL::numeric AS amount FROM utility_account_service s
         WHERE s.company_id = %(company)s AND s.date_from <= %(last)s
           AND (s.date_to IS NULL OR s.date_to >= %(first)s)
           AND EXISTS (SELECT FROM utility_account_service o
                        WHERE o.account_id = s.account_id AND o.service_id = s.service_id
                          AND o.supplier_id IS NOT DISTINCT FROM s.supplier_id
                          AND (o.date_from, o.id) < (s.date_from, s.id)
                          AND (o.date_to IS NULL OR o.date_to >= s.date_from)
                          AND o.company_id = %(company)s AND o.date_from <= %(last)s
                          AND (o.date_to IS NULL OR o.date_to >= %(first)s))
        """,
        **month.values,
    )


@invariant("problems_open", "utility.billing.problem")
def problems_open(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_billing_problem"
        " WHERE state = 'open' AND run_id = ANY(%(live)s)",
        **month.values,
    )


@invariant("runs_unfinished", "utility.billing.run")
def runs_unfinished(month):
    """Runs of held bills stand under the held bills."""
    return SQL(
        """
        SELECT r.id, NULL::numeric AS amount
          FROM utility_billing_run r JOIN utility_period p ON p.id = r.period_id
         WHERE r.company_id = %(company)s AND p.date_from = %(first)s AND r.parent_id IS NULL
           AND r.state IN ('draft', 'charging', 'review') AND NOT COALESCE(r.simulation, FALSE)
        """,
        **month.values,
    )


@invariant("recalculations_waiting", "utility.recalculation")
def recalculations_waiting(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_recalculation"
        " WHERE company_id = %(company)s AND state = 'open' AND date_from < %(first)s",
        **month.values,
    )


@invariant("facts_changed", "utility.billing.change", "changed")
def facts_changed(month):
    """Found anew by the pass; a line a fact and account."""
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_billing_change"
        " WHERE period_id = %s AND state = 'found' AND run_id = ANY(%s)",
        month.period.id,
        month.live,
    )


@invariant("contracts_ended", "utility.contract")
def contracts_ended(month):
    """Accounts are charged under a contract whose time is over."""
    return SQL(
        """
        SELECT c.id, NULL::numeric AS amount FROM utility_contract c
         WHERE c.company_id = %(company)s AND c.state = 'active' AND c.date_to < %(last)s
           AND NOT COALESCE(c.auto_renew, FALSE)
           AND EXISTS (SELECT FROM utility_account a WHERE a.contract_id = c.id AND %(is_open)s)
        """,
        **month.values,
        is_open=_open(month),
    )
