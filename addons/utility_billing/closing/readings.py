"""Readings, meters and events of the month."""

from odoo.tools import SQL

from .month import invariant


@invariant("readings_waiting", "utility.reading")
def readings_waiting(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_reading WHERE company_id = %(company)s"
        " AND state = 'suspect' AND date BETWEEN %(first)s AND %(last)s",
        **month.values,
    )


@invariant("readings_twice", "utility.reading")
def readings_twice(month):
    """The first and last values of a meter may stand beside a reading of the same day."""
    return SQL(
        """
        SELECT id, NULL::numeric AS amount FROM (
            SELECT id, COUNT(*) OVER (PARTITION BY register_id, date) AS count
              FROM utility_reading
             WHERE company_id = %(company)s AND state = 'accepted'
               AND source NOT IN ('installation', 'removal')
               AND date BETWEEN %(first)s AND %(last)s) x
         WHERE count > 1
        """,
        **month.values,
    )


@invariant("meters_expiring", "utility.meter")
def meters_expiring(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_meter WHERE company_id = %(company)s"
        " AND active AND state = 'installed' AND verified_until <= %(next_last)s"
        " AND verified_until >= %(first)s",
        **month.values,
    )


@invariant("events_draft", "utility.event")
def events_draft(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_event WHERE company_id = %(company)s"
        " AND state = 'draft' AND date_from <= %(last)s",
        **month.values,
    )


@invariant("absences_draft", "utility.absence")
def absences_draft(month):
    return SQL(
        "SELECT id, NULL::numeric AS amount FROM utility_absence WHERE company_id = %(company)s"
        " AND state = 'draft' AND departure <= %(last)s",
        **month.values,
    )
