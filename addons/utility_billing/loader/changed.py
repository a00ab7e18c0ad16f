"""Facts that changed after they were charged by: what a bill knew beside what is known now (X33).

For each source: rows touched since the first charge; whose they are; the version that the oldest bill
of these accounts knew, from the history; what of it differs now, and on which days. Versions between
do not count, so that a change that was undone is none.
"""

from odoo.tools import SQL

from .changed_facts import FACTS
from .changed_owners import whose


def changes(env, company, first, last, bills, since):
    """Queries of ``(model, res_id, operation, account_id, building_id, run_id, changed_at, user_id,
    date_from)``, one a source; without account: everybody is concerned.

    :param first, last: the days of the month that was charged
    :param bills: SQL condition on ``utility_bill b`` and its run ``r``: the charges to look at
    :param since: no fact that changed before this moment (UTC without zone) is looked at
    """
    env.flush_all()
    values = {
        "company": company.id,
        "country": company.country_id.id or 0,
        "first": first,
        "last": last,
        "since": since,
        "charged": SQL(
            "SELECT b.account_id, b.building_id, b.run_id,"
            " COALESCE(b.known_at, r.started_at, r.approved_at) AS known"
            " FROM utility_bill b JOIN utility_billing_run r ON r.id = b.run_id"
            " WHERE b.period_date = %s AND %s",
            first,
            bills,
        ),
    }
    return [_query(fact, values) for fact in _touched_facts(env, values)]


def changed_accounts(env, run, since):
    """Accounts of a run in review with new facts: ``(ids, whether a fact of everybody is new)``."""
    period = run.period_id
    bills = SQL("b.run_id = %s", run.id)
    found = set()
    for query in changes(env, run.company_id, period.date_from, period.date_to, bills, since):
        found.update(account for _model, _id, _what, account, *_rest in env.execute_query(query))
    return sorted(found - {None}), None in found


def _touched_facts(env, values):
    """The sources with touched rows: the bills need not be read for the others."""
    rows = SQL(", ").join(SQL("EXISTS (%s)", _touched(fact, values)) for fact in FACTS)
    ((*touched,),) = env.execute_query(SQL("SELECT %s", rows))
    return [fact for fact, found in zip(FACTS, touched, strict=True) if found]


def _query(fact, values):
    """The query of one source."""
    return SQL(
        """
        WITH touched AS (%(touched)s),
             version AS (SELECT x.id, to_jsonb(x) AS j FROM %(table)s x JOIN touched t ON t.id = x.id
                          UNION ALL
                         SELECT h.res_id, h.content FROM utility_history h
                          WHERE h.table_name = %(name)s AND h.known_to > %(since)s),
             bill AS (%(whose)s),
             -- with its bills: nobody can guess how many there are, so nothing is joined later
             base AS (SELECT id, MIN(known) AS known, ARRAY_AGG(account_id) AS accounts,
                             ARRAY_AGG(building_id) AS buildings, ARRAY_AGG(run_id) AS runs,
                             ARRAY_AGG(known) AS moments FROM bill GROUP BY id),
             pair AS MATERIALIZED (
                      SELECT k.*, to_jsonb(x) AS new_j,
                             COALESCE(h.content, to_jsonb(x)) AS old_j, m.moment, l.moment AS linked
                        FROM base k
                        LEFT JOIN %(table)s x ON x.id = k.id
                        LEFT JOIN LATERAL (
                             SELECT content FROM utility_history
                              WHERE table_name = %(name)s AND res_id = k.id AND known_to > k.known
                              ORDER BY known_to, id LIMIT 1) h ON TRUE
                        LEFT JOIN LATERAL (
                             SELECT MAX(known_to) AS moment FROM utility_history
                              WHERE table_name = %(name)s AND res_id = k.id
                                AND known_to > k.known) m ON TRUE
                        LEFT JOIN LATERAL (%(linked)s) l ON TRUE),
             found AS (SELECT p.id, p.accounts, p.buildings, p.runs, p.moments,
                              old.j IS NULL AS added, new.j IS NULL AS deleted,
                              GREATEST(p.moment, p.linked, new.born) AS moment,
                              (p.new_j->>'write_uid')::int AS user_id,
                              CASE WHEN old.j IS NOT NULL AND new.j IS NOT NULL AND p.linked IS NULL
                                        AND NOT (%(others_differ)s)
                                   THEN LEAST(old.last_day, new.last_day) + 1
                                   ELSE LEAST(old.first_day, new.first_day) END AS first_day,
                              GREATEST(old.last_day, new.last_day) AS last_day
                         FROM pair p, LATERAL (%(old)s) old, LATERAL (%(new)s) new
                        WHERE NOT COALESCE(new.waits, FALSE)
                          AND ((old.j IS NULL) <> (new.j IS NULL)
                               OR old.j IS NOT NULL AND (p.linked IS NOT NULL OR %(differ)s)))
        SELECT %(model)s AS model, f.id AS res_id,
               CASE WHEN f.added THEN 'added' WHEN f.deleted THEN 'deleted' ELSE 'changed' END
               AS operation, b.account_id, b.building_id, MIN(b.run_id) AS run_id,
               f.moment AS changed_at, f.user_id, GREATEST(f.first_day, %(first)s) AS date_from
          FROM found f, UNNEST(f.accounts, f.buildings, f.runs, f.moments)
                        AS b (account_id, building_id, run_id, known)
         WHERE b.known < f.moment AND f.first_day <= %(last)s AND f.last_day >= %(first)s
         GROUP BY f.id, f.added, f.deleted, b.account_id, b.building_id, f.moment, f.user_id,
                  f.first_day
        """,
        **values,
        model=fact.model,
        name=fact.table,
        table=SQL.identifier(fact.table),
        touched=_touched(fact, values),
        whose=whose(fact, values["charged"]),
        linked=_linked(fact),
        old=_version(fact, "old", values),
        new=_version(fact, "new", values),
        differ=_differ(fact.columns),
        others_differ=_differ(name for name in fact.columns if name != fact.column(fact.last)),
    )


def _touched(fact, values):
    """Ids of rows that were written since, or edited or deleted by the history, or linked anew."""
    column, since = fact.column(fact.first), values["since"]
    begun = SQL("TRUE")
    if column:
        name = SQL.identifier("x", column)
        begun = SQL("(%s IS NULL OR %s <= %s)", name, name, values["last"])
    parts = [
        SQL(
            "SELECT x.id FROM %s x WHERE (x.write_date > %s OR x.create_date > %s) AND %s",
            SQL.identifier(fact.table),
            since,
            since,
            begun,
        ),
        SQL(
            "SELECT res_id FROM utility_history WHERE table_name = %s AND known_to > %s",
            fact.table,
            since,
        ),
    ]
    for relation, name in fact.links.items():
        parts.append(
            SQL(
                "SELECT (content->>%s)::int FROM utility_history"
                " WHERE table_name = %s AND known_to > %s",
                name,
                relation,
                since,
            )
        )
    return SQL(" UNION ").join(parts)


def _linked(fact):
    """The last moment after the charge at which a link of the row ``k.id`` came or went."""
    found = [
        SQL(
            "SELECT MAX(known_to) AS moment FROM utility_history WHERE table_name = %s"
            " AND known_to > k.known AND (content->>%s)::int = k.id",
            relation,
            name,
        )
        for relation, name in fact.links.items()
    ]
    return found[0] if found else SQL("SELECT NULL::timestamp AS moment")


def _differ(columns):
    """Whether one of the columns of the two versions differs."""
    return SQL(
        "EXISTS (SELECT FROM unnest(%s) c WHERE NULLIF(old.j->c, 'null')"
        " IS DISTINCT FROM NULLIF(new.j->c, 'null'))",
        list(columns),
    )


def _version(fact, side, values):
    """One side of the comparison: its row if it counts, its days, and since when it is there."""
    late = SQL("(j->>'create_date')::timestamp > p.known")
    return SQL(
        """
        SELECT v.j, v.born, v.j IS NOT NULL AND (%(waits)s) AS waits,
               CASE WHEN v.j IS NOT NULL THEN COALESCE((%(first)s)::date, '-infinity') END
               AS first_day,
               CASE WHEN v.j IS NOT NULL THEN COALESCE((%(last)s)::date, 'infinity') END AS last_day
          FROM (SELECT CASE WHEN (%(valid)s) AND NOT COALESCE(%(unknown)s, FALSE)
                                 AND COALESCE((j->>'company_id')::int, %(company)s) = %(company)s
                                 AND COALESCE((j->>'country_id')::int, %(country)s) = %(country)s
                            THEN j END AS j,
                       CASE WHEN %(late)s THEN (j->>'create_date')::timestamp END AS born
                  FROM (SELECT %(row)s AS j) s OFFSET 0) v OFFSET 0
        """,
        waits=SQL(fact.waits),
        first=SQL(fact.first),
        last=SQL(fact.last),
        valid=SQL(fact.valid),
        late=late,
        # what came after the charge was not there for it
        unknown=late if side == "old" else SQL("FALSE"),
        company=values["company"],
        country=values["country"],
        row=SQL.identifier("p", f"{side}_j"),
    )
