"""Lines of the sub-ledger, row by row."""

from odoo.tools import SQL

from .month import invariant


def _lines(month, condition):
    """Lines ``c`` of the month's runs that are not taken back and for which ``condition`` holds."""
    return SQL(
        "SELECT c.id, c.amount FROM utility_charge c WHERE c.run_id = ANY(%s) AND %s",
        month.live,
        condition,
    )


@invariant("charges_without_tariff", "utility.charge")
def charges_without_tariff(month):
    return _lines(month, SQL("c.kind = 'charge' AND c.volume <> 0 AND c.price IS NULL"))


@invariant("charges_negative_volume", "utility.charge")
def charges_negative_volume(month):
    """Mirrored rows are negative on purpose, and so are corrections."""
    return _lines(
        month,
        SQL(
            "c.kind IN ('charge', 'uplift') AND c.volume < 0 AND c.cause IS DISTINCT FROM 'reversal'"
        ),
    )


@invariant("charges_rounding", "utility.charge")
def charges_rounding(month):
    return _lines(
        month,
        SQL(
            "(c.amount <> ROUND(c.amount, 2) OR c.net <> ROUND(c.net, 2)"
            " OR c.vat <> ROUND(c.vat, 2))"
        ),
    )


@invariant("charges_vat", "utility.charge")
def charges_vat(month):
    return _lines(month, SQL("c.amount <> COALESCE(c.net, c.amount) + COALESCE(c.vat, 0)"))


@invariant("charges_vat_rate", "utility.charge")
def charges_vat_rate(month):
    """Tax of a line by its rate; a kopeck either way is the rounding of splits."""
    return _lines(
        month,
        SQL(
            "c.kind = 'charge' AND c.vat_rate > 0 AND COALESCE(c.vat, 0) <> 0"
            " AND ABS(c.vat - c.net * c.vat_rate / 100) > 0.02"
        ),
    )


@invariant("charges_without_bill", "utility.charge")
def charges_without_bill(month):
    """Penalties, costs and corrections of a year stand in runs of their own, without bills."""
    return SQL(
        """
        SELECT c.id, c.amount
          FROM utility_charge c JOIN utility_billing_run r ON r.id = c.run_id
         WHERE c.run_id = ANY(%(live)s) AND r.kind = 'month' AND c.bill_id IS NULL
        """,
        **month.values,
    )


@invariant("charges_foreign", "utility.charge")
def charges_foreign(month):
    """The account is not there, or belongs to another company, or the month is another one."""
    return SQL(
        """
        SELECT c.id, c.amount
          FROM utility_charge c LEFT JOIN utility_account a ON a.id = c.account_id
         WHERE c.run_id = ANY(%(live)s)
           AND (a.id IS NULL OR a.company_id <> %(company)s OR c.company_id <> %(company)s
                OR c.period_date <> %(first)s)
        """,
        **month.values,
    )


@invariant("charges_closed_account", "utility.charge")
def charges_closed_account(month):
    return SQL(
        """
        SELECT c.id, c.amount
          FROM utility_account a JOIN utility_charge c ON c.account_id = a.id
               AND c.period_date = %(first)s
         WHERE a.company_id = %(company)s AND a.date_close < %(first)s
           AND c.run_id = ANY(%(live)s) AND c.kind = 'charge' AND c.cause IS DISTINCT FROM 'reversal'
        """,
        **month.values,
    )


@invariant("charges_without_service", "utility.charge")
def charges_without_service(month):
    return _lines(month, SQL("c.service_id IS NULL AND c.kind <> 'costs'"))


@invariant("privileges_over_charge", "utility.bill")
def privileges_over_charge(month):
    """The privileges of a bill are more than what they reduce."""
    return SQL(
        "SELECT b.id, b.privileges AS amount FROM utility_bill b WHERE b.run_id = ANY(%(live)s)"
        " AND b.state = 'approved' AND b.privileges < 0"
        " AND b.charged - COALESCE(b.recalculated, 0) < 0",
        **month.values,
    )
