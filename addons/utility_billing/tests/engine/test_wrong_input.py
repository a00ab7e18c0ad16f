"""Missing facts are coded problems with a remedy on their account, never a silent zero (C22, C25)."""

import unittest
from dataclasses import replace
from datetime import date, datetime

from ... import engine as e
from .common import AVERAGE, PERIOD, D, account, codes, meter, parameters, past, service, water

RULES = parameters(**AVERAGE, vat_rate=20)


def world(*services, rules=RULES):
    """A world of some services."""
    return e.World(services, rules)


class MissingFacts(unittest.TestCase):
    """One fact is missing: the account says which, and what to do."""

    def refused(self, one_world, one, code, text=""):
        """The account has exactly this problem, with text and remedy, and no lines."""
        lines, problems = e.charge_month(one_world, one, PERIOD)
        self.assertEqual([problem.code for problem in problems], [code])
        self.assertEqual(lines, [])
        self.assertEqual(problems[0].account, one.ref)
        self.assertIn(text, problems[0].text)
        self.assertTrue(problems[0].remedy)

    def test_no_tariff(self):
        """C01: a day without tariff is named."""
        row = service(norm="4", tariffs=(e.Tariff(D("50"), date_to=date(2026, 3, 20)),))
        self.refused(world(row), account("cold_water"), "NO_TARIFF", "2026-03-21")

    def test_no_norm_no_reading(self):
        """C14: neither a norm nor a reading."""
        self.refused(world(service()), account("cold_water"), "NO_NORM", "cold_water")
        one = account(water(meter({"2026-02-26": "1"}, used="2026-02-26")))
        self.refused(world(service()), one, "NO_NORM")

    def test_norm_ends_inside_the_month(self):
        """C14: the first day without norm is named."""
        row = service(norms=(e.Norm(D("4"), date_to=date(2026, 3, 9)),))
        self.refused(world(row), account("cold_water"), "NO_NORM", "2026-03-10")

    def test_nobody(self):
        """C13, C14: no residents and no owners, also on a part of the days only."""
        for basis in ({"norm": "4"}, {"basis": "person"}):
            row = service(**basis)
            self.refused(world(row), account("cold_water", residents=0, owners=0), "NOBODY")
            some = [e.Residents(2, date_to=date(2026, 3, 15))]
            one = account("cold_water", residents=some, owners=0)
            self.refused(world(row), one, "NOBODY", "2026-03-16")

    def test_no_area(self):
        """C13: a fee a square metre without area."""
        row = service("housing", basis="area")
        self.refused(world(row), account("housing", area=D("0")), "NO_OWN_AREA", "housing")
        row = service("heating", norms=(e.Norm(D("0.02"), "m2"),))
        self.refused(world(row), account("heating", area=D("0")), "NO_OWN_AREA")

    def test_no_units(self):
        """C12: parking lots, seats, animals: how many is not known."""
        row = service("pets", basis="unit")
        self.refused(world(row), account("pets"), "NO_UNITS", "pets")
        row = service("solid_waste", norms=(e.Norm(D("0.9"), "unit", "year"),))
        self.refused(world(row), account("solid_waste"), "NO_UNITS")

    def test_unknown_service_and_basis(self):
        """C18: a service that the world does not have, a basis that nobody registered."""
        self.refused(world(), account("lift"), "NO_SERVICE", "lift")
        self.refused(world(service("lift", basis="")), account("lift"), "NO_STRATEGY")

    def test_formula(self):
        """C04: no formula, an unknown variable, a division by zero."""
        for text, part in ((None, "formula"), ("areas * 2", "areas"), ("area / units", "zero")):
            row = service("lift", basis="formula", formula=text)
            self.refused(world(row), account("lift"), "BAD_FORMULA", part)

    def test_meter(self):
        """C08: a reading below the one before, a meter without dials."""
        one = account(water(meter({"2026-03-25": "-1"})))
        self.refused(world(service()), one, "NEGATIVE", "W1")
        one = account(water(e.Meter("W9", [])))
        self.refused(world(service(norm="4")), one, "NO_REGISTER", "W9")

    def test_no_heat_norm(self):
        """C07: hot water of two components with no heat norm is not priced by cubic metres."""
        row = service(
            "hot_water",
            tariffs=(e.Tariff(D("40"), component="cold"), e.Tariff(D("2500"), component="heat")),
        )
        one = account(water(meter({"2026-03-25": "3"}), code="hot_water"))
        self.refused(world(row), one, "NO_HEAT_NORM")
        own = replace(
            row, norms=(e.Norm(D("3"), component="cold"), e.Norm(D("0.2"), component="heat"))
        )
        self.assertEqual(codes(world(own), account("hot_water")), [])

    def test_no_rate_of_tax(self):
        """C01: a price without tax and no rate of it."""
        row = service(basis="fixed", vat_included=False)
        self.refused(world(row, rules=[]), account("cold_water"), "NO_PARAMETER", "vat_rate")

    def test_two_prices_on_a_day(self):
        """C17: two tariffs of one key."""
        row = service(tariffs=(e.Tariff(D("50")), e.Tariff(D("60"))), norm="4")
        self.refused(world(row), account("cold_water"), "OVERLAP")

    def test_rule_that_fails_after_the_charge(self):
        """D05: a privilege within a norm that is missing is a problem, not a crash."""
        row = service(norms=(e.Norm(D("4"), date_to=date(2026, 3, 9)),))
        one = account(
            water(meter({"2026-03-25": "3"})),
            privileges=[e.Privilege(D("50"), ("cold_water",), "norm")],
        )
        self.refused(world(row), one, "NO_NORM")

    def test_last_block_with_a_border(self):
        """X29: nothing beyond the last border is lost."""
        blocks = (e.Block(D("3"), D("10")), e.Block(D("5"), D("20")))
        row = service(tariffs=(e.Tariff(blocks=blocks),))
        lines, _problems = e.charge_month(
            world(row), account(water(meter({"2026-03-25": "8"}))), PERIOD
        )
        self.assertEqual(lines[0].amount, D("130.00"))


class MissingInTheHouse(unittest.TestCase):
    """A fact of the house is missing: the others of the house are charged all the same."""

    def charge(self, one_world, *accounts, **house):
        return e.charge_building(one_world, e.Building("B", list(accounts), **house), PERIOD)

    def test_area_of_the_house_is_zero(self):
        """C16: nothing to share by."""
        rows = world(
            service("common", basis="house_share", common_needs="actual", common_of="cold_water"),
            service(norm="4"),
        )
        result = self.charge(
            rows,
            account("common", ref=1, area=D("0")),
            account("cold_water", ref=2, area=D("0")),
            meters=[e.HouseMeter("cold_water", volumes={PERIOD: D("20")})],
        )
        self.assertEqual([(p.code, p.account) for p in result.problems], [("NO_AREA", 1)])
        self.assertEqual({line.account for line in result.lines}, {2})

    def test_no_common_area(self):
        """C16: common needs by norm without the common area."""
        row = service(
            "common",
            basis="house_share",
            common_needs="norm",
            common_of="cold_water",
            norms=(e.Norm(D("0.03"), "m2"),),
        )
        result = self.charge(world(row), account("common"))
        self.assertEqual([p.code for p in result.problems], ["NO_COMMON_AREA"])

    def test_flat_without_area_in_a_heated_house(self):
        """C07: the flat without area is told so, the others get the whole heat."""
        row = service("heating", "2000")
        result = self.charge(
            world(row),
            account("heating", ref=1, area=D("0")),
            account("heating", ref=2, area=D("50")),
            meters=[e.HouseMeter("heating", volumes={PERIOD: D("2")})],
        )
        self.assertEqual([(p.code, p.account) for p in result.problems], [("NO_OWN_AREA", 1)])
        self.assertEqual(sum(line.volume for line in result.lines), D("2"))

    def test_no_reading_of_the_house(self):
        """C16: the house meter was not read, nothing to average, no norm."""
        row = service("heating", "2000")
        result = self.charge(
            world(row), account("heating"), meters=[e.HouseMeter("heating", volumes={})]
        )
        self.assertEqual([p.code for p in result.problems], ["NO_NORM"])

    def test_neighbour_with_a_problem(self):
        """C16: who waits for a neighbour's volume is told for whom."""
        rows = world(
            service("common", basis="house_share", common_needs="actual", common_of="cold_water"),
            service(),
        )
        result = self.charge(
            rows,
            account("common", ref=1),
            account("cold_water", ref=2),
            meters=[e.HouseMeter("cold_water", volumes={PERIOD: D("20")})],
        )
        self.assertEqual(
            {(p.account, p.code) for p in result.problems},
            {(1, "HOUSE_INCOMPLETE"), (2, "NO_NORM")},
        )


class OddButRight(unittest.TestCase):
    """What looks wrong and is not."""

    def test_zero_consumption(self):
        """C08: a meter that stood still is a line of zero, with its reading."""
        one = account(water(meter({"2026-03-25": "0"}), history=[past("2026-02", "3")]))
        lines, problems = e.charge_month(world(service()), one, PERIOD)
        self.assertEqual((problems, [line.amount for line in lines]), ([], [D("0.00")]))

    def test_event_of_a_service_that_the_account_has_not(self):
        """D03: an outage of gas says nothing to an account without gas."""
        one = account(
            "cold_water",
            events=[e.Outage("gas", datetime(2026, 3, 1), datetime(2026, 3, 5))],
        )
        self.assertEqual(codes(world(service(norm="4"), service("gas")), one), [])
