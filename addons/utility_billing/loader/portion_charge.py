"""Charges the houses of a portion: load, calculate, write. One transaction, no ORM rows."""

import gc
from contextlib import contextmanager

from ..engine import due_date
from .corrections import Corrections
from .house_charge import charge_house
from .known import known_at
from .ledger import Ledger
from .portion import PortionLoader
from .reader import exact_cursor, rows
from .world import WorldLoader

#: accounts that are in memory together
SLICE = 2000


class Stopped(Exception):
    """The run is being cancelled: nothing of the portion is kept."""


class PortionCharge:
    """Result of charging some houses.

    :param stopped: function of the cursor that tells whether to stop; asked between slices and before
        each house that is corrected, whenever the cursor is free
    :raises Stopped: when it says so

    problems: of the engine, with the building: ``(building id, Problem)``. charged: number of
    accounts. lines, amount: what was written.
    """

    #: trials and previews are never asked to stop
    _stopped = None

    def __init__(self, env, run, building_ids, review, only=None, stopped=None):
        self.env = env
        self.run = run
        self.company = run.company_id
        self.period = run.period_id.code
        self.building_ids = building_ids
        self.only = only
        self.review = review
        self._stopped = stopped
        self.problems = []
        self.charged = 0
        self.lines = 0
        self.amount = 0

    def execute(self):
        """Charge all houses, in slices that bound the memory."""
        with exact_cursor(self.env) as cursor, no_collection():
            self._charge_all(cursor)
        self.env.invalidate_all(flush=False)
        return self

    def _charge_all(self, cursor):
        worlds = WorldLoader(self.env, self.company, cursor, self.period)
        loader = PortionLoader(self.company, self.period, cursor, worlds)
        self._corrections = Corrections(self.company, self.period, cursor, worlds)
        slices = list(self._slices(cursor))
        with self._ledger(cursor) as ledger:
            for building_ids in slices:
                ledger.wait()
                self._stop_if_asked(cursor)
                self._charge(loader, ledger, building_ids)
        self.lines, self.amount = ledger.lines, ledger.amount

    def _stop_if_asked(self, cursor):
        if self._stopped and self._stopped(cursor):
            raise Stopped

    def _ledger(self, cursor):
        """What takes the lines: the ledger of the run."""
        known = known_at(self.env)
        return Ledger(cursor, self.run, self.company, self.period, self.review, known)

    def _slices(self, cursor):
        counts = dict(
            rows(
                cursor,
                "SELECT building_id, COUNT(*) FROM utility_account WHERE building_id = ANY(%s)"
                " GROUP BY building_id",
                list(self.building_ids),
            )
        )
        part, size = [], 0
        for building in self.building_ids:
            count = counts.get(building, 0)
            if part and size + count > SLICE:
                yield part
                part, size = [], 0
            part.append(building)
            size += count
        if part:
            yield part

    def _charge(self, loader, ledger, building_ids):
        houses, facts = loader.load(building_ids)
        needed = self._corrections.needed(building_ids)
        ledger.prepare(facts)
        loaded = len(facts)
        # from here on the cursor is the ledger's; who needs it waits
        ledger.start()
        charged, due = [], {}
        for house in houses:
            building = house.building
            if not building.accounts and building.ref not in needed:
                continue
            since = needed.get(building.ref)
            if since is None:
                result = charge_house(house.place.world, building, self.period)
            else:
                ledger.wait()
                self._stop_if_asked(loader.cursor)
                result, building, known = self._corrections.charge(house, loader, since)
                facts.update(known)
            ledger.carry(building, house.place, result.carry)
            lines = {}
            for line in result.lines:
                lines.setdefault(line.account, []).append(line)
            bad = set()
            for problem in result.problems:
                bad.add(problem.account)
                if self.only is None or problem.account is None or problem.account in self.only:
                    self.problems.append((building.ref, problem))
            for account in building.accounts:
                ref = account.ref
                if self.only is not None and ref not in self.only:
                    continue
                if ref in bad or not account.services:
                    continue
                services = house.place.world.services
                flags = sorted({services[line.code].capital for line in account.services})
                charged.append((ref, house.place, lines.pop(ref, ()), flags))
                due[ref] = self._due(house.place, account.customer)
            if since is not None:
                charged += self._former(house.place, lines, bad, facts, due)
        if len(facts) > loaded:
            ledger.prepare(facts)
        ledger.write(charged, facts, due)
        self.charged += len(charged)

    def _former(self, place, lines, bad, facts, due):
        """Accounts that have gone and get a correction of the time when they were there."""
        found = []
        for ref, own in lines.items():
            if ref in bad or (self.only is not None and ref not in self.only):
                continue
            flags = sorted({place.world.services[line.service].capital for line in own})
            found.append((ref, place, own, flags))
            due[ref] = self._due(place, facts[ref].customer)
        return found

    def _due(self, place, customer):
        found = place.due.get(customer)
        if found is None:
            found = place.due[customer] = due_date(
                place.world.parameters, self.period, customer=customer
            )
        return found


@contextmanager
def no_collection():
    """No garbage collection while millions of small objects live that hold no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
