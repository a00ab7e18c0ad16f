"""Which accounts have new facts: rows of the register added, edited or deleted since a moment."""

from odoo.tools import SQL

#: tables of facts: how a row, or its former state ``x``, says whose it is
_OWNERS = {
    "utility_account": {"account_id": "id", "premise_id": "premise_id"},
    "utility_premise": {"premise_id": "id"},
    "utility_area": {"premise_id": "premise_id"},
    "utility_account_service": {"account_id": "account_id"},
    "utility_residency": {"account_id": "account_id", "premise_id": "premise_id"},
    "utility_ownership": {"account_id": "account_id", "premise_id": "premise_id"},
    "utility_absence": {"account_id": "account_id"},
    "utility_privilege": {"account_id": "account_id"},
    "utility_event": {"account_id": "account_id", "building_id": "building_id"},
    "utility_meter_installation": {
        "account_id": "account_id",
        "premise_id": "premise_id",
        "building_id": "building_id",
    },
    "utility_reading": {"installation_id": "installation_id"},
}
_NAMES = ("account_id", "premise_id", "building_id", "installation_id")


def changed_accounts(env, since, scope):
    """Ids of accounts with a fact that was added, edited or deleted after ``since``.

    Prices, norms and parameters are not among them: they concern everybody.

    :param since: naive UTC moment
    :param scope: SQL condition on ``utility_account a``
    """
    env.flush_all()
    parts = []
    for table, owners in _OWNERS.items():
        columns = env.execute_query(
            SQL(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped",
                table,
            )
        )
        known = {name for (name,) in columns}
        parts.append(_rows(table, owners, known, since))
        parts.append(_former(table, owners, since))
    query = SQL(
        """
        WITH touched AS (%(parts)s),
             found AS (
                SELECT t.account_id, t.premise_id, t.building_id FROM touched t
                 WHERE t.installation_id IS NULL
                UNION
                SELECT i.account_id, i.premise_id, i.building_id FROM touched t
                  JOIN utility_meter_installation i ON i.id = t.installation_id)
        SELECT a.id FROM utility_account a WHERE %(scope)s AND a.id IN (
               SELECT account_id FROM found WHERE account_id IS NOT NULL
               UNION
               SELECT o.id FROM found f JOIN utility_account o ON o.premise_id = f.premise_id
                WHERE f.account_id IS NULL
               UNION
               SELECT o.id FROM found f JOIN utility_premise p ON p.parent_id = f.premise_id
                 JOIN utility_account o ON o.premise_id = p.id WHERE f.account_id IS NULL
               UNION
               SELECT o.id FROM found f JOIN utility_account o ON o.building_id = f.building_id
                WHERE f.account_id IS NULL AND f.premise_id IS NULL)
         ORDER BY a.id
        """,
        parts=SQL(" UNION ").join(parts),
        scope=scope,
    )
    return [id_ for (id_,) in env.execute_query(query)]


def _rows(table, owners, known, since):
    values = [
        SQL("x.%s", SQL.identifier(owners[name]))
        if owners.get(name) in known
        else SQL("NULL::integer")
        for name in _NAMES
    ]
    moments = [name for name in ("write_date", "create_date") if name in known]
    changed = SQL("GREATEST(%s)", SQL(", ").join(SQL("x.%s", SQL.identifier(m)) for m in moments))
    return SQL(
        "SELECT %s FROM %s x WHERE %s > %s",
        SQL(", ").join(
            SQL("%s AS %s", value, SQL.identifier(name))
            for value, name in zip(values, _NAMES, strict=True)
        ),
        SQL.identifier(table),
        changed,
        since,
    )


def _former(table, owners, since):
    values = []
    for name in _NAMES:
        column = owners.get(name)
        if column == "id":
            values.append(SQL("x.res_id"))
        elif column:
            values.append(SQL("(x.content->>%s)::integer", column))
        else:
            values.append(SQL("NULL::integer"))
    return SQL(
        "SELECT %s FROM utility_history x WHERE x.table_name = %s AND x.known_to > %s"
        " AND x.res_id <> 0",
        SQL(", ").join(values),
        table,
        since,
    )
