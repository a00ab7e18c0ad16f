"""What house meters showed against what their houses were charged."""

from odoo.tools import SQL

from .month import invariant


@invariant("house_shares", "utility.building")
def house_shares(month):
    """Shares of one house volume: from the same figures, and together not more than it.

    Less is possible: rooms without an account have their share too. The figures are those that the
    explanations of the lines show.
    """
    return SQL(
        """
        WITH share AS (
            SELECT building_id, service_id, trace->'d' AS days, trace#>>'{t,0}' AS rule, volume,
                   CASE WHEN trace#>>'{t,0}' = 'common'
                        THEN GREATEST((trace#>>'{t,1,0}')::numeric - (trace#>>'{t,1,1}')::numeric
                                      + (trace#>>'{t,1,2}')::numeric, 0)
                        ELSE (trace#>>'{t,1,1}')::numeric END AS house,
                   trace#>>'{t,0}' = 'common' OR trace#>>'{t,1,0}' = 'month'
                   AND trace#>>'{t,1,5}' IS NULL AS divided
              FROM utility_charge
             WHERE run_id = ANY(%(live)s) AND method = 'house' AND kind = 'charge'
               AND cause IS DISTINCT FROM 'reversal'
               AND trace#>>'{t,0}' IN ('common', 'heating'))
        SELECT building_id AS id, NULL::numeric AS amount FROM (
            SELECT building_id FROM share GROUP BY building_id, service_id, days, rule
            -- half of the last digit a share
            HAVING MIN(house) <> MAX(house)
                OR BOOL_AND(divided) AND SUM(volume) > MAX(house) + COUNT(*) * 0.0000005) x
         GROUP BY building_id
        """,
        **month.values,
    )


@invariant("containers_without_pickup", "utility.container")
def containers_without_pickup(month):
    """Nobody wrote down how often they were emptied: whoever is charged by them pays nothing."""
    return SQL(
        """
        SELECT c.id, NULL::numeric AS amount FROM utility_container c
         WHERE c.company_id = %(company)s AND c.active AND c.count > 0
           AND NOT EXISTS (SELECT FROM utility_container_pickup p
                            WHERE p.container_id = c.id AND p.period_date = %(first)s)
        """,
        **month.values,
    )
