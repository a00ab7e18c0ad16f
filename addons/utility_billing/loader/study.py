"""A tariff study: past months of houses charged twice, as the rules are and as the draft has them.

The loader and the engine are those of the billing run; nothing is written here. Both charges know the same
facts, those of today, and each goes on from its own earlier months, so that a reading settles what that side
charged without one. Only what was charged before the first month comes from the ledger.
"""

from collections import defaultdict
from decimal import Decimal

from ..engine.lines import PRIVILEGE
from ..engine.periods import first_day, last_day, shift
from ..engine.problems import ProblemError
from ..engine.subsidy import Income, subsidy
from .draft import DraftWorldLoader
from .house_charge import charge_house
from .ledger_lines import read_lines
from .portion import PortionLoader
from .portion_charge import no_collection
from .reader import exact_cursor, rows
from .state import MONTHS

ZERO = Decimal(0)
#: accounts in memory together, with the lines of their months
SLICE = 500


class Side:
    """One side of a study: a world followed through the months of some houses."""

    def __init__(self, env, company, cursor, period, drafts):
        self.company = company
        self.cursor = cursor
        self.worlds = DraftWorldLoader(env, company, cursor, period, drafts)

    def begin(self, building_ids):
        """Forget the houses before."""
        self._building_ids = building_ids
        self._lines = None
        self._carry = {}
        self._metered = set(
            rows(
                self.cursor,
                "SELECT DISTINCT account_id, service_id FROM utility_meter_installation"
                " WHERE building_id = ANY(%s) AND account_id IS NOT NULL",
                list(building_ids),
            )
        )

    def charge(self, period, as_of):
        """``[(House, BuildingCharge)]`` of a month; months come in their order."""
        loader = PortionLoader(self.company, period, self.cursor, self.worlds)
        houses, _facts = loader.load(self._building_ids, ledger=self._lines)
        if self._lines is None:
            self._lines = self._past(loader, houses, period)
        found = []
        for house in houses:
            building = house.building
            if building.ref in self._carry:
                building.carry = self._carry[building.ref]
            if not building.accounts:
                continue
            result = charge_house(house.place.world, building, period, as_of)
            self._carry[building.ref] = dict(result.carry)
            self._lines += self._state(house, result.lines)
            found.append((house, result))
        return found

    def _state(self, house, lines):
        """The lines that a later month may need: of meters; of rooms, whose flat may have one."""
        services, metered = house.place.services, self._metered
        rooms = {account.ref for account in house.building.accounts if account.flat is not None}
        return [
            line
            for line in lines
            if (line.account, services[line.service]) in metered or line.account in rooms
        ]

    def _past(self, loader, houses, period):
        """Lines of the ledger before the first month."""
        house_of = {a.ref: house for house in houses for a in house.building.accounts}

        def code_of(account, service, supplier):
            line = loader.lines.get((account, service))
            if line is not None:
                return line.code
            return house_of[account].place.code_of(service, supplier, None)

        lines = read_lines(
            self.cursor,
            list(house_of),
            first_day(shift(period, -MONTHS)),
            first_day(period),
            code_of,
        )
        by_house = {}
        for line in lines:
            by_house.setdefault(house_of[line.account], []).append(line)
        return [line for house, own in by_house.items() for line in self._state(house, own)]


class AccountOutcome:
    """What a study found for one account, over all its months.

    services: ``{service id: [old, new]}``. privileges: what they take off, old and new (positive).
    problems: ``[(period, side, Problem)]``; such a month is compared for neither side. subsidy: a
    month's subsidy before and after, or None.
    """

    __slots__ = ("building", "months", "services", "privileges", "problems", "subsidy")

    def __init__(self, building):
        self.building = building
        self.months = 0
        self.services = {}
        self.privileges = [ZERO, ZERO]
        self.problems = []
        self.subsidy = None

    @property
    def sums(self):
        """(old, new) of all services."""
        return tuple(sum((pair[i] for pair in self.services.values()), ZERO) for i in (0, 1))


class Study:
    """Charges the houses of a portion for all months on both sides.

    accounts: ``{account id: AccountOutcome}``. totals: ``{(service id, category id, period):
    [amount old, new, privileges old, new, volume old, new]}``.

    :param periods: texts ``YYYY-MM``, ascending
    :param as_of: the month up to which events are known
    :param only: account ids to compare; None: all of the houses
    """

    def __init__(self, env, company, periods, drafts, as_of, only=None):
        self.env = env
        self.company = company
        self.periods = periods
        self.drafts = drafts
        self.as_of = max(as_of, periods[-1])
        self.only = only
        self.accounts = {}
        self.totals = defaultdict(lambda: [ZERO] * 6)

    def execute(self, building_ids):
        """Charge ``building_ids`` in slices that bound the memory."""
        with exact_cursor(self.env) as cursor, no_collection():
            self._categories = {}
            sides = [
                Side(self.env, self.company, cursor, self.periods[0], drafts)
                for drafts in ((), self.drafts)
            ]
            for part in self._slices(cursor, building_ids):
                self._charge(cursor, sides, part)
        return self

    def _slices(self, cursor, building_ids):
        part, size = [], 0
        counts = defaultdict(int)
        for account, building, category in rows(
            cursor,
            "SELECT id, building_id, customer_category_id FROM utility_account"
            " WHERE building_id = ANY(%s)",
            list(building_ids),
        ):
            counts[building] += 1
            self._categories[account] = category
        for building in building_ids:
            if part and size + counts[building] > SLICE:
                yield part
                part, size = [], 0
            part.append(building)
            size += counts[building]
        if part:
            yield part

    def _charge(self, cursor, sides, building_ids):
        for side in sides:
            side.begin(building_ids)
        places = {}
        for period in self.periods:
            # both sides have the same houses: those with accounts open in the month
            found = [side.charge(period, self.as_of) for side in sides]
            for (house, old), (draft, new) in zip(*found, strict=True):
                places[house.building.ref] = (house.place, draft.place)
                self._compare(period, (house, draft), (old, new))
        self._subsidies(cursor, building_ids, places)

    def _compare(self, period, houses, results):
        bad, lines = {}, ({}, {})
        for side, result in enumerate(results):
            for problem in result.problems:
                bad.setdefault(problem.account, []).append((period, side, problem))
            for line in result.lines:
                lines[side].setdefault(line.account, []).append(line)
        building = houses[0].building
        for account in building.accounts:
            ref = account.ref
            if not account.services or (self.only is not None and ref not in self.only):
                continue
            outcome = self.accounts.get(ref)
            if outcome is None:
                outcome = self.accounts[ref] = AccountOutcome(building.ref)
            problems = bad.get(ref) or bad.get(None)
            if problems:
                outcome.problems += problems
                continue
            outcome.months += 1
            for side in (0, 1):
                self._add(period, ref, outcome, side, houses[side].place, lines[side].get(ref, ()))

    def _add(self, period, ref, outcome, side, place, lines):
        category = self._categories[ref]
        for line in lines:
            service = place.services[line.service]
            pair = outcome.services.get(service)
            if pair is None:
                pair = outcome.services[service] = [ZERO, ZERO]
            pair[side] += line.amount
            total = self.totals[service, category, period]
            total[side] += line.amount
            total[4 + side] += line.consumed
            if line.kind == PRIVILEGE:
                outcome.privileges[side] -= line.amount
                total[2 + side] -= line.amount

    def _subsidies(self, cursor, building_ids, places):
        """Subsidies of households that get one, if their costs move as their bills do."""
        day = last_day(self.periods[-1])
        for account, building, income, persons, standard, actual in rows(
            cursor,
            "SELECT DISTINCT ON (account_id) account_id, building_id, household_income, persons,"
            " standard_cost, actual_cost FROM utility_subsidy"
            " WHERE building_id = ANY(%s) AND date <= %s AND amount > 0"
            " ORDER BY account_id, date DESC, id DESC",
            list(building_ids),
            day,
        ):
            outcome = self.accounts.get(account)
            if outcome is None or building not in places:
                continue
            old, new = outcome.sums
            ratio = new / old if old else Decimal(1)
            amounts = []
            for place, factor in zip(places[building], (Decimal(1), ratio), strict=True):
                costs = Income(
                    Decimal(income),
                    persons,
                    Decimal(standard or 0) * factor,
                    Decimal(actual or 0) * factor or None,
                )
                try:
                    amounts.append(subsidy(place.world.parameters, costs, day).amount)
                except ProblemError:
                    break
            else:
                outcome.subsidy = tuple(amounts)

    def category_of(self, account):
        """Customer category of an account that was charged, or None."""
        return self._categories[account]


def study_month(env, account, periods, drafts, as_of):
    """The last of ``periods`` of one account on both sides, as a study of them charges it.

    :return: two of (PlaceWorld or None, lines, problems): without and with the drafts
    """
    as_of = max(as_of, periods[-1])
    found = []
    with exact_cursor(env) as cursor:
        for laid in ((), drafts):
            side = Side(env, account.company_id, cursor, periods[0], laid)
            side.begin(account.building_id.ids)
            charged = ()
            for period in periods:
                charged = side.charge(period, as_of)
            found.append((None, [], []))
            for house, result in charged:
                found[-1] = (
                    house.place,
                    [line for line in result.lines if line.account == account.id],
                    [p for p in result.problems if p.account in (None, account.id)],
                )
    return found
