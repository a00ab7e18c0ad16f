"""Prices: customers, places, components, zones, blocks, tax, uplift (C01, C17, X29)."""

import unittest
from datetime import date

from ... import engine as e
from .common import D, account, charge, codes, meter, parameters, service, total, water


def tariff(value, **values):
    """A tariff; days as texts."""
    for name in ("date_from", "date_to"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return e.Tariff(D(value), **values)


def price(tariffs, **values):
    """The amount of 10 m3 by meter."""
    world = e.World([service(tariffs=tariffs)])
    return total(charge(world, account(water(meter({"2026-03-25": "10"})), **values)))


class ChoiceCase(unittest.TestCase):
    """Which tariff holds."""

    def test_customer_before_everybody(self):
        """A tariff of the customer's group goes before the general one."""
        rows = (tariff("5"), tariff("7", customer="budget"))
        self.assertEqual(price(rows), D("50.00"))
        self.assertEqual(price(rows, customer="budget"), D("70.00"))

    def test_other_shape_does_not_mix(self):
        """A group with one price does not also pay the components of the others."""
        rows = (
            tariff("5", component="cold"),
            tariff("6", component="heat"),
            tariff("20", customer="organisation"),
        )
        self.assertEqual(price(rows), D("110.00"))
        self.assertEqual(price(rows, customer="organisation"), D("200.00"))

    def test_metered_volume_is_divided_by_days(self):
        """A tariff that changes inside the month divides a metered volume by days."""
        rows = (tariff("31", date_to="2026-03-10"), tariff("62", date_from="2026-03-11"))
        self.assertEqual(price(rows), D("100.00") + D("420.00"))

    def test_day_without_tariff(self):
        """A volume on a day without a tariff is a problem that names the day."""
        world = e.World([service(tariffs=(tariff("5", date_from="2026-03-11"),), norm="4")])
        _lines, problems = e.charge_month(world, account("cold_water"), "2026-03")
        self.assertEqual(problems[0].text, "no tariff for cold_water on 2026-03-01")
        self.assertTrue(problems[0].remedy)

    def test_overlap(self):
        """Two tariffs of one key on one day are a problem; of two keys they are not."""
        rows = (tariff("5"), tariff("6", date_from="2026-03-20"))
        self.assertEqual(
            codes(e.World([service(tariffs=rows, norm="4")]), account("cold_water")), ["OVERLAP"]
        )
        zones = (tariff("5"), tariff("6", zone="night"))
        self.assertEqual(price(zones), D("50.00"))

    def test_unknown_service_and_method(self):
        """What the world does not know is a problem of the account, never a crash."""
        self.assertEqual(codes(e.World([]), account("x")), ["NO_SERVICE"])
        self.assertEqual(
            codes(e.World([service("x", basis="magic")]), account("x")), ["NO_STRATEGY"]
        )

    def test_account_with_a_problem_has_no_lines(self):
        """A bill that lacks a service would be wrong: nothing is charged until it is solved."""
        world = e.World([service(), service("x", basis="fixed")])
        lines, problems = e.charge_month(world, account("x", "cold_water"), "2026-03")
        self.assertEqual((lines, [p.code for p in problems]), ([], ["NO_NORM"]))


class BlockCase(unittest.TestCase):
    """Blocks and zones."""

    BLOCKS = (e.Block(D("100"), D("1")), e.Block(D("200"), D("2")), e.Block(None, D("3")))

    def lines(self, volume, row=None, settings=(), **values):
        rows = (row or e.Tariff(blocks=self.BLOCKS),)
        world = e.World([service(tariffs=rows, norm="150")], settings)
        return charge(world, account(water(meter({"2026-03-25": volume})), **values))

    def test_borders(self):
        """A volume exactly on a border stays in the lower blocks."""
        for volume, amount in (("100", "100"), ("200", "300"), ("201", "303"), ("0", "0")):
            self.assertEqual(total(self.lines(volume)), D(amount))

    def test_per_person(self):
        """Borders are multiplied by the residents."""
        row = e.Tariff(blocks=self.BLOCKS, blocks_per="person")
        self.assertEqual(total(self.lines("250", row, residents=2)), D("300"))

    def test_days_between_readings(self):
        """Borders are for a month of 30.5 days and grow with the days between the readings."""
        days = parameters(range_border_days="14")
        self.assertEqual(total(self.lines("250", settings=days)), D("300"))

    def test_without_meter_the_last_block(self):
        """A volume by norm is charged at the last block where the tariff says so."""
        row = e.Tariff(blocks=self.BLOCKS, without_meter="last")
        world = e.World([service(tariffs=(row,), norm="150")])
        self.assertEqual(total(charge(world, account("cold_water", residents=1))), D("450"))

    def test_same_blocks_renewed_inside_the_month(self):
        """Borders are divided by days together with the volume: the sum stays."""
        rows = (
            e.Tariff(blocks=self.BLOCKS, date_to=date(2026, 3, 12)),
            e.Tariff(blocks=self.BLOCKS, date_from=date(2026, 3, 13)),
        )
        world = e.World([service(tariffs=rows)])
        lines = charge(world, account(water(meter({"2026-03-25": "250"}))))
        self.assertEqual((len(lines), total(lines)), (2, D("450.00")))


class TaxCase(unittest.TestCase):
    """Tax and uplift."""

    def line(self, settings=(), **values):
        world = e.World([service(price="447.18", norm="0.15", **values)], settings)
        return charge(world, account("cold_water", residents=1))[0]

    def test_inside(self):
        """Tax inside a price leaves the gross as it is."""
        line = self.line(parameters(vat_rate=20))
        self.assertEqual((line.net, line.vat, line.amount), (D("55.90"), D("11.18"), D("67.08")))

    def test_on_top_by_policy(self):
        """On top: the rounded net, or the unrounded product."""
        line = self.line(vat_included=False, vat_rate=D("20"))
        self.assertEqual((line.net, line.vat, line.amount), (D("67.08"), D("13.42"), D("80.50")))
        policy = [e.Parameter("rounding_policy", "gross_unrounded")]
        line = self.line(policy, vat_included=False, vat_rate=D("20"))
        self.assertEqual((line.vat, line.amount), (D("13.41"), D("80.49")))

    def test_rate_by_date(self):
        """The rate is that of the last day of the period."""
        rows = [
            e.Parameter("vat_rate", D("20"), None, date(2025, 12, 31)),
            e.Parameter("vat_rate", D("22"), date(2026, 1, 1)),
        ]
        self.assertEqual(self.line(rows).vat_rate, D("22"))

    def test_uplift_is_its_own_line(self):
        """The coefficient multiplies the fee in a line of its own without volume."""
        world = e.World([service(norm="4")], parameters(uplift_coefficient="1.5"))
        row = e.AccountService("cold_water", no_meter="possible")
        fee, uplift = charge(world, account(row))
        self.assertEqual((fee.amount, uplift.amount), (D("400.00"), D("200.00")))
        self.assertEqual((uplift.kind, uplift.volume), ("uplift", D("0")))

    def test_file_before_pack(self):
        """A higher layer hides a lower one, whatever their detail; then the specific goes first."""
        rows = [
            e.Parameter("k", D("1"), service="cold_water"),
            e.Parameter("k", D("2"), layer=1),
            e.Parameter("k", D("3"), customer="budget", layer=1),
        ]
        get = e.World([], rows).parameters.get
        day = date(2026, 3, 31)
        self.assertEqual(get("k", day, "cold_water", "individual"), D("2"))
        self.assertEqual(get("k", day, "cold_water", "budget"), D("3"))
