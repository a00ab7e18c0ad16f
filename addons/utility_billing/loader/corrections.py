"""Corrections of months charged before: which houses need them, and the lines they make (X33).

A house is looked at where a request of recalculation is open for it, or where an event takes effect
now that began before the month. The rule itself is the engine's: charge the past month again with
what is known now, less what stands in the ledger.
"""

from collections import defaultdict

from ..engine import charge_building
from ..engine.corrections import correct_building, tampering_differences
from ..engine.history import History
from ..engine.house import House
from ..engine.periods import first_day, last_day, period_of, shift
from .ledger_lines import read_lines
from .portion import PortionLoader
from .reader import rows
from .state import MONTHS


class Corrections:
    """Corrections that come with the charge of ``period``."""

    def __init__(self, company, period, cursor, worlds):
        self.company = company
        self.period = period
        self.cursor = cursor
        self.worlds = worlds
        self.closed = {
            code
            for (code,) in rows(
                cursor,
                "SELECT code FROM utility_period WHERE company_id = %s AND state = 'closed'",
                company.id,
            )
        }

    def needed(self, building_ids):
        """``{building id: first day that may have changed}``."""
        first, last = first_day(self.period), last_day(self.period)
        found = {}
        self._asked = {}
        for building, day in rows(
            self.cursor,
            "SELECT b.id, MIN(r.date_from) FROM utility_recalculation r"
            " JOIN utility_building b ON b.id = COALESCE(r.building_id, b.id)"
            # a month charged again takes anew what its earlier run took
            " LEFT JOIN utility_billing_run n ON n.id = r.run_id"
            " LEFT JOIN utility_period p ON p.id = n.period_id"
            " WHERE r.company_id = %s AND b.id = ANY(%s) AND r.date_from < %s"
            " AND (r.state = 'open' OR r.state = 'done' AND p.code = %s) GROUP BY b.id",
            self.company.id,
            building_ids,
            first,
            self.period,
        ):
            found[building] = self._asked[building] = day
        for building, day in rows(
            self.cursor,
            "SELECT building_id, MIN(date_from) FROM ("
            " SELECT building_id, date_from FROM utility_event"
            " WHERE building_id = ANY(%s) AND state = 'confirmed'"
            # tampering stands beside the charge even where it began in the month itself
            " AND (date_from < %s OR kind = 'tampering' AND date_from <= %s)"
            " AND (kind IN ('access_refused', 'suspension') OR COALESCE(date_to, date_from) <= %s)"
            " AND (charged_period IS NULL OR charged_period = %s)"
            " UNION ALL SELECT a.building_id, x.departure FROM utility_absence x"
            " JOIN utility_account a ON a.id = x.account_id"
            " WHERE a.building_id = ANY(%s) AND x.state = 'confirmed' AND x.departure < %s"
            " AND x.arrival <= %s AND (x.charged_period IS NULL OR x.charged_period = %s)) x"
            " GROUP BY building_id",
            *(building_ids, first, last, last, self.period),
            *(building_ids, first, last, self.period),
        ):
            found[building] = min(day, found.get(building, day))
        return found

    def charge(self, house, loader, since):
        """Charge a house with its corrections.

        :param loader: the loader of the month, which has loaded the house already
        :param since: first day that may have changed
        :return: (BuildingCharge of the month with all lines, the house's accounts as charged,
            facts of accounts of earlier months)
        """
        place, ref = house.place, house.building.ref
        accounts = self._accounts(ref)

        def code_of(account, service, supplier):
            line = loader.lines.get((account, service))
            return line.code if line is not None else place.code_of(service, supplier, None)

        earlier = self._charged_periods(accounts, since)
        # a fact without a beginning reaches back to the first month that was charged
        start = earlier[0] if earlier else self.period
        lines = read_lines(
            self.cursor,
            accounts,
            first_day(shift(start, -MONTHS)),
            first_day(self.period),
            code_of,
        )
        facts, taken, history = {}, {}, History()

        def load(month, ledger, carry):
            past = PortionLoader(self.company, month, self.cursor, self.worlds)
            houses, known = past.load([ref], ledger=history.upto(ledger))
            facts.update(known)
            taken.update(past.taken)
            if carry:
                houses[0].building.carry = dict(carry)
            return houses[0].building

        def seen(_ref, event):
            charged = taken[id(event)][1]
            return charged is not None and charged != self.period

        asked = self._asked.get(ref)
        # somebody asked for these months: all of what is known now counts, closed or not
        counted = self.closed | {m for m in earlier if asked and m >= period_of(asked)}
        fixed, problems, carry = correct_building(
            place.world, load, lines, self.period, earlier, counted, seen
        )
        now = PortionLoader(self.company, self.period, self.cursor, self.worlds)
        houses, known = now.load([ref], ledger=history.upto([*lines, *fixed]))
        building = houses[0].building
        if carry:
            building.carry = carry
        result = charge_building(place.world, building, self.period)
        month = House(place.world.month(self.period), building, self.period)
        stolen, wrong = tampering_differences(place.world, building, month, lines, self.period)
        result.lines = [*result.lines, *fixed, *stolen]
        result.problems = [*result.problems, *problems, *wrong]
        return result, building, {**facts, **known}

    def _accounts(self, building):
        return [
            id_
            for (id_,) in rows(
                self.cursor, "SELECT id FROM utility_account WHERE building_id = %s", building
            )
        ]

    def _charged_periods(self, accounts, since):
        """Months from that of a day on that were charged, ascending; those without bills are none."""
        found = defaultdict(int)
        for day, count in rows(
            self.cursor,
            "SELECT period_date, COUNT(*) FROM utility_bill WHERE account_id = ANY(%s)"
            " AND state = 'approved' AND period_date >= %s AND period_date < %s GROUP BY period_date"
            # skipped months that somebody asked to fill
            " UNION ALL SELECT period_date, COUNT(*) FROM utility_billing_gap"
            " WHERE account_id = ANY(%s) AND state = 'asked' AND period_date >= %s"
            " AND period_date < %s GROUP BY period_date",
            *(accounts, since.replace(day=1), first_day(self.period)) * 2,
        ):
            found[period_of(day)] += count
        return sorted(found)
