"""Whose a changed fact is: the charges that it concerns."""

from odoo.tools import SQL

_NAMES = ("account_id", "premise_id", "building_id", "installation_id", "meter_id")


def whose(fact, charged):
    """Query of ``(id of the fact, account_id, building_id, run_id, known)`` over ``version``.

    :param charged: query of ``(account_id, building_id, run_id, known)``
    """
    if not fact.owners:
        return SQL(
            "SELECT t.id, NULL::int AS account_id, NULL::int AS building_id, c.run_id, c.known"
            " FROM touched t, (SELECT MIN(run_id) AS run_id, MIN(known) AS known FROM (%s) b) c",
            charged,
        )
    return SQL(
        """
        WITH owner AS (SELECT DISTINCT id, %(owners)s FROM version),
             place AS (%(places)s),
             mine AS (
                SELECT id, account_id FROM place WHERE account_id IS NOT NULL
                 UNION
                SELECT p.id, a.id FROM place p JOIN utility_account a ON a.premise_id = p.premise_id
                 WHERE p.account_id IS NULL
                 UNION
                SELECT p.id, a.id FROM place p JOIN utility_premise r ON r.parent_id = p.premise_id
                  JOIN utility_account a ON a.premise_id = r.id WHERE p.account_id IS NULL
                 UNION
                SELECT p.id, a.id FROM place p JOIN utility_account a ON a.building_id = p.building_id
                 WHERE p.account_id IS NULL AND p.premise_id IS NULL)
        SELECT m.id, c.account_id, c.building_id, c.run_id, c.known
          FROM mine m JOIN (%(charged)s) c ON c.account_id = m.account_id
        """,
        owners=SQL(", ").join(_owner(fact, name) for name in _NAMES),
        places=_places(fact),
        charged=charged,
    )


def _owner(fact, name):
    column = fact.owners.get(name)
    value = SQL("(j->>%s)::int", column) if column else SQL("NULL::int")
    return SQL("%s AS %s", value, SQL.identifier(name))


def _places(fact):
    """Account, premise or house of a fact; meters of houses have those that they serve."""
    joins = {"installation_id": "i.id = o.installation_id", "meter_id": "i.meter_id = o.meter_id"}
    for name, condition in joins.items():
        if name in fact.owners:
            return SQL(
                """
                SELECT o.id, i.account_id, i.premise_id, i.building_id
                  FROM owner o JOIN utility_meter_installation i ON %(condition)s
                 UNION
                SELECT o.id, NULL, NULL, s.building_id
                  FROM owner o JOIN utility_meter_installation i ON %(condition)s
                  JOIN utility_installation_building_rel s ON s.installation_id = i.id
                """,
                condition=SQL(condition),
            )
    plain = SQL("SELECT id, account_id, premise_id, building_id FROM owner")
    if "utility_installation_building_rel" not in fact.links:
        return plain
    return SQL(
        "%s UNION SELECT o.id, NULL, NULL, s.building_id FROM owner o"
        " JOIN utility_installation_building_rel s ON s.installation_id = o.id",
        plain,
    )
