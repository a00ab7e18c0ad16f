"""What privileges took off the charges, privilege by privilege: the base of posting and of claims.

Lines of the kind ``privilege`` name theirs in the trace, corrections of past months the part of each
(see :func:`~..engine.privileges.privilege_parts`).
"""

from odoo.tools import SQL


def privilege_parts(where):
    """Query of ``(charge_id, number, privilege_id, amount, net, vat)``, amounts negative.

    :param where: condition on charges ``c``
    """
    return SQL(
        """
        SELECT c.id AS charge_id, 0 AS number, (c.trace->'t'->1->>5)::int AS privilege_id,
               c.amount, COALESCE(c.net, c.amount) AS net, COALESCE(c.vat, 0) AS vat
          FROM utility_charge c
         WHERE c.kind = 'privilege' AND %(where)s
         UNION ALL
        SELECT x.charge_id, x.number, x.privilege_id, x.amount, x.amount - x.vat, x.vat
          FROM (SELECT c.id AS charge_id, part.number, (part.value->>0)::int AS privilege_id,
                       s.sign * (part.value->>1)::numeric AS amount,
                       ROUND(s.sign * (part.value->>1)::numeric * COALESCE(c.vat_rate, 0)
                             / (100 + COALESCE(c.vat_rate, 0)), 2) AS vat
                  FROM utility_charge c
                 CROSS JOIN LATERAL (
                       SELECT CASE WHEN c.cause = 'reversal' THEN -1 ELSE 1 END AS sign) s
                 CROSS JOIN LATERAL jsonb_array_elements(
                       CASE WHEN jsonb_typeof(c.trace->'t'->1->2) = 'array'
                            THEN c.trace->'t'->1->2 ELSE '[]'::jsonb END)
                       WITH ORDINALITY AS part (value, number)
                 WHERE c.kind = 'recalculation' AND c.trace->'t'->>0 = 'correction'
                   AND %(where)s) x
        """,
        where=where,
    )


def budget_parts(where):
    """Those of :func:`privilege_parts` that a budget pays, with their ``category_id``."""
    return SQL(
        """
        SELECT part.*, k.id AS category_id
          FROM (%s) part
          JOIN utility_privilege p ON p.id = part.privilege_id
          JOIN utility_privilege_category k ON k.id = p.category_id AND k.budget IS NOT NULL
        """,
        privilege_parts(where),
    )
