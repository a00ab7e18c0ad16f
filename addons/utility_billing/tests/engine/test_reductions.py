"""Outages, quality, absence, tampering, privileges (D02, D03, D05, D08, X38)."""

import unittest
from datetime import date, datetime

from ... import engine as e
from ...engine.tampering import tampering_lines
from .common import PERIOD, D, account, charge, meter, parameters, service, total, water


def outage(start, end, **values):
    """An outage of cold water; hours of March."""
    return e.Outage("cold_water", moment(start), moment(end), **values)


def moment(text):
    """``12T06`` is 06:00 of 12 March."""
    day, hour = text.split("T")
    return datetime(2026, 3, int(day), int(hour))


OUTAGES = parameters(allowed_hours_month=8, allowed_hours_once=4, percent_per_hour="0.15")


def reduced(events, settings=OUTAGES, row="cold_water", period=PERIOD, **values):
    """Sum of the recalculations beside a charge of 400."""
    world = e.World([service(norm="4")], settings)
    lines = charge(world, account(row, events=events, **values), period)
    return total(lines, "recalculation")


class OutageCase(unittest.TestCase):
    """Outages."""

    def test_within_the_allowed(self):
        """Two outages of four hours take nothing."""
        self.assertEqual(reduced([outage("2T0", "2T4"), outage("9T0", "9T4")]), D("0"))

    def test_too_long_at_once(self):
        """One outage of seven hours has three too many, though the month's sum is allowed."""
        self.assertEqual(reduced([outage("2T0", "2T7")]), D("-1.80"))

    def test_overlapping_outages_count_once(self):
        """Hours that two records name are one outage."""
        self.assertEqual(
            reduced([outage("2T0", "2T10"), outage("2T5", "2T12")]),
            reduced([outage("2T0", "2T12")]),
        )

    def test_month_border(self):
        """Only the hours inside the month count."""
        long = e.Outage("cold_water", datetime(2026, 2, 28), datetime(2026, 3, 1, 12))
        self.assertEqual(reduced([long]), D("-4.80"))

    def test_never_more_than_the_charge(self):
        """A whole month without water gives back the charge and no more."""
        long = e.Outage("cold_water", datetime(2026, 3, 1), datetime(2026, 4, 1))
        everything = [long, e.Absence(2, date(2026, 2, 20), date(2026, 4, 1))]
        heavy = parameters(percent_per_hour="1")
        self.assertEqual(reduced(everything[:1], heavy), D("-400.00"))

    def test_not_known_before_it_ends(self):
        """An outage that ends in April takes no effect in the charge of March."""
        late = e.Outage("cold_water", datetime(2026, 3, 20), datetime(2026, 4, 2))
        self.assertEqual(reduced([late]), D("0"))
        world = e.World([service(norm="4")], OUTAGES)
        lines = charge(world, account("cold_water", events=[late]), as_of="2026-04")
        self.assertEqual(total(lines, "recalculation"), D("-170.40"))

    def test_planned(self):
        """Planned: full days of the norm, nothing where a meter stands."""
        planned = outage("1T0", "11T12", planned=True)
        self.assertEqual(reduced([planned]), D("-129.03"))
        self.assertEqual(reduced([planned], row=water(meter({"2026-03-25": "8"}))), D("0"))

    def test_uplift_is_not_reduced(self):
        """The line of the coefficient stays whole."""
        settings = [*OUTAGES, *parameters(uplift_coefficient=3)]
        row = e.AccountService("cold_water", no_meter="possible")
        self.assertEqual(reduced([outage("2T0", "2T7")], settings, row), D("-1.80"))


class QualityCase(unittest.TestCase):
    """Temperatures."""

    def amount(self, resource, settings, value, norm, hours, reduction=None, component=None):
        rows = (e.Tariff(D("50"), component=component),)
        one = service(norm="4", tariffs=rows, resource=resource, reduction=reduction or {})
        measured = e.Quality("cold_water", D(value), D(norm), *map(moment, hours))
        world = e.World([one], parameters(**settings))
        return total(charge(world, account("cold_water", events=[measured])), "recalculation")

    HOT = {
        "quality_percent_hour": "0.1",
        "quality_tolerance_day": 3,
        "quality_tolerance_night": 5,
        "quality_step": 3,
        "quality_cold_limit": 40,
    }

    def test_hot_water_steps(self):
        """Each full three degrees beyond the tolerance; less than a step is nothing."""
        for value, amount in (("57", "0"), ("54.1", "0"), ("54", "-4"), ("51", "-8")):
            hours = ("2T6", "2T16")
            self.assertEqual(self.amount("hot_water", self.HOT, value, "60", hours), D(amount))

    def test_hot_water_at_night(self):
        """From 0 to 5 o'clock five degrees are tolerated."""
        night = self.amount("hot_water", self.HOT, "53", "60", ("2T0", "2T5"))
        day = self.amount("hot_water", self.HOT, "53", "60", ("2T5", "2T10"))
        self.assertEqual((night, day), (D("0"), D("-2.00")))

    def test_cold_hot_water_without_components(self):
        """Below the limit a one-part tariff still loses its steps."""
        amount = self.amount("hot_water", self.HOT, "36", "60", ("2T6", "2T16"))
        self.assertEqual(amount, D("-28.00"))

    def test_heating_at_night(self):
        """Three degrees are tolerated from 0 to 5 o'clock."""
        settings = {"quality_percent_hour": "0.15", "quality_tolerance_night": 3}
        night = self.amount("heating", settings, "14", "18", ("2T0", "2T5"))
        day = self.amount("heating", settings, "14", "18", ("2T5", "2T10"))
        self.assertEqual((night, day), (D("-3.00"), D("-12.00")))

    def test_percent_per_degree(self):
        """The service's own percentage a degree for the event's share of the month."""
        own = {"percent_per_degree": D("5")}
        amount = self.amount("heating", {}, "16", "18", ("1T0", "31T0"), own)
        self.assertEqual(amount, D("-38.71"))


class AbsenceCase(unittest.TestCase):
    """Absence."""

    SETTINGS = parameters(absence_min_full_days=5)

    def away(self, persons=1, first=(2026, 3, 4), last=(2026, 3, 20)):
        return e.Absence(persons, date(*first), date(*last))

    def test_full_days(self):
        """Fifteen full days of one of two persons."""
        self.assertEqual(reduced([self.away()], self.SETTINGS), D("-96.77"))

    def test_five_full_days_are_too_few(self):
        """The absence must be longer than the least."""
        self.assertEqual(reduced([self.away(last=(2026, 3, 10))], self.SETTINGS), D("0"))
        self.assertNotEqual(reduced([self.away(last=(2026, 3, 11))], self.SETTINGS), D("0"))

    def test_length_over_two_months(self):
        """The length counts over the border of the months, the days by month."""
        long = self.away(first=(2026, 2, 20), last=(2026, 3, 4))
        self.assertEqual(reduced([long], self.SETTINGS), D("-19.35"))

    def test_not_where_a_meter_is_possible(self):
        """A flat that could have a meter has no recalculation; waste always has."""
        row = e.AccountService("cold_water", no_meter="possible")
        self.assertEqual(reduced([self.away()], self.SETTINGS, row), D("0"))
        waste = service("solid_waste", "50", "4")
        row = e.AccountService("solid_waste", no_meter="possible")
        lines = charge(e.World([waste], self.SETTINGS), account(row, events=[self.away()]))
        self.assertEqual(total(lines, "recalculation"), D("-96.77"))

    def test_not_where_a_meter_stands(self):
        """Charged by norm because the reading was not sent: no recalculation."""
        self.assertEqual(reduced([self.away()], self.SETTINGS, water(meter({}))), D("0"))

    def test_named_services_only(self):
        """``absence_services`` limits, ``absence_excluded`` leaves out by resource."""
        for code, value, amount in (
            ("absence_services", ("gas",), "0"),
            ("absence_services", ("cold_water",), "-96.77"),
            ("absence_excluded", ("cold_water",), "0"),
        ):
            settings = [*self.SETTINGS, e.Parameter(code, value)]
            self.assertEqual(reduced([self.away()], settings), D(amount))

    def test_more_absent_than_residents(self):
        """No more persons than live there are away."""
        self.assertEqual(
            reduced([self.away(5)], self.SETTINGS), reduced([self.away(2)], self.SETTINGS)
        )


class OtherCase(unittest.TestCase):
    """Services not rendered, pickups, tampering."""

    def test_not_rendered_days_count_once(self):
        """Two acts that name the same days count them once."""
        acts = [
            e.NotRendered("cold_water", date(2026, 3, 1), date(2026, 3, 10)),
            e.NotRendered("cold_water", date(2026, 3, 6), date(2026, 3, 15)),
        ]
        self.assertEqual(reduced(acts), D("-193.55"))

    def test_missed_pickups_by_full_days(self):
        """Each full 24 hours; of its own period only."""
        rows = [service("x", "100", "1", resource="solid_waste")]
        world = e.World(rows, parameters(percent_per_24h="3.3"))
        for hours, amount in (("23", "0"), ("24", "-6.60"), ("75", "-19.80")):
            events = [e.MissedPickup(PERIOD, D(hours)), e.MissedPickup("2026-02", D("99"))]
            lines = charge(world, account("x", events=events))
            self.assertEqual(total(lines, "recalculation"), D(amount))

    def test_tampering_by_norm(self):
        """Norm times the multiplier by days, for the last months at most."""
        settings = parameters(tampering_multiplier=10, tampering_max_months=2)
        world = e.World([service(norm="4")], settings)
        stolen = e.Tampering("cold_water", date(2025, 11, 1), date(2026, 2, 14))
        lines, problems = tampering_lines(
            world, account("cold_water", events=[stolen]), None, "2026-03"
        )
        self.assertEqual(problems, [])
        self.assertEqual(
            [(line.of_period, line.amount, line.period) for line in lines],
            [("2026-01", D("4000.00"), "2026-03"), ("2026-02", D("2000.00"), "2026-03")],
        )

    def test_tampering_by_capacity(self):
        """Capacity times days; nothing while the event lasts."""
        world = e.World([service(norm="4")])
        stolen = e.Tampering("cold_water", date(2026, 3, 1), date(2026, 3, 10), D("2.4"))
        one = account("cold_water", events=[stolen])
        self.assertEqual(tampering_lines(world, one, None, "2026-02"), ([], []))
        lines, _problems = tampering_lines(world, one, None, "2026-03")
        self.assertEqual((lines[0].volume, lines[0].amount), (D("24.0"), D("1200.00")))

    def test_tampering_without_norm(self):
        """Neither capacity nor norm: a problem of the account."""
        world = e.World([service()])
        stolen = e.Tampering("cold_water", date(2026, 3, 1), date(2026, 3, 10))
        _lines, problems = tampering_lines(
            world, account("cold_water", events=[stolen]), None, "2026-03"
        )
        self.assertEqual([(p.code, p.account) for p in problems], [("NO_NORM", "A")])


class PrivilegeCase(unittest.TestCase):
    """Privileges."""

    def amount(self, privilege, row="cold_water", settings=(), events=(), **values):
        world = e.World([service(norm="4")], [*OUTAGES, *settings])
        one = account(row, privileges=[privilege], events=list(events), **values)
        return total(charge(world, one), "privilege")

    def test_share_of_persons(self):
        """One of four residents: half of a quarter."""
        half = e.Privilege(D("50"), ("cold_water",), "actual", 1)
        self.assertEqual(self.amount(half, residents=4), D("-100.00"))
        self.assertEqual(self.amount(half, residents=0, owners=1), D("-100.00"))

    def test_within_norm(self):
        """A metered volume above the norm counts only to the norm of the entitled."""
        half = e.Privilege(D("50"), ("cold_water",), "norm", 1)
        row = water(meter({"2026-03-25": "20"}))
        self.assertEqual(self.amount(half, row), D("-100.00"))
        self.assertEqual(self.amount(half, water(meter({"2026-03-25": "6"}))), D("-75.00"))

    def test_days(self):
        """A privilege that begins inside the month counts by days."""
        half = e.Privilege(D("50"), ("cold_water",), date_from=date(2026, 3, 17))
        self.assertEqual(self.amount(half), D("-96.77"))
        ended = e.Privilege(D("50"), ("cold_water",), date_to=date(2026, 2, 28))
        self.assertEqual(self.amount(ended), D("0"))

    def test_area_norm(self):
        """The standard of the area limits the share."""
        half = e.Privilege(D("50"), ("x",), "area_norm")
        settings = parameters(area_norm_person=18, area_norm_household=4)
        world = e.World([service("x", "10", basis="area")], settings)
        lines = charge(world, account("x", privileges=[half]))
        self.assertEqual(total(lines, "privilege"), D("-200.00"))

    def test_two_privileges_are_capped(self):
        """Together they never exceed what is left of the charge."""
        world = e.World([service(norm="4")])
        full = [e.Privilege(D("75"), ("cold_water",)) for _person in range(2)]
        self.assertEqual(total(charge(world, account("cold_water", privileges=full))), D("0.00"))

    def test_tax_of_a_price_without_tax(self):
        """With tax on top the privilege is of the gross."""
        world = e.World([service(norm="4", vat_included=False, vat_rate=D("20"))])
        half = e.Privilege(D("50"), ("cold_water",))
        lines = charge(world, account("cold_water", privileges=[half]))
        self.assertEqual((total(lines), total(lines, name="net")), (D("240.00"), D("200.00")))
