"""What ends before the next month is over and has no successor."""

from odoo.tools import SQL

from .month import invariant


@invariant("tariffs_ending", "utility.tariff")
def tariffs_ending(month):
    return SQL(
        """
        SELECT t.id, t.value AS amount FROM utility_tariff t
         WHERE t.company_id = %(company)s AND t.active
           AND t.date_to >= %(first)s AND t.date_to < %(next_last)s
           AND NOT EXISTS (
               SELECT FROM utility_tariff n
                WHERE n.company_id = t.company_id AND n.active AND n.service_id = t.service_id
                  AND n.component_id IS NOT DISTINCT FROM t.component_id
                  AND n.supplier_id IS NOT DISTINCT FROM t.supplier_id
                  AND n.locality_id IS NOT DISTINCT FROM t.locality_id
                  AND n.customer_category_id IS NOT DISTINCT FROM t.customer_category_id
                  AND n.zone IS NOT DISTINCT FROM t.zone
                  AND n.date_from > t.date_from
                  AND (n.date_to IS NULL OR n.date_to > t.date_to))
        """,
        **month.values,
    )


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
    return SQL(
        """
        SELECT t.id, t.value AS amount FROM utility_norm t
         WHERE t.company_id = %(company)s AND t.active
           AND t.date_to >= %(first)s AND t.date_to < %(next_last)s
           AND NOT EXISTS (
               SELECT FROM utility_norm n
                WHERE n.company_id = t.company_id AND n.active AND n.service_id = t.service_id
                  AND n.component_id IS NOT DISTINCT FROM t.component_id
                  AND n.locality_id IS NOT DISTINCT FROM t.locality_id
                  AND n.customer_category_id IS NOT DISTINCT FROM t.customer_category_id
                  AND n.per = t.per AND n.date_from > t.date_from
                  AND (n.date_to IS NULL OR n.date_to > t.date_to))
        """,
        **month.values,
    )


@invariant("parameters_ending", "utility.rule.parameter")
def parameters_ending(month):
    return SQL(
        """
        SELECT t.id, NULL::numeric AS amount FROM utility_rule_parameter t
         WHERE (t.company_id = %(company)s
                OR t.company_id IS NULL AND (t.country_id IS NULL OR t.country_id = %(country)s))
           AND t.active AND t.date_to >= %(first)s AND t.date_to < %(next_last)s
           AND NOT EXISTS (
               SELECT FROM utility_rule_parameter n
                WHERE n.code = t.code AND n.active
                  AND n.company_id IS NOT DISTINCT FROM t.company_id
                  AND n.country_id IS NOT DISTINCT FROM t.country_id
                  AND n.state_id IS NOT DISTINCT FROM t.state_id
                  AND n.service_id IS NOT DISTINCT FROM t.service_id
                  AND n.date_from > t.date_from
                  AND (n.date_to IS NULL OR n.date_to > t.date_to))
        """,
        **month.values,
        country=month.company.country_id.id or None,
    )


@invariant("privileges_ending", "utility.privilege")
def privileges_ending(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_privilege WHERE company_id = %(company)s"
        " AND active AND date_to >= %(first)s AND date_to <= %(next_last)s",
        **month.values,
    )
