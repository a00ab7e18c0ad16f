"""What the database knew when: a history of edits kept by triggers, and tables as known at a moment.

Facts carry the days on which they hold; this adds the time when they were known (Z03). Rows tell by
``create_date`` when they came; every later change or deletion keeps the row as it was before in
``utility_history`` with the moment until which it was known so. Nothing reads that table but replay,
and rows that are only added, like readings, cost nothing.
"""

from contextlib import closing, contextmanager

from odoo.tools import SQL

FUNCTION = """
CREATE OR REPLACE FUNCTION utility_history_keep() RETURNS trigger LANGUAGE plpgsql AS $history$
BEGIN
    INSERT INTO utility_history (table_name, res_id, operation, known_to, content)
    VALUES (TG_TABLE_NAME,
            CASE WHEN TG_OP = 'INSERT' THEN (to_jsonb(NEW)->>'id')::int
                 ELSE (to_jsonb(OLD)->>'id')::int END,
            lower(TG_OP), clock_timestamp() AT TIME ZONE 'UTC',
            CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END);
    RETURN NULL;
END
$history$
"""
TRIGGER = "utility_history_%s"
LOG_COLUMNS = ("id", "create_date", "create_uid", "write_date", "write_uid")


def watch_edits(cr, table, columns):
    """Keep the history of changes of ``columns`` and of deletions in a table with ``create_date``."""
    changed = SQL(" OR ").join(
        SQL("OLD.%(c)s IS DISTINCT FROM NEW.%(c)s", c=SQL.identifier(column)) for column in columns
    )
    _trigger(cr, table, "update", SQL("AFTER UPDATE"), SQL("WHEN (%s)", changed))
    _trigger(cr, table, "delete", SQL("AFTER DELETE"), SQL())


def watch_links(cr, table):
    """Keep the history of a table of links, whose rows do not tell when they came."""
    for event in ("insert", "delete"):
        _trigger(cr, table, event, SQL("AFTER %s", SQL(event.upper())), SQL())


def _trigger(cr, table, name, event, condition):
    name = SQL.identifier(TRIGGER % name)
    cr.execute(SQL("DROP TRIGGER IF EXISTS %s ON %s", name, SQL.identifier(table)))
    cr.execute(
        SQL(
            "CREATE TRIGGER %s %s ON %s FOR EACH ROW %s EXECUTE FUNCTION utility_history_keep()",
            name,
            event,
            SQL.identifier(table),
            condition,
        )
    )


@contextmanager
def as_known(env, moment, views=()):
    """In the block all queries of the transaction see the watched tables as known at ``moment``.

    Temporary views of the same names stand before the tables; they vanish with the block. Nothing
    may be written in it, records must be read in it.

    :param moment: UTC without zone
    :param views: further ``(name, SQL)`` of the kind
    """
    with closing(env.cr.savepoint()):
        ((schema,),) = env.execute_query(SQL("SELECT current_schema()"))
        edited, linked = env["utility.history"]._watched()
        for table in edited:
            _view(env, table, _rows_known(schema, table, moment))
        for table in linked:
            _view(env, table, _links_known(schema, table, moment))
        for table, query in views:
            _view(env, table, query)
        env.invalidate_all(flush=False)
        yield


def _view(env, table, query):
    env.cr.execute(SQL("CREATE TEMP VIEW %s AS %s", SQL.identifier(table), query))


def _rows_known(schema, table, moment):
    """Rows that nobody touched since ``moment``, and the others as they were then."""
    return SQL(
        """
        SELECT t.* FROM %(table)s t
         WHERE (t.create_date IS NULL OR t.create_date <= %(moment)s)
           AND NOT EXISTS (SELECT FROM %(history)s h
                            WHERE h.table_name = %(name)s AND h.res_id = t.id
                              AND h.known_to > %(moment)s)
         UNION ALL
        SELECT r.* FROM (SELECT DISTINCT ON (h.res_id) h.content FROM %(history)s h
                          WHERE h.table_name = %(name)s AND h.known_to > %(moment)s
                          ORDER BY h.res_id, h.known_to, h.id) o,
               LATERAL jsonb_populate_record(NULL::%(table)s, o.content) r
         WHERE r.create_date IS NULL OR r.create_date <= %(moment)s
        """,
        table=SQL.identifier(schema, table),
        history=SQL.identifier(schema, "utility_history"),
        name=table,
        moment=moment,
    )


def _links_known(schema, table, moment):
    """Links without an event since ``moment``, and those whose first event was their end."""
    return SQL(
        """
        SELECT t.* FROM %(table)s t
         WHERE NOT EXISTS (SELECT FROM %(history)s h
                            WHERE h.table_name = %(name)s AND h.content = to_jsonb(t)
                              AND h.known_to > %(moment)s)
         UNION ALL
        SELECT r.* FROM (SELECT DISTINCT ON (h.content) h.content, h.operation FROM %(history)s h
                          WHERE h.table_name = %(name)s AND h.known_to > %(moment)s
                          ORDER BY h.content, h.known_to, h.id) o,
               LATERAL jsonb_populate_record(NULL::%(table)s, o.content) r
         WHERE o.operation = 'delete'
        """,
        table=SQL.identifier(schema, table),
        history=SQL.identifier(schema, "utility_history"),
        name=table,
        moment=moment,
    )
