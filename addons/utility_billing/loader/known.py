"""The moment up to which a charge knows the facts (X33)."""

from odoo.tools import SQL

_KNOWN = """
WITH facts AS (
    SELECT MAX(known_to) AS moment FROM utility_history
     WHERE table_name = ANY(%(tables)s) AND known_to > now() AT TIME ZONE 'UTC'
    UNION ALL
    SELECT MAX(asked_at) FROM utility_recalculation
     WHERE state = 'open' AND asked_at > now() AT TIME ZONE 'UTC')
SELECT LEAST((SELECT GREATEST(%(begun)s, MAX(moment)) FROM facts),
             (SELECT MIN(xact_start) AT TIME ZONE 'UTC' - interval '1 microsecond' FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()
                 AND backend_type = 'client backend' AND backend_xid IS NOT NULL))
"""


def known_at(env):
    """UTC without zone: whoever charges in this transaction knows what was written until then.

    A transaction sees what was committed when it began, and its own edits. Others that were writing
    then and have not ended hide what they write: the moment lies before the oldest of them, so that
    a change is rather looked at twice than lost.
    """
    env.flush_all()
    tables, links = env["utility.history"]._watched()
    ((moment,),) = env.execute_query(SQL(_KNOWN, tables=[*tables, *links], begun=env.cr.now()))
    return moment
