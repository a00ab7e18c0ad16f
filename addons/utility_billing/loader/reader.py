"""Exact and fast reading of many rows."""

from contextlib import contextmanager

import psycopg2.extensions

from odoo.tools import SQL


@contextmanager
def exact_cursor(env, flush=True):
    """A driver cursor in the transaction of ``env`` that gives ``numeric`` as ``Decimal``.

    The ORM's cursors give float. What the ORM has not written yet is flushed first, unless only bulk
    tables are read, which the ORM never writes.
    """
    if flush:
        env.flush_all()
    cursor = env.cr._cnx.cursor()
    psycopg2.extensions.register_type(psycopg2.extensions.DECIMAL, cursor)
    try:
        yield cursor
    finally:
        cursor.close()


def rows(cursor, query, *params):
    """All rows of a query given as a ``SQL`` object or as text with parameters."""
    if isinstance(query, SQL):
        cursor.execute(query.code, query.params)
    else:
        cursor.execute(query, params)
    return cursor.fetchall()
