"""Cutting a month into spans changes nothing where nothing changes (C25)."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ... import engine as e
from .common import D
from .test_properties import MARCH, PRICE, VOLUME, key


class SpanProperties(unittest.TestCase):
    """Cutting a month into spans changes nothing where nothing changes."""

    @given(PRICE, st.integers(0, 6), st.sets(st.sampled_from(MARCH[1:]), max_size=4))
    def test_residents_rows(self, price, count, days):
        """The same number of residents told in several rows is the same charge."""
        world = e.World(
            [e.Service("cold_water", tariffs=(e.Tariff(price),), norms=(e.Norm(D("4.1")),))]
        )
        starts = [date(2026, 1, 1), *sorted(days)]
        ends = [day - timedelta(days=1) for day in starts[1:]] + [None]
        rows = [e.Residents(count, *span) for span in zip(starts, ends, strict=True)]

        def lines(people):
            one = e.Account(1, [e.AccountService("cold_water")], residents=people)
            return e.charge_month(world, one, "2026-03")[0]

        self.assertEqual(
            [key(line) for line in lines(rows)], [key(line) for line in lines([e.Residents(count)])]
        )

    @given(PRICE, VOLUME, st.sampled_from(MARCH[1:]))
    def test_same_tariff_in_two_rows(self, price, volume, day):
        """A tariff that is renewed unchanged moves a line by rounding of its two parts at most."""

        def amount(tariffs):
            world = e.World([e.Service("cold_water", tariffs=tariffs)])
            register = e.Register(None, date(2026, 2, 24), D("0"), [(date(2026, 3, 24), volume)])
            row = e.AccountService("cold_water", meters=[e.Meter("W", [register])])
            lines, problems = e.charge_month(world, e.Account(1, [row]), "2026-03")
            self.assertEqual(problems, [])
            self.assertLess(abs(sum(line.volume for line in lines) - volume), D("1e-20"))
            return sum(line.amount for line in lines)

        two = (
            e.Tariff(price, date_to=day - timedelta(days=1)),
            e.Tariff(price, date_from=day),
        )
        self.assertLessEqual(abs(amount(two) - amount((e.Tariff(price),))), D("0.01"))

    @given(VOLUME, st.integers(1, 5))
    def test_more_is_never_cheaper(self, volume, persons):
        """A bigger volume never costs less, blocks a person included."""
        blocks = (e.Block(D("3"), D("10")), e.Block(D("5"), D("12")), e.Block(None, D("20")))
        world = e.World([e.Service("gas", tariffs=(e.Tariff(blocks=blocks, blocks_per="person"),))])

        def amount(used):
            register = e.Register(None, date(2026, 2, 24), D("0"), [(date(2026, 3, 24), used)])
            row = e.AccountService("gas", meters=[e.Meter("W", [register])])
            one = e.Account(1, [row], residents=[e.Residents(persons)])
            return e.charge_month(world, one, "2026-03")[0][0].amount

        self.assertLessEqual(amount(volume), amount(volume + D("0.5")))
