"""Facts that change a charge, privileges and containers."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..engine import (
    Absence,
    Away,
    Container,
    MissedPickup,
    NotRendered,
    Outage,
    Privilege,
    Quality,
    Refusal,
    Suspension,
    Tampering,
)
from ..engine.periods import period_of
from .reader import rows

UTC = ZoneInfo("UTC")


class EventRow(NamedTuple):
    """Columns of ``utility.event`` that the engine needs, in the order of the query."""

    kind: str
    account_id: int | None = None
    building_id: int | None = None
    service_id: int | None = None
    start: object = None
    end: object = None
    date_from: object = None
    date_to: object = None
    planned: bool = False
    value: object = None
    norm: object = None
    hours: object = None
    capacity: object = None
    pipe_mm: object = None
    measure: str | None = None
    charged_period: str | None = None


class EventLoader:
    """Adds events, privileges and containers to what a :class:`~.portion.PortionLoader` loaded.

    Events are told to the portion with the month in whose charge they took effect, so that a
    correction knows which of them are new.
    """

    def __init__(self, portion, buildings, accounts, services, places):
        self.portion = portion
        self.cursor = portion.cursor
        self.buildings = buildings
        self.accounts = accounts
        self.services = services
        self.places = places
        self.zone = ZoneInfo(portion.company.partner_id.tz or "UTC")

    def load(self):
        self._absences()
        self._away()
        self._events()
        self._privileges()
        self._containers()

    def _add(self, place, event, charged_period):
        place.events.append(event)
        self.portion.taken[id(event)] = (event, charged_period)

    def _absences(self):
        for account, persons, departure, arrival, charged, applied in rows(
            self.cursor,
            "SELECT account_id, persons, departure, arrival, charged_period,"
            " CASE WHEN COALESCE(late_reason, '') = '' THEN application_date END"
            " FROM utility_absence"
            " WHERE account_id = ANY(%s) AND state = 'confirmed' AND departure <= %s"
            " AND arrival >= %s ORDER BY account_id, departure, id",
            list(self.accounts),
            self.portion.last,
            self.portion.first,
        ):
            event = Absence(persons, departure, arrival, applied)
            self._add(self.accounts[account], event, charged)

    def _away(self):
        for account, service, start, end in rows(
            self.cursor,
            "SELECT i.account_id, i.service_id, d.date_from, d.date_to"
            " FROM utility_meter_defect d"
            " JOIN utility_meter_installation i ON i.meter_id = d.meter_id"
            " WHERE d.kind = 'away' AND i.building_id = ANY(%s) AND d.date_from <= %s"
            " AND (d.date_to IS NULL OR d.date_to >= %s) AND i.date_from <= %s"
            " AND (i.date_to IS NULL OR i.date_to >= %s)",
            list(self.buildings),
            self.portion.last,
            self.portion.first,
            self.portion.last,
            self.portion.first,
        ):
            line = self.services.get((account, service))
            if line is not None:
                self._add(self.accounts[account], Away(line.code, start, end), "0000-00")

    def _events(self):
        """Confirmed events that touch the month; those by days of months back where they count."""
        refused = {}
        for found in rows(
            self.cursor,
            'SELECT kind, account_id, building_id, service_id, start, "end", date_from, date_to,'
            " planned, value, norm, hours, capacity, pipe_mm, measure, charged_period"
            " FROM utility_event WHERE building_id = ANY(%s) AND state = 'confirmed'"
            " AND (kind IN ('access_refused', 'tampering') OR date_from <= %s)"
            " AND (kind IN ('access_refused', 'tampering') OR date_to IS NULL OR date_to >= %s)"
            " ORDER BY building_id, account_id, date_from, id",
            list(self.buildings),
            self.portion.last,
            self.portion.first,
        ):
            row = EventRow._make(found)
            kind, account, building, service = row[:4]
            place = self.buildings[building] if account is None else self.accounts.get(account)
            if place is None:
                continue
            code = service and self._code(account, building, service)
            if kind == "access_refused":
                refused.setdefault((account, building, code), []).append(
                    (row.date_from, row.charged_period)
                )
            else:
                self._add(place, self.make(code, row), row.charged_period)
        for (account, building, code), dates in refused.items():
            place = self.buildings[building] if account is None else self.accounts[account]
            self._add(place, Refusal(code, tuple(day for day, _charged in dates)), dates[0][1])

    def _code(self, account, building, service):
        """The code by which the account is charged for a service; of a house the plain one."""
        line = self.services.get((account, service))
        return self.places[building].code_of(service, None, None) if line is None else line.code

    def make(self, code, row):
        """The engine's event of an :class:`EventRow`."""
        return _MAKERS[row.kind](self, code, row)

    def _local(self, moment):
        """A UTC time of the database in the zone of the company."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)

    def _outage(self, code, row):
        return Outage(code, self._local(row.start), self._local(row.end), bool(row.planned))

    def _quality(self, code, row):
        start, end = self._local(row.start), self._local(row.end)
        measure = row.measure or "temperature"
        return Quality(code, row.value, row.norm, start, end, measure, row.hours or None)

    def _not_rendered(self, code, row):
        return NotRendered(code, row.date_from, row.date_to or row.date_from)

    def _missed_pickup(self, _code, row):
        return MissedPickup(period_of(row.date_from), row.hours)

    def _tampering(self, code, row):
        last = row.date_to or row.date_from
        return Tampering(code, row.date_from, last, row.capacity or None, row.pipe_mm or None)

    def _suspension(self, code, row):
        return Suspension(code, row.date_from, row.date_to)

    def _privileges(self):
        for account, key, percent, within, persons, start, end, ref, services in rows(
            self.cursor,
            "SELECT p.account_id, p.id, p.percent, p.within, p.persons, p.date_from, p.date_to,"
            " p.legal_reference, ARRAY(SELECT r.utility_service_id"
            " FROM utility_privilege_utility_service_rel r WHERE r.utility_privilege_id = p.id)"
            " FROM utility_privilege p WHERE p.account_id = ANY(%s) AND p.active"
            " AND p.date_from <= %s AND (p.date_to IS NULL OR p.date_to >= %s)"
            " ORDER BY p.account_id, p.id",
            list(self.accounts),
            self.portion.last,
            self.portion.first,
        ):
            codes = [
                self.services[account, service].code
                for service in services
                if (account, service) in self.services
            ]
            self.accounts[account].privileges.append(
                Privilege(
                    percent, tuple(codes), within, persons or None, start, end, ref or "", key
                )
            )

    def _containers(self):
        found = {}
        for id_, building, account, volume, count, persons, area in rows(
            self.cursor,
            "SELECT id, building_id, account_id, volume, count, persons_total, area_total"
            " FROM utility_container WHERE building_id = ANY(%s) AND active ORDER BY id",
            list(self.buildings),
        ):
            place = self.buildings[building] if account is None else self.accounts.get(account)
            if place is not None:
                container = Container(volume, count, {}, persons or None, area or None)
                found[id_] = container
                place.containers.append(container)
        if found:
            for id_, day, count in rows(
                self.cursor,
                "SELECT container_id, period_date, count FROM utility_container_pickup"
                " WHERE container_id = ANY(%s)",
                list(found),
            ):
                found[id_].pickups[period_of(day)] = count


_MAKERS = {
    "outage": EventLoader._outage,
    "quality": EventLoader._quality,
    "not_rendered": EventLoader._not_rendered,
    "missed_pickup": EventLoader._missed_pickup,
    "tampering": EventLoader._tampering,
    "suspension": EventLoader._suspension,
}
