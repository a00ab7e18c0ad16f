"""Canonical bytes of what the journal seals, as SQL (Z17); an auditor recomputes them from docs/closing.md.

A row is the text of its columns with ``|`` between them (empty: no value), in the order given here.
mark = SHA-256 of the row; digest of a key (account or day) = SHA-256 of the marks of its rows by id;
content of a link = SHA-256 of (key as 8 bytes, digest) by key.
"""

from odoo.tools import SQL

#: day 0 of the keys of payments
EPOCH = "2000-01-01"
#: kind -> (table, column of the key, columns of a row; free text stands last)
SOURCES = {
    "charges": (
        "utility_charge",
        "account_id",
        "id run_id bill_id company_id period_date account_id building_id service_id supplier_id"
        " kind debt_kind of_period method reason cause zone volume price amount net vat vat_rate"
        " component",
    ),
    "payments": (
        "utility_payment",
        "date",
        "id company_id date amount source external_id",
    ),
    "allocations": (
        "utility_allocation",
        "account_id",
        "id payment_id company_id account_id date period_date service_id supplier_id kind capital"
        " amount",
    ),
    "turnover": (
        "utility_turnover",
        "account_id",
        "id company_id period_date account_id building_id service_id supplier_id debt_kind opening"
        " charged recalculated paid closing",
    ),
}


def sealed_rows(kind, link):
    """Query of ``(key, id, mark, amount)`` of the rows that ``link`` covers.

    :param link: ``{company_id, run_id, date_from, date_to, first_id, last_id}``
    """
    table, key, columns = SOURCES[kind]
    parts = [SQL.identifier("t", name) for name in columns.split()]
    if kind == "charges":
        where = SQL(
            "t.run_id = %s AND t.id BETWEEN %s AND %s",
            link["run_id"],
            link["first_id"],
            link["last_id"],
        )
    else:
        day = SQL.identifier("t", "period_date" if kind == "turnover" else "date")
        where = SQL(
            "t.company_id = %s AND %s BETWEEN %s AND %s",
            link["company_id"],
            day,
            link["date_from"] or "-infinity",
            link["date_to"],
        )
    found = SQL.identifier("t", key)
    return SQL(
        "SELECT %(key)s AS key, t.id, sha256(convert_to(concat(%(row)s), 'UTF8')) AS mark,"
        " %(amount)s AS amount FROM %(table)s t WHERE %(where)s",
        key=SQL("%s - %s::date", found, EPOCH) if key == "date" else found,
        row=SQL(", '|', ").join(parts),
        amount=SQL.identifier("t", "closing" if kind == "turnover" else "amount"),
        table=SQL.identifier(table),
        where=where,
    )


def digests(kind, link):
    """Query of ``(key, digest, row_ids, marks, amount)``: the leaves of a link.

    Rows are marked and sorted below the groups, where parallel workers do it, and once each.
    """
    return SQL(
        """
        SELECT key, sha256(string_agg(mark, ''::bytea)) AS digest,
               array_agg(id::bigint) AS row_ids,
               string_agg(substring(mark FROM 1 FOR 6), ''::bytea) AS marks,
               SUM(amount) AS amount
          FROM (%s ORDER BY key, id OFFSET 0) x GROUP BY key
        """,
        sealed_rows(kind, link),
    )


#: content hash of the leaves of a link
CONTENT = SQL(
    "encode(sha256(COALESCE(string_agg(int8send(key) || digest, ''::bytea ORDER BY key),"
    " ''::bytea)), 'hex')"
)
