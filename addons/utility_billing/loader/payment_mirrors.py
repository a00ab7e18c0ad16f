"""Mirrors of many payments: what one registry brought is taken back by a few statements."""

from typing import NamedTuple

from odoo.tools import SQL

from .open_items import lock_accounts


class Mirrored(NamedTuple):
    """Ids of payments that were mirrored now, and of the registry lines they came from."""

    payments: list
    lines: list


def mirror_payments(env, payment_ids, day, source):
    """Reverse payments and what they were used for, dated ``day``: :class:`Mirrored`.

    The payments are claimed by the statement that mirrors them: those that are reversed already
    are left out, a second job of the same ones finds nothing.

    :param source: of the mirrors
    """
    # nothing may come to, or leave, the accounts meanwhile
    accounts = env.execute_query(
        SQL(
            "SELECT DISTINCT account_id FROM utility_payment"
            " WHERE id = ANY(%s) AND account_id IS NOT NULL",
            payment_ids,
        )
    )
    lock_accounts(env, [account for (account,) in accounts])
    rows = env.execute_query(
        SQL(
            """
            WITH taken AS (
                UPDATE utility_payment
                   SET state = 'reversed', write_uid = %(user)s, write_date = %(now)s
                 WHERE id = ANY(%(payments)s) AND state IN ('allocated', 'suspense')
                RETURNING *),
            mirror AS (
                INSERT INTO utility_payment (company_id, account_id, building_id, account_number,
                       date, received_at, amount, fee, source, state, payer, purpose, mirror_of_id,
                       create_uid, write_uid, create_date, write_date)
                SELECT company_id, account_id, building_id, account_number, %(day)s, %(now)s,
                       -amount, -fee, %(source)s, 'mirror', payer, purpose, id,
                       %(user)s, %(user)s, %(now)s, %(now)s
                  FROM taken ORDER BY id)
            SELECT id, registry_line_id FROM taken ORDER BY id
            """,
            payments=payment_ids,
            day=day,
            source=source,
            user=env.uid,
            now=env.cr.now().replace(tzinfo=None),
        )
    )
    payments = env["utility.payment"]
    payments.invalidate_model()
    mirrored = Mirrored([row[0] for row in rows], [row[1] for row in rows if row[1]])
    env["utility.allocation"]._mirror(payments.browse(mirrored.payments), day)
    return mirrored
