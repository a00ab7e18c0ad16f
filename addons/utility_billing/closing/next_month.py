"""What ends before the next month is over and has no successor."""

from odoo.tools import SQL

from .month import invariant

PLACE = ("service_id", "component_id", "locality_id", "customer_category_id")


def _ending(month, table, keys, amount, whose):
    """Rows of ``whose`` that end before the next month does and that no row of the same keys follows.

    :param table: name of the table of dated rows
    :param keys: columns that say what a row holds for
    :param amount: SQL of the figure beside the row
    :param whose: SQL condition of the rows ``t`` to look at
    """
    same = SQL(" AND ").join(
        SQL(
            "%s IS NOT DISTINCT FROM %s",
            SQL.identifier("n", key),
            SQL.identifier("t", key),
        )
        for key in keys
    )
    return SQL(
        """
        SELECT t.id, %(amount)s AS amount FROM %(table)s t
         WHERE %(whose)s AND t.active
           AND t.date_to >= %(first)s AND t.date_to < %(next_last)s
           AND NOT EXISTS (
               SELECT FROM %(table)s n
                WHERE n.active AND %(same)s AND n.date_from > t.date_from
                  AND (n.date_to IS NULL OR n.date_to > t.date_to))
        """,
        table=SQL.identifier(table),
        same=same,
        amount=amount,
        whose=whose,
        first=month.values["first"],
        next_last=month.values["next_last"],
    )


def _of_company(month):
    return SQL("t.company_id = %s", month.values["company"])


@invariant("tariffs_ending", "utility.tariff")
def tariffs_ending(month):
    keys = ("company_id", *PLACE, "supplier_id", "zone")
    return _ending(month, "utility_tariff", keys, SQL("t.value"), _of_company(month))


@invariant("services_without_tariff", "utility.service")
def services_without_tariff(month):
    """Priced services that accounts have in the month and that no tariff has a price for."""
    return SQL(
        """
        SELECT s.id, NULL::numeric AS amount FROM utility_service s
         WHERE s.basis <> 'sum'
           AND s.id IN (SELECT x.service_id FROM utility_account_service x
                         WHERE x.company_id = %(company)s AND x.date_from <= %(last)s
                           AND (x.date_to IS NULL OR x.date_to >= %(first)s))
           AND NOT EXISTS (SELECT FROM utility_tariff t
                            WHERE t.service_id = s.id AND t.company_id = %(company)s AND t.active
                              AND t.date_from <= %(last)s
                              AND (t.date_to IS NULL OR t.date_to >= %(first)s))
        """,
        **month.values,
    )


@invariant("norms_ending", "utility.norm")
def norms_ending(month):
    keys = ("company_id", *PLACE, "per")
    return _ending(month, "utility_norm", keys, SQL("t.value"), _of_company(month))


@invariant("parameters_ending", "utility.rule.parameter")
def parameters_ending(month):
    """Parameters of the company, or of its country and of everywhere."""
    whose = SQL(
        """(t.company_id = %s
            OR t.company_id IS NULL AND (t.country_id IS NULL OR t.country_id = %s))""",
        month.values["company"],
        month.company.country_id.id or None,
    )
    keys = ("code", "company_id", "country_id", "state_id", "service_id")
    return _ending(month, "utility_rule_parameter", keys, SQL("NULL::numeric"), whose)


@invariant("privileges_ending", "utility.privilege")
def privileges_ending(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_privilege WHERE company_id = %(company)s"
        " AND active AND date_to >= %(first)s AND date_to <= %(next_last)s",
        **month.values,
    )
