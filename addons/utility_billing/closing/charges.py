"""Lines of the sub-ledger, row by row: rules that are looked at in one pass (``shared.lines``)."""

from odoo.tools import SQL

from .month import invariant

#: code -> function of the month: condition on lines ``c`` and their accounts ``a``
RULES = {}


def _rule(code):
    """Register a rule of lines: its invariant reads what the pass has found."""

    def register(condition):
        RULES[code] = condition

        def query(_month):
            return SQL(
                "SELECT id, amount FROM utility_closing_charge WHERE %s", SQL.identifier(code)
            )

        invariant(code, "utility.charge", "lines")(query)
        return condition

    return register


@_rule("charges_without_tariff")
def charges_without_tariff(_month):
    return SQL("c.kind = 'charge' AND c.volume <> 0 AND c.price IS NULL")


@_rule("charges_negative_volume")
def charges_negative_volume(_month):
    """Mirrored rows are negative on purpose, and so are corrections."""
    return SQL(
        "c.kind IN ('charge', 'uplift') AND c.volume < 0 AND c.cause IS DISTINCT FROM 'reversal'"
    )


@_rule("charges_rounding")
def charges_rounding(_month):
    # how many digits a number has is known without rounding it
    return SQL(
        "(scale(c.amount) > 2 AND c.amount <> ROUND(c.amount, 2)"
        " OR scale(c.net) > 2 AND c.net <> ROUND(c.net, 2)"
        " OR scale(c.vat) > 2 AND c.vat <> ROUND(c.vat, 2))"
    )


@_rule("charges_vat")
def charges_vat(_month):
    return SQL("c.amount <> COALESCE(c.net, c.amount) + COALESCE(c.vat, 0)")


@_rule("charges_vat_rate")
def charges_vat_rate(_month):
    """Tax of a line by its rate; a kopeck either way is the rounding of splits."""
    return SQL(
        "c.kind = 'charge' AND c.vat_rate > 0 AND COALESCE(c.vat, 0) <> 0"
        " AND ABS(c.vat - c.net * c.vat_rate / 100) > 0.02"
    )


@_rule("charges_without_bill")
def charges_without_bill(month):
    """Penalties, costs and corrections of a year stand in runs of their own, without bills."""
    return SQL(
        "c.bill_id IS NULL AND c.run_id IN"
        " (SELECT id FROM utility_billing_run WHERE id = ANY(%s) AND kind = 'month')",
        month.live,
    )


@_rule("charges_foreign")
def charges_foreign(month):
    """The account is not there, or belongs to another company, or the month is another one."""
    return SQL(
        "(a.id IS NULL OR a.company_id <> %(company)s OR c.company_id <> %(company)s"
        " OR c.period_date <> %(first)s)",
        **month.values,
    )


@_rule("charges_closed_account")
def charges_closed_account(month):
    return SQL(
        "a.date_close < %(first)s AND a.company_id = %(company)s AND c.period_date = %(first)s"
        " AND c.kind = 'charge' AND c.cause IS DISTINCT FROM 'reversal'",
        **month.values,
    )


@_rule("charges_without_service")
def charges_without_service(_month):
    return SQL("c.service_id IS NULL AND c.kind <> 'costs'")


@invariant("privileges_over_charge", "utility.bill")
def privileges_over_charge(month):
    """The privileges of a bill are more than what they reduce."""
    return SQL(
        "SELECT b.id, b.privileges AS amount FROM utility_bill b WHERE b.run_id = ANY(%(live)s)"
        " AND b.state = 'approved' AND b.privileges < 0"
        " AND b.charged - COALESCE(b.recalculated, 0) < 0",
        **month.values,
    )
