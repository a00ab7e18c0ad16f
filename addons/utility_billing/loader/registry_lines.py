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


#: tabs and breaks end the fields and rows of COPY's text format
ESCAPES = str.maketrans({"\\": "\\\\", "\t": " ", "\r": " ", "\n": "\\n"})


def write_lines(env, registry, lines):
    """Append lines (tuples of ``COLUMNS``) to a registry."""
    common = f"{registry.id}\t{registry.company_id.id}\t"
    stream = StringIO("".join([common + "\t".join(map(_text, line)) + "\n" for line in lines]))
    env.cr.copy_from(
        stream,
        "utility_payment_registry_line",
        columns=("registry_id", "company_id", *COLUMNS),
        size=2**20,
    )
    registry.invalidate_recordset()
    env["utility.payment.registry.line"].invalidate_model()


def _text(value):
    """A value in COPY's text format; empty ones are NULL."""
    if value is None or value is False or value == "":
        return r"\N"
    return value.translate(ESCAPES) if type(value) is str else str(value)


def register_lines(env, line_ids, closed, today):
    """Make payments of lines that wait: (:class:`Received` by day and place, ids of the lines).

    The lines are claimed by the same statement: a second job of them is refused by the database
    and, repeated, finds nothing to claim.
    The agent's day counts, unless the books of it are ``closed``: then it is ``today``.
    """
    rows = env.execute_query(
        SQL(
            """
            WITH claimed AS (
                UPDATE utility_payment_registry_line
                   SET state = CASE WHEN account_id IS NULL THEN 'suspense' ELSE 'paid' END
                 WHERE id = ANY(%(lines)s) AND state IN ('matched', 'new')
                RETURNING *)
            INSERT INTO utility_payment (company_id, account_id, building_id, date, received_at,
                   amount, fee, source, state, external_id, account_number, payer, purpose,
                   purpose_period, purpose_service_id, registry_line_id, create_uid, write_uid,
                   create_date, write_date)
            SELECT l.company_id, l.account_id, a.building_id,
                   CASE WHEN l.date <= %(closed)s THEN %(today)s ELSE l.date END,
                   COALESCE(l.received_at, %(now)s), l.amount, l.fee, r.source,
                   CASE WHEN l.account_id IS NULL THEN 'suspense' ELSE 'allocated' END,
                   l.external_id, l.account_number, l.payer, l.purpose,
                   DATE_TRUNC('month', l.period)::date, l.service_id, l.id, %(user)s, %(user)s,
                   %(now)s, %(now)s
              FROM claimed l
              JOIN utility_payment_registry r ON r.id = l.registry_id
              LEFT JOIN utility_account a ON a.id = l.account_id
             ORDER BY 4, l.id
            RETURNING id, company_id, account_id, date, amount::text, purpose_period,
                      purpose_service_id, registry_line_id
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
    received = [
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
        for id_, company, account, day, amount, period, service, _line in sorted(
            rows, key=lambda row: (row[3], row[0])
        )
    ]
    return received, [row[-1] for row in rows]
