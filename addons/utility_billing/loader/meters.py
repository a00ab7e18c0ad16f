"""Meters of accounts, communal flats and houses with what earlier charges used of them."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from ..engine import AccountService, Meter, Register
from .house_meters import HouseMeterLoader
from .ledger_lines import LedgerState
from .reader import rows
from .state import StateLoader
from .verifications import apply_verifications

#: readings older than this before the period come from the traces of the charges that used them
WINDOW = timedelta(days=62)
#: how long ago a meter may have left and still have a reading that nobody has charged
REMOVED = timedelta(days=400)


class MeterLoader:
    """Fills meters into the objects of a :class:`~.portion.PortionLoader`."""

    def __init__(self, portion, buildings, accounts, services, places):
        self.portion = portion
        self.cursor = portion.cursor
        self.first, self.last = portion.first, portion.last
        self.buildings = buildings
        self.accounts = accounts
        self.services = services
        self.places = places

    def load(self):
        """Read installations, then the state of earlier periods, then the readings."""
        own, house = self._installations()
        if own:
            self._own(own)
        HouseMeterLoader(self).load(house)

    def _installations(self):
        own, house = [], []
        for row in rows(
            self.cursor,
            "SELECT i.account_id, i.premise_id, i.building_id, i.service_id, i.component_id,"
            " i.date_from, i.date_to, i.charged_until, m.serial, m.digits, m.ratio, m.id,"
            " r.id, r.zone, i.id"
            " FROM utility_meter_installation i JOIN utility_meter m ON m.id = i.meter_id"
            " JOIN utility_meter_register r ON r.meter_id = m.id"
            " WHERE i.building_id = ANY(%s) AND i.date_from <= %s"
            " AND (i.date_to IS NULL OR i.date_to >= %s)"
            " ORDER BY i.account_id, i.service_id, i.date_from, i.id, r.sequence, r.id",
            list(self.buildings),
            self.last,
            self.first - REMOVED,
        ):
            (house if row[0] is None and row[1] is None else own).append(row)
        return own, house

    # Accounts and communal flats

    def _own(self, found):
        meters, registers, keyed, holders = {}, {}, {}, {}
        for row in found:
            installation = row[14]
            holder = self._holder(row)
            if holder is None:
                continue
            entry = meters.get(installation)
            if entry is None:
                meter = Meter(row[8], [], row[9] or None, row[10], installed=row[5], removed=row[6])
                entry = meters[installation] = (meter, row[11])
                holder.meters.append(meter)
            zone = None if row[13] == "total" else row[13]
            register = Register(zone, used=row[7])
            entry[0].registers.append(register)
            registers[row[12], installation] = register
            for account in self._users(row):
                holders.setdefault((account, row[3]), holder)
                keyed[account, row[3], row[8], zone] = register
        if registers:
            make = StateLoader if self.portion.ledger is None else LedgerState
            state = make(self.portion, holders, keyed)
            state.load_used()
            self._readings(registers, meters, state.used_values)
            apply_verifications(self, meters)
            state.load_history()

    def _users(self, row):
        """Accounts that a meter is charged to: one, or the rooms of a communal flat."""
        if row[0] is not None:
            return (row[0],)
        return [
            account.ref for account in self.buildings[row[2]].accounts if account.flat == row[1]
        ]

    def _holder(self, row):
        """The service row that a meter belongs to: an account's, or one of its communal flat."""
        account_id, premise_id, building_id, service_id = row[:4]
        if account_id is None:
            flat = self.buildings[building_id].flats.get(premise_id)
            if flat is None:
                return None
            code = self.places[building_id].code_of(service_id, None, None)
            line = flat.services.get(code)
            if line is None:
                line = flat.services[code] = AccountService(code)
            return line
        line = self.services.get((account_id, service_id))
        if line is None or account_id not in self.accounts:
            return None
        if not line.meters:
            account = self.accounts[account_id]
            own = replace(line, meters=[], history=[])
            for index, other in enumerate(account.services):
                if other is line:
                    account.services[index] = self.services[account_id, service_id] = own
                    return own
        return line

    def _readings(self, registers, meters, used_values):
        by_register = defaultdict(list)
        for (register_id, installation), register in registers.items():
            by_register[register_id].append((meters[installation][0], register))
        window = self.first - WINDOW
        starts = []
        for register_id, entries in by_register.items():
            for meter, register in entries:
                if register.used is None:
                    starts.append((register_id, meter.installed))
        found = self._rows(list(by_register), window)
        starts = [(register, day) for register, day in starts if day < window]
        if starts:
            found += self._initial(starts)
        for register_id, day, value, source in found:
            for meter, register in by_register[register_id]:
                if day < meter.installed or (meter.removed is not None and day > meter.removed):
                    if len(by_register[register_id]) > 1 or source == "installation":
                        continue
                if source == "installation":
                    register.initial_date, register.initial_value = day, value
                elif source != "verification":
                    register.readings.append((day, value))
        for register, day, value in used_values:
            if register.used == day:
                self._remember(register, day, value)
        self._first_readings(by_register)

    def _rows(self, register_ids, start):
        return rows(
            self.cursor,
            "SELECT DISTINCT ON (register_id, date) register_id, date, value,"
            " CASE WHEN verification_id IS NULL THEN source ELSE 'verification' END"
            " FROM utility_reading WHERE register_id = ANY(%s) AND state = 'accepted'"
            " AND date BETWEEN %s AND %s ORDER BY register_id, date, id DESC",
            register_ids,
            start,
            self.last,
        )

    def _initial(self, starts):
        """Values at installation of registers that nothing was charged by yet."""
        return rows(
            self.cursor,
            "SELECT DISTINCT ON (r.register_id) r.register_id, r.date, r.value, r.source"
            " FROM unnest(%s::int[], %s::date[]) AS s (register_id, date)"
            " JOIN utility_reading r ON r.register_id = s.register_id AND r.date = s.date"
            " WHERE r.state = 'accepted' AND r.source = 'installation'"
            " ORDER BY r.register_id, r.id DESC",
            [register for register, _day in starts],
            [day for _register, day in starts],
        )

    def _remember(self, register, day, value):
        """The reading that the last charge used, where it is older than the window."""
        if all(row[0] != day for row in register.readings) and register.initial_date != day:
            register.readings.insert(0, (day, value))
            register.readings.sort()

    def _first_readings(self, by_register):
        """Registers without any base: their first reading is the start."""
        lost = [
            register_id
            for register_id, entries in by_register.items()
            for _meter, register in entries
            if register.initial_value is None and register.used is None
        ]
        if not lost:
            return
        found = defaultdict(list)
        for register_id, day, value, source in self._rows(lost, "0001-01-01"):
            if source != "verification":
                found[register_id].append((day, value))
        for register_id in lost:
            for _meter, register in by_register[register_id]:
                if register.initial_value is None and register.used is None:
                    register.readings = found.get(register_id, [])
