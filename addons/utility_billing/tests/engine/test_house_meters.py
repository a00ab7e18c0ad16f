"""House meters that are replaced or pass zero, and group meters of several houses (C16)."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ... import engine as e
from ...engine.house_meter import shown_by
from .common import PERIOD, D, account, parameters, service

HEATING = service("heating", "2000")


def readings(**values):
    """Readings as ``m02_28="518"``."""
    return [(date(2026, int(day[1:3]), int(day[4:])), D(value)) for day, value in values.items()]


def codes_of(*meters):
    """Lines and problem codes of a house of two flats."""
    house = e.Building(
        "B",
        [account("heating", ref=1), account("heating", ref=2)],
        meters=list(meters),
    )
    result = e.charge_building(
        e.World([HEATING], parameters(average_limit_periods=3)), house, PERIOD
    )
    return sum(line.volume for line in result.lines), [p.code for p in result.problems]


class ReplacedHouseMeter(unittest.TestCase):
    """The old and the new meter add up; the old one counts no more afterwards."""

    OLD = e.HouseMeter(
        "heating",
        readings=readings(m01_31="100", m02_28="110", m03_10="114"),
        removed=date(2026, 3, 10),
    )
    NEW = e.HouseMeter(
        "heating",
        readings=readings(m03_10="5", m03_31="9", m04_30="12"),
        installed=date(2026, 3, 10),
    )

    def test_month_of_the_replacement(self):
        """114 - 110 and 9 - 5."""
        self.assertEqual(codes_of(self.OLD, self.NEW), (D("8"), []))

    def test_month_after(self):
        """The old meter is no missing reading of April."""
        house = e.Building("B", [account("heating")], meters=[self.OLD, self.NEW])
        result = e.charge_building(e.World([HEATING]), house, "2026-04")
        self.assertEqual([line.volume for line in result.lines], [D("3")])
        self.assertEqual(result.lines[0].method, "house")

    def test_passes_zero(self):
        """B08: 99990 to 12 on a meter of five digits with ratio 2."""
        one = e.HouseMeter(
            "heating", readings=readings(m02_28="99990", m03_31="12"), digits=5, ratio=D("2")
        )
        self.assertEqual(codes_of(one), (D("44"), []))

    def test_goes_back(self):
        """C22: a smaller reading is a problem, not a negative volume."""
        one = e.HouseMeter("heating", readings=readings(m02_28="500", m03_31="400"), digits=5)
        self.assertEqual(codes_of(one), (0, ["NEGATIVE", "NEGATIVE"]))


class GroupMeters(unittest.TestCase):
    """One meter, several houses behind it."""

    def part(self, own, weights, volume="100", less=()):
        """The volume of a house."""
        group = e.MeterGroup(tuple(weights), own, list(less))
        return shown_by(e.HouseMeter("heating", volumes={PERIOD: D(volume)}, group=group), PERIOD)

    def test_by_weight(self):
        """3000 and 1000 m2: 75 and 25."""
        weights = [("A", D("3000")), ("B", D("1000"))]
        self.assertEqual([self.part(key, weights) for key in "AB"], [D("75"), D("25")])

    def test_house_with_its_own_meter(self):
        """30 of 100 were shown by the meter of a third house; without its reading nothing is known."""
        weights = [("A", D("3000")), ("B", D("4000"))]
        third = e.HouseMeter("heating", volumes={PERIOD: D("30")})
        self.assertEqual(self.part("A", weights, less=[third]), D("30"))
        self.assertIsNone(self.part("A", weights, less=[e.HouseMeter("heating")]))

    def test_less_than_the_houses_behind_it(self):
        """C22: the sum of the houses' own meters is above the group meter."""
        house = e.Building("A", [account("heating")])
        third = e.HouseMeter("heating", volumes={PERIOD: D("130")})
        group = e.MeterGroup((("A", D("50")),), "A", [third])
        house.meters = [e.HouseMeter("heating", volumes={PERIOD: D("100")}, group=group)]
        result = e.charge_building(e.World([HEATING]), house, PERIOD)
        self.assertEqual([p.code for p in result.problems], ["GROUP_BELOW"])

    @given(
        st.lists(st.decimals("0.1", 9999, places=1), min_size=1, max_size=9),
        st.decimals(0, 5000, places=3),
    )
    def test_parts_meet_the_total(self, areas, volume):
        """Whatever the areas, the parts add up to what the group meter shows."""
        weights = list(enumerate(areas))
        parts = [self.part(key, weights, volume) for key, _area in weights]
        self.assertEqual(sum(parts, Decimal(0)), volume)
