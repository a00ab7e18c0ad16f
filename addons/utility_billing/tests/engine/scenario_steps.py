"""The steps of a scenario against the engine alone, without a database."""

import copy
from datetime import date, timedelta

from ...engine import due_date
from ...engine.annual import annual_lines
from ...engine.charge import charge_building
from ...engine.corrections import correct_building, tampering_differences
from ...engine.history import months_of, used_readings
from ...engine.house import House
from ...engine.periods import last_day, shift
from ...engine.problems import Problem, ProblemError
from ...engine.subsidy import Income, subsidy
from ...engine.validation import check_account, check_meter, check_service
from ...scenario.expect import Outcome, compare
from ...scenario.fields import SchemaError
from ...scenario.schema import merge
from .scenario_money import ZERO, Money
from .scenario_services import build_world, pack_parameters
from .scenario_world import State, build_building, events_of

OWN = ("annual",)


class StepError(Exception):
    """A step that is refused; nothing has changed."""


def run(scenario):
    """Run a parsed scenario; returns the list of differences (empty: it passes)."""
    town = Town(scenario)
    for number, (name, argument) in enumerate(scenario.steps, 1):
        saved = copy.copy(town.__dict__)
        for key in ("ledger", "payments", "allocations", "accrued", "subsidies", "known", "closed"):
            saved[key] = copy.copy(saved[key])
        try:
            getattr(town, name)(argument)
        except (StepError, SchemaError, ProblemError) as error:
            town.__dict__.update(saved)
            town.errors[number] = str(error)
    return compare(scenario.expect, town.outcome())


class Town(Money):
    """The world of a scenario with its ledger, payments and penalties."""

    def __init__(self, scenario):
        self.data = scenario.world
        self.today = scenario.today
        self.pack = pack_parameters(scenario.country)
        self.world = build_world(self.data, self.pack)
        self.ledger = []
        self.carry = {}
        self.known = {}
        self.effective = {}
        self.closed = set()
        self.payments = []
        self.allocations = []
        self.accrued = []
        self.subsidies = []
        self.errors = {}

    # steps

    def charge(self, period):
        """Charge all accounts for a period, with corrections of earlier ones."""
        if period in self.closed:
            raise StepError(Problem("CLOSED", variables={"period": period}).text)
        self._refuse(self.problems(last_day(period)))
        kept = [line for line in self.ledger if line.period != period or line.cause in OWN]
        earlier = sorted(month for month in self.known if month < period)
        lines, problems = [], []
        carry = {}
        refs = {account["ref"] for account in self.data["accounts"]}
        for row in self.data["buildings"]:
            mine = self._of_building(kept, row["ref"])

            def load(month, ledger, carried, row=row):
                return self._building(row, month, ledger, carried or None, self.known.get(month))

            fixed, wrong, left = correct_building(
                self.world, load, mine, period, earlier, self.closed, self._seen(period)
            )
            problems += wrong
            building = self._building(row, period, [*mine, *fixed], left or None, refs)
            result = charge_building(self.world, building, period)
            problems += result.problems
            house = House(self.world.month(period), building, period)
            stolen, wrong = tampering_differences(self.world, building, house, mine, period)
            problems += wrong
            lines += [*result.lines, *fixed, *stolen]
            carry[row["ref"], period] = result.carry
        self._refuse(problems)
        self.ledger = [*kept, *lines]
        self.carry = {**self.carry, **carry}
        self.known[period] = refs
        self.effective = {**self.effective, period: self._effective(period)}
        self._release(period)
        self._use_advances()

    def close(self, period):
        """Close a period."""
        if period in self.closed:
            raise StepError(Problem("CLOSED", variables={"period": period}).text)
        self.closed.add(period)

    def change(self, change):
        """A later correction of the world; refused where it brings a wrong fact in."""
        before = {problem.text for problem in self.problems()}
        data = merge(self.data, change)
        self.data, self.world = data, build_world(data, self.pack)
        self._refuse([problem for problem in self.problems() if problem.text not in before])

    def annual_correction(self, row):
        """Yearly correction of a service for all houses."""
        period = row.get("period") or shift(max(self.known), 1)
        if period in self.closed:
            raise StepError(Problem("CLOSED", variables={"period": period}).text)
        lines, problems = [], []
        refs = {account["ref"] for account in self.data["accounts"]}
        for building in self.data["buildings"]:
            mine = self._of_building(self.ledger, building["ref"])

            def load(month, ledger, carried, building=building):
                return self._building(building, month, ledger, None, refs)

            found, wrong = annual_lines(self.world, load, mine, row["service"], row["year"], period)
            lines += found
            problems += wrong
        self._refuse(problems)
        self.ledger = [*self.ledger, *lines]

    def subsidy(self, row):
        """Compute the subsidy of an account."""
        account = self._account(row["account"])
        income = account.get("income", {})
        charged = last_day(max(self.known)) + timedelta(days=1) if self.known else date.today()
        found = subsidy(
            self.world.parameters,
            Income(
                income["household_income"],
                income["persons"],
                income.get("standard_cost", ZERO),
                income.get("actual_cost"),
            ),
            self.today or charged,
        )
        self.subsidies.append(
            {"account": row["account"], "amount": found.amount, "share": found.share}
        )

    # state

    def problems(self, until=None):
        """What is wrong with the facts dated up to a day."""
        found = [p for service in self.world.services.values() for p in check_service(service)]
        empty = State({}, {})
        refs = {account["ref"] for account in self.data["accounts"]}
        for row in self.data["buildings"]:
            building = build_building(self.data, row, empty, "0001-01", {}, refs)
            for account in building.accounts:
                found += check_account(account, until)
            for flat in building.flats.values():
                for line in flat.services.values():
                    for meter in line.meters:
                        found += check_meter(meter, until)
        return found

    def _effective(self, period):
        """Events that have taken effect by a period: list of (ref, event)."""
        return [
            (place[1], event)
            for place, event in events_of(self.data)
            if event.ends <= last_day(period)
        ]

    def _seen(self, period):
        """Whether an event took effect in a charge of another period."""
        found = [
            pair for month, pairs in self.effective.items() if month != period for pair in pairs
        ]
        return lambda ref, event: (ref, event) in found

    def _refuse(self, problems):
        if problems:
            raise StepError("; ".join(dict.fromkeys(problem.text for problem in problems)))

    def _building(self, row, period, ledger, carry, known):
        state = State(months_of(ledger), used_readings(ledger, period))
        if carry is None:
            earlier = [month for ref, month in self.carry if ref == row["ref"] and month < period]
            carry = self.carry.get((row["ref"], max(earlier)), {}) if earlier else {}
        return build_building(self.data, row, state, period, carry, known or ())

    def _of_building(self, lines, ref):
        mine = {account["ref"] for account in self.data["accounts"] if account["building"] == ref}
        return [line for line in lines if line.account in mine]

    def outcome(self):
        """What is compared with the expectations."""
        return Outcome(
            lines=[
                {
                    name: getattr(line, name)
                    for name in (
                        "account service period kind component zone volume net vat amount of_period"
                    ).split()
                }
                for line in self.ledger
            ],
            buildings={row["ref"]: row["building"] for row in self.data["accounts"]},
            allocations=self.allocations,
            balances=self.balances(),
            penalties=self.accrued,
            due_dates=lambda period: due_date(self.world.parameters, period),
            subsidies=self.subsidies,
            errors=self.errors,
        )
