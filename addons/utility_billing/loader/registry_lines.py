"""Lines of payment registries in bulk: written by COPY, made payments by one statement."""

from datetime import date
from decimal import Decimal
from io import StringIO

from odoo.tools import SQL

from .open_items import Received

COLUMNS = (
    "number external_id received_at date account_number payer address period purpose amount fee"
    " state message account_id codes beside readings reading_state"
    " service_id"
).split()


def write_lines(env, registry, lines):
    """Append lines (dicts of ``COLUMNS``) to a registry."""
    now = env.cr.now().replace(tzinfo=None)
    common = f"{registry.id}\t{registry.company_id.id}\t{env.uid}\t{env.uid}\t{now}\t{now}\t"
    stream = StringIO()
    for line in lines:
        stream.write(common + "\t".join([_text(line.get(name)) for name in COLUMNS]) + "\n")
    stream.seek(0)
    env.cr.copy_from(
        stream,
        "utility_payment_registry_line",
        columns=(
            *("registry_id", "company_id", "create_uid", "write_uid", "create_date", "write_date"),
            *COLUMNS,
        ),
    )
    registry.invalidate_recordset()
    env["utility.payment.registry.line"].invalidate_model()


def _text(value):
    """A value in COPY's text format; empty ones are NULL."""
    if value is None or value is False or value == "":
        return r"\N"
    if isinstance(value, str):
        value = value.replace("\\", "\\\\").replace("\t", " ").replace("\r", " ")
        return value.replace("\n", "\\n")
    return str(value)


def claim_lines(env, line_ids):
    """Mark lines that wait as registered; their ids, and those of their accounts.

    Written before the payments are: a second job of the lines is refused by the database and,
    repeated, finds nothing to claim.
    """
    claimed = env.execute_query(
        SQL(
            "UPDATE utility_payment_registry_line SET state ="
            " CASE WHEN account_id IS NULL THEN 'suspense' ELSE 'paid' END"
            " WHERE id = ANY(%s) AND state IN ('matched', 'new') RETURNING id, account_id",
            line_ids,
        )
    )
    return [id_ for id_, _account in claimed], {account for _id, account in claimed if account}


def register_lines(env, line_ids, closed, today):
    """Make payments of lines; :class:`Received` by day and place.

    The agent's day counts, unless the books of it are ``closed``: then it is ``today``.
    """
    rows = env.execute_query(
        SQL(
            """
            INSERT INTO utility_payment (company_id, account_id, building_id, date, received_at,
                   amount, fee, source, state, external_id, account_number, payer, purpose,
                   purpose_period, purpose_service_id, registry_line_id, create_uid, write_uid, create_date, write_date)
            SELECT l.company_id, l.account_id, a.building_id,
                   CASE WHEN l.date <= %(closed)s THEN %(today)s ELSE l.date END,
                   COALESCE(l.received_at, %(now)s), l.amount, l.fee, r.source,
                   CASE WHEN l.account_id IS NULL THEN 'suspense' ELSE 'allocated' END,
                   l.external_id, l.account_number, l.payer, l.purpose,
                   DATE_TRUNC('month', l.period)::date, l.service_id, l.id, %(user)s, %(user)s, %(now)s, %(now)s
              FROM utility_payment_registry_line l
              JOIN utility_payment_registry r ON r.id = l.registry_id
              LEFT JOIN utility_account a ON a.id = l.account_id
             WHERE l.id = ANY(%(lines)s) ORDER BY 4, l.id
            RETURNING id, company_id, account_id, date, amount::text, purpose_period,
                      purpose_service_id
            """,
            lines=line_ids,
            closed=closed or date.min,
            today=today,
            user=env.uid,
            now=env.cr.now().replace(tzinfo=None),
        )
    )
    env["utility.payment"].invalidate_model()
    named = env["utility.service"].browse({row[6] for row in rows if row[6]})
    capital = set(named.filtered("capital").ids)
    return [
        Received(
            id_,
            company,
            account,
            day,
            Decimal(amount),
            period,
            service if service in capital else None,
            service,
        )
        for id_, company, account, day, amount, period, service in sorted(
            rows, key=lambda row: (row[3], row[0])
        )
    ]
