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


@invariant("meters_unread", "utility.meter")
def meters_unread(month):
    """Meters of open accounts without a reading for more months than the threshold."""
    return SQL(
        """
        SELECT i.meter_id AS id, NULL::numeric AS amount
          FROM utility_meter_installation i
          JOIN utility_account a ON a.id = i.account_id AND a.active AND a.state = 'active'
          JOIN utility_meter m ON m.id = i.meter_id AND m.active
         WHERE i.company_id = %(company)s
           AND i.date_from <= %(last)s - %(threshold)s::int * INTERVAL '1 month'
           AND (i.date_to IS NULL OR i.date_to > %(last)s)
           AND NOT EXISTS (SELECT FROM utility_reading r
                            WHERE r.installation_id = i.id AND r.state = 'accepted'
                              AND r.date > %(last)s - %(threshold)s::int * INTERVAL '1 month')
        """,
        **month.values,
    )
