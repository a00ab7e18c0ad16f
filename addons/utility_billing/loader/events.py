"""Facts that change a charge: absences and meters away for repair."""

from ..engine import Absence, Away
from .reader import rows


class EventLoader:
    """Adds events to the accounts of a :class:`~.portion.PortionLoader`."""

    def __init__(self, portion, buildings, accounts, services, places):
        self.portion = portion
        self.cursor = portion.cursor
        self.buildings = buildings
        self.accounts = accounts
        self.services = services
        self.places = places

    def load(self):
        self._absences()
        self._away()

    def _absences(self):
        for account, persons, departure, arrival in rows(
            self.cursor,
            "SELECT account_id, persons, departure, arrival FROM utility_absence"
            " WHERE account_id = ANY(%s) AND state = 'confirmed' AND departure <= %s"
            " AND arrival >= %s ORDER BY account_id, departure, id",
            list(self.accounts),
            self.portion.last,
            self.portion.first,
        ):
            self.accounts[account].events.append(Absence(persons, departure, arrival))

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
                self.accounts[account].events.append(Away(line.code, start, end))
