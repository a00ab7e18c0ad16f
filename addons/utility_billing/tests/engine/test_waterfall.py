"""Why the bill differs from last month (Z01)."""

import unittest
from dataclasses import replace

from hypothesis import given

from ... import engine as e
from ...engine.waterfall import waterfall
from .common import D, account, charge, meter, parameters, service, total, water
from .test_properties import RULES, houses, services


def steps(before, now):
    """{(service, cause): amount}."""
    return {(step.service, step.cause): step.amount for step in waterfall(before, now)}


class WaterfallCase(unittest.TestCase):
    """Causes."""

    def test_tariff_and_volume(self):
        """A dearer m3 and a bigger volume are told apart."""
        before = charge(e.World([service()]), account(water(meter({"2026-03-25": "10"}))))
        now = charge(e.World([service(price="55")]), account(water(meter({"2026-03-25": "12"}))))
        self.assertEqual(
            steps(before, now),
            {("cold_water", "tariff"): D("60.00"), ("cold_water", "volume"): D("100.00")},
        )

    def test_penalty(self):
        """Penalties, interest and costs are one cause."""
        line = charge(e.World([service()]), account(water(meter({"2026-03-25": "10"}))))[0]
        now = [
            line,
            replace(line, kind="penalty", amount=D("2.10")),
            replace(line, kind="interest", amount=D("1.05")),
        ]
        self.assertEqual(steps([line], now), {("cold_water", "penalty"): D("3.15")})

    def test_people(self):
        """One resident more by norm."""
        world = e.World([service(norm="4")])
        before = charge(world, account("cold_water", residents=2))
        now = charge(world, account("cold_water", residents=3))
        self.assertEqual(steps(before, now), {("cold_water", "people"): D("200.00")})

    def test_service_that_came(self):
        """A new service, an uplift and a recalculation are causes of their own."""
        world = e.World(
            [service(norm="4"), service("x", "7", basis="fixed")], parameters(uplift_coefficient=2)
        )
        before = charge(world, account("cold_water"))
        row = e.AccountService("cold_water", no_meter="possible")
        now = charge(world, account(row, "x"))
        self.assertEqual(
            steps(before, now), {("cold_water", "uplift"): D("400.00"), ("x", "other"): D("7.00")}
        )

    def test_nothing_changed(self):
        """The same lines make no steps."""
        lines = charge(e.World([service(norm="4")]), account("cold_water"))
        self.assertEqual(waterfall(lines, lines), [])

    @given(services(), services(), houses(), houses())
    def test_steps_add_up(self, old, new, first, second):
        """Whatever changed, the steps add up to the difference, to the kopeck."""
        before = e.charge_building(e.World(old, RULES), first, "2026-03").lines
        now = e.charge_building(e.World(new, RULES), second, "2026-03").lines
        before = [line for line in before if line.account == 0]
        now = [line for line in now if line.account == 0]
        found = waterfall(before, now)
        self.assertEqual(sum((step.amount for step in found), D("0")), total(now) - total(before))
