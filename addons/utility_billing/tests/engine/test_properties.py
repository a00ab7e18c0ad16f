"""What holds for every input: sums, order, replay, spans, explanations (Z01, Z03, C25)."""

import unittest
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ... import engine as e
from ...engine.corrections import belongs, differences
from ...engine.rounding import settle, share_out
from .common import AVERAGE, D, parameters

MONEY = st.decimals(min_value=0, max_value=10**6, places=2)
PRICE = st.decimals(min_value="0.01", max_value=3000, places=2)
VOLUME = st.decimals(min_value=0, max_value=400, places=3)
AREA = st.decimals(min_value=10, max_value=200, places=1)
MARCH = [date(2026, 3, 1) + timedelta(days=day) for day in range(31)]


@st.composite
def services(draw):
    """Services of every kind that an account of a house can have."""
    included = draw(st.booleans())
    rate = draw(st.sampled_from((None, D("12"), D("20"))))
    taxed = {"vat_included": included, "vat_rate": rate}
    blocks = (e.Block(D("5"), draw(PRICE)), e.Block(None, draw(PRICE)))
    change = draw(st.sampled_from(MARCH[1:]))
    return [
        e.Service(
            "cold_water",
            tariffs=(
                e.Tariff(draw(PRICE), date_to=change - timedelta(days=1)),
                e.Tariff(draw(PRICE), date_from=change),
            ),
            norms=(e.Norm(D("4.745")),),
            **taxed,
        ),
        e.Service(
            "hot_water",
            tariffs=(
                e.Tariff(draw(PRICE), component="cold"),
                e.Tariff(draw(PRICE), component="heat"),
            ),
            norms=(e.Norm(D("3.21")),),
            heat_norm=D("0.0582"),
            **taxed,
        ),
        e.Service(
            "sewerage", tariffs=(e.Tariff(draw(PRICE)),), volume_from=("cold_water", "hot_water")
        ),
        e.Service(
            "gas",
            tariffs=(
                e.Tariff(blocks=blocks, blocks_per=draw(st.sampled_from(("account", "person")))),
            ),
            norms=(e.Norm(D("10")),),
            **taxed,
        ),
        e.Service("heating", tariffs=(e.Tariff(draw(PRICE)),), **taxed),
        e.Service("maintenance", basis="area", tariffs=(e.Tariff(draw(PRICE)),), **taxed),
        e.Service(
            "common_cold_water",
            basis="house_share",
            tariffs=(e.Tariff(draw(PRICE)),),
            common_needs="actual",
            common_of="cold_water",
        ),
    ]


@st.composite
def accounts(draw, ref):
    """An account with or without meters, people that may change, privileges."""
    people = [e.Residents(draw(st.integers(0, 5)))]
    if draw(st.booleans()):
        day = draw(st.sampled_from(MARCH[1:]))
        people = [
            e.Residents(draw(st.integers(0, 4)), date_to=day - timedelta(days=1)),
            e.Residents(draw(st.integers(0, 4)), date_from=day),
        ]
    rows = []
    for code in ("cold_water", "hot_water", "gas"):
        row = e.AccountService(code, no_meter=draw(st.sampled_from(("possible", "impossible"))))
        if draw(st.booleans()):
            start, used = draw(VOLUME), draw(VOLUME)
            register = e.Register(
                None,
                date(2026, 2, 24),
                start,
                [(date(2026, 3, 24), start + used)] if draw(st.booleans()) else [],
            )
            row.meters = [e.Meter(f"{ref}-{code}", [register])]
            row.history = [e.Past(f"2025-{month:02d}", draw(VOLUME)) for month in (9, 10, 11)]
        rows.append(row)
    rows += [
        e.AccountService(code)
        for code in ("sewerage", "heating", "maintenance", "common_cold_water")
    ]
    privileges = []
    if draw(st.booleans()):
        within = draw(st.sampled_from(("norm", "actual", "area_norm")))
        privileges = [e.Privilege(D("50"), ("cold_water", "maintenance"), within)]
    events = []
    if draw(st.booleans()):
        events = [e.Absence(1, date(2026, 3, 2), date(2026, 3, draw(st.integers(3, 30))))]
    return e.Account(
        ref,
        rows,
        area=draw(AREA),
        residents=people,
        owners=draw(st.integers(1, 3)),
        privileges=privileges,
        events=events,
    )


@st.composite
def houses(draw):
    """A house with its meters."""
    members = [draw(accounts(ref)) for ref in range(draw(st.integers(1, 4)))]
    return e.Building(
        "B",
        members,
        common_area=draw(AREA),
        meters=[
            e.HouseMeter("heating", volumes={"2026-03": draw(VOLUME)}),
            e.HouseMeter("cold_water", volumes={"2026-03": draw(VOLUME)}),
        ],
    )


RULES = parameters(
    **AVERAGE,
    uplift_coefficient=3,
    absence_min_full_days=5,
    area_norm_person=18,
    area_norm_household=10,
    vat_rate=20,
)


def charge(rows, house):
    """Result of a house in March, which must have no problems."""
    result = e.charge_building(e.World(rows, RULES), house, "2026-03")
    assert not result.problems, [problem.text for problem in result.problems]
    return result


def key(line):
    """A line as a value that can be compared and sorted."""
    return (
        line.account,
        line.service,
        line.kind,
        line.component or "",
        line.zone or "",
        line.cause,
        line.date_from,
        line.volume,
        line.net,
        line.vat,
        line.amount,
    )


class SumProperties(unittest.TestCase):
    """Sums that always hold."""

    @given(MONEY, st.lists(st.decimals(min_value="0.01", max_value=10**5, places=2), min_size=1))
    def test_shares_add_up(self, amount, weights):
        """A sum that is shared out is the sum of its shares, none off by a kopeck or more."""
        parts = share_out(amount, weights)
        self.assertEqual(sum(parts), amount)
        for part, weight in zip(parts, weights, strict=True):
            self.assertLess(abs(part - amount * weight / sum(weights)), D("0.01"))

    @given(st.lists(VOLUME, min_size=1), AREA)
    def test_settled_volumes_add_up(self, values, divisor):
        """Unrounded parts of a house volume are rounded so that they meet it exactly."""
        total = (sum(values) / divisor).quantize(D("0.000001"))
        exact = [total * value / (sum(values) or 1) for value in values]
        if sum(values):
            self.assertEqual(sum(settle(exact, total)), total)

    @given(services(), houses())
    def test_house_volume_is_met(self, rows, house):
        """Heat that is shared out is the house meter's, to six digits (C16)."""
        result = charge(rows, house)
        shared = sum(line.volume for line in result.lines if line.service == "heating")
        self.assertEqual(shared, house.meters[0].volumes["2026-03"])

    @given(services(), houses())
    def test_line_is_net_and_tax(self, rows, house):
        """Every line is its net and its tax, rounded to kopecks."""
        for line in charge(rows, house).lines:
            self.assertEqual(line.amount, line.net + line.vat)
            self.assertEqual(line.amount, line.amount.quantize(D("0.01")))

    @given(services(), houses())
    def test_explanation_is_its_line(self, rows, house):
        """The steps of an explanation add up to the line, to the kopeck (Z01)."""
        for line in charge(rows, house).lines:
            steps = e.explain(line)["steps"]
            self.assertEqual(sum(Decimal(step["amount"]) for step in steps), line.amount)

    @given(services(), houses())
    def test_reductions_never_exceed(self, rows, house):
        """What is taken off a service is never more than what was charged for it."""
        sums = {}
        for line in charge(rows, house).lines:
            place = (line.account, line.service)
            sums[place] = sums.get(place, D("0")) + line.amount
        for amount in sums.values():
            self.assertGreaterEqual(amount, 0)


class ReplayProperties(unittest.TestCase):
    """The same input gives the same lines, in any order and at any time."""

    @given(services(), houses(), st.randoms())
    def test_order_never_matters(self, rows, house, random):
        """Accounts in another order and a world used before give the same lines."""
        world = e.World(rows, RULES)
        first = e.charge_building(world, house, "2026-03").lines
        turned = list(house.accounts)
        random.shuffle(turned)
        second = e.charge_building(world, replace(house, accounts=turned), "2026-03").lines
        fresh = charge(rows, house).lines
        self.assertEqual(sorted(map(key, first)), sorted(map(key, fresh)))
        self.assertEqual(sorted(map(key, first)), sorted(map(key, second)))

    @given(services(), houses())
    def test_portions_never_matter(self, rows, house):
        """An account charged alone has the same lines as in its house, but for house shares."""
        shared = ("heating", "common_cold_water")
        world = e.World(rows, RULES)
        together = [line for line in charge(rows, house).lines if line.service not in shared]
        alone = []
        for account in house.accounts:
            own = [line for line in account.services if line.code not in shared]
            lines, problems = e.charge_month(world, replace(account, services=own), "2026-03")
            self.assertEqual(problems, [])
            alone += lines
        self.assertEqual(sorted(map(key, together)), sorted(map(key, alone)))

    @given(services(), houses())
    def test_input_is_not_changed(self, rows, house):
        """Charging changes nothing of what it was given."""
        before = repr(house)
        charge(rows, house)
        self.assertEqual(repr(house), before)

    @given(services(), houses())
    def test_recalculation_without_change_is_empty(self, rows, house):
        """The month charged again less what was charged is nothing (X33)."""
        ledger = charge(rows, house).lines
        again = charge(rows, house).lines
        charged = [line for line in ledger if belongs(line, "2026-03")]
        self.assertEqual(differences(again, charged, "2026-04", "2026-03"), [])

    @given(services(), services(), houses())
    def test_charge_then_correct_is_charging_right(self, wrong, right, house):
        """What was charged plus its correction is what would have been charged right (Z03)."""
        charged = charge(wrong, house).lines
        now = charge(right, house).lines
        corrected = [*charged, *differences(now, charged, "2026-04", "2026-03")]

        def sums(lines):
            found = {}
            for line in lines:
                place = (line.account, line.service, line.component or "")
                old = found.get(place, (D("0"), D("0")))
                found[place] = (old[0] + line.net, old[1] + line.vat)
            return {place: value for place, value in found.items() if any(value)}

        self.assertEqual(sums(corrected), sums(now))
