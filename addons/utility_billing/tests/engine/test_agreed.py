"""Agreed quantities, standing charges of meters, seasonal prices, pressure and voltage."""

import unittest
from datetime import date, datetime

from ... import engine as e
from .common import PERIOD, D, account, charge, codes, meter, parameters, service, total, water


class AgreedQuantities(unittest.TestCase):
    """Organisations by contract volume, connected capacity or meter (C01, C09, C21)."""

    def charged(self, row, line, **values):
        """Volume and amount of the one line of an office."""
        office = account(line, kind="organisation", customer="organisation", residents=0, **values)
        lines = charge(e.World([row]), office)
        self.assertEqual(len(lines), 1)
        return lines[0].volume, lines[0].amount, lines[0].method

    def test_contract_volume(self):
        """The agreed volume of the month; 10 of 31 days where the contract began on 22 March."""
        row = service("gas", "7.5", basis="contract")
        line = e.AccountService("gas", contract_volume=D("310"))
        self.assertEqual(self.charged(row, line), (D("310"), D("2325.00"), "contract"))
        line = e.AccountService("gas", contract_volume=D("310"), date_from=date(2026, 3, 22))
        self.assertEqual(self.charged(row, line), (D("100"), D("750.00"), "contract"))

    def test_capacity(self):
        """2 kW * 8 h * 31 days; without hours the whole day."""
        row = service("electricity", "5", basis="capacity")
        line = e.AccountService("electricity", capacity=D("2"), capacity_hours=D("8"))
        self.assertEqual(self.charged(row, line), (D("496"), D("2480.00"), "capacity"))
        line = e.AccountService("electricity", capacity=D("2"))
        self.assertEqual(self.charged(row, line)[0], D("1488"))

    def test_meter_goes_before(self):
        """A reading counts; where it was not sent the agreed volume does."""
        row = service("gas", "7.5", basis="contract")
        line = water(meter({"2026-03-25": "40"}), code="gas", contract_volume=D("310"))
        self.assertEqual(self.charged(row, line), (D("40"), D("300.00"), "meter"))
        line = water(meter({}), code="gas", contract_volume=D("310"))
        self.assertEqual(self.charged(row, line), (D("310"), D("2325.00"), "contract"))

    def test_later_reading_settles(self):
        """April shows 350 for two months, of which March had 310 by contract."""
        row = service("gas", "7.5", basis="contract")
        history = [e.Past("2026-03", D("310"), "contract", "not_sent")]
        line = water(
            meter({"2026-04-25": "350"}), code="gas", contract_volume=D("310"), history=history
        )
        lines = charge(e.World([row]), account(line), "2026-04")
        self.assertEqual([one.volume for one in lines], [D("40")])

    def test_nothing_agreed(self):
        """C22: an agreed quantity that is not there is a problem."""
        for basis, code in (("contract", "NO_CONTRACT_VOLUME"), ("capacity", "NO_CAPACITY")):
            world = e.World([service("gas", basis=basis)])
            self.assertEqual(codes(world, account("gas")), [code])


class StandingCharge(unittest.TestCase):
    """A fixed charge for each meter (X29)."""

    def test_meters_by_days(self):
        """Two meters of water all month, one of gas that does not count."""
        rows = [
            service(),
            service("gas"),
            service("rent", "31", basis="per_meter", volume_from=("cold_water",)),
        ]
        one = account(
            water(meter({"2026-03-25": "1"}), meter({"2026-03-25": "1"}, serial="W2")),
            water(meter({"2026-03-25": "1"}, serial="G1"), code="gas"),
            "rent",
        )
        lines = [line for line in charge(e.World(rows), one) if line.service == "rent"]
        self.assertEqual([(line.volume, line.amount) for line in lines], [(D("2"), D("62.00"))])

    def test_replaced_meter_counts_once(self):
        """On the day of the replacement the new meter stands."""
        rows = [service(), service("rent", "31", basis="per_meter")]
        old = meter({"2026-03-11": "5"}, removed="2026-03-11")
        new = meter({"2026-03-25": "1"}, ("2026-03-11", "0"), "W2")
        one = account(water(old, new), "rent")
        lines = charge(e.World(rows), one)
        self.assertEqual(total(line for line in lines if line.service == "rent"), D("31"))

    def test_no_meter_no_charge(self):
        """Nothing stands, nothing is owed."""
        rows = [service(norm="4"), service("rent", "31", basis="per_meter")]
        lines = charge(e.World(rows), account("cold_water", "rent"))
        self.assertEqual({line.service for line in lines}, {"cold_water"})


class SeasonalTariffs(unittest.TestCase):
    """A price of some months of the year, years on end (X29)."""

    ROW = service(tariffs=(e.Tariff(D("50")), e.Tariff(D("80"), months=(5, 6, 7, 8, 9))), norm="4")

    def test_seasonal_price_goes_before(self):
        """80 in summer, 50 in the rest of the year, this year and the next."""
        world = e.World([self.ROW])
        amounts = [
            total(charge(world, account("cold_water", residents=1), period))
            for period in ("2026-04", "2026-05", "2026-09", "2026-10", "2027-06")
        ]
        self.assertEqual(amounts, [D("200"), D("320"), D("320"), D("200"), D("320")])

    def test_only_seasonal_prices(self):
        """C22: a month that no season has is a day without tariff."""
        row = service(tariffs=(e.Tariff(D("80"), months=(5, 6)),), norm="4")
        self.assertEqual(codes(e.World([row]), account("cold_water")), ["NO_TARIFF"])

    def test_two_prices_of_one_season(self):
        """C17: they overlap."""
        row = service(
            tariffs=(e.Tariff(D("80"), months=(3,)), e.Tariff(D("90"), months=(3, 4))), norm="4"
        )
        self.assertEqual(codes(e.World([row]), account("cold_water")), ["OVERLAP"])


class OtherMeasures(unittest.TestCase):
    """Pressure, voltage and composition (D03; ПП 354 Приложение 1 п.3, 10)."""

    RULES = parameters(
        quality_pressure_percent_hour="0.1",
        quality_pressure_limit=25,
        quality_voltage_percent_hour="0.15",
    )

    def reduced(self, measure, value, norm, rules=RULES, hours=None):
        """Reduction of 310.00 by an event of 50 hours over 3 days."""
        event = e.Quality(
            "cold_water",
            D(value),
            D(norm),
            datetime(2026, 3, 10, 12),
            datetime(2026, 3, 12, 14),
            measure,
            hours,
        )
        world = e.World([service(norm="3.1")], rules)
        lines, problems = e.charge_month(world, account("cold_water", events=[event]), PERIOD)
        self.assertEqual(problems, [])
        return total(lines, "recalculation")

    def test_pressure(self):
        """20 percent less: 50 h * 0.1 percent of 310.00; 30 percent less: 3 of 31 days."""
        self.assertEqual(self.reduced("pressure", "2.4", "3.0"), D("-15.50"))
        self.assertEqual(self.reduced("pressure", "2.1", "3.0"), D("-30.00"))
        self.assertEqual(self.reduced("pressure", "2.4", "3.0", hours=D("10")), D("-3.10"))

    def test_voltage(self):
        """50 h * 0.15 percent."""
        self.assertEqual(self.reduced("voltage", "190", "230"), D("-23.25"))

    def test_composition(self):
        """The three days that the event touches."""
        self.assertEqual(self.reduced("composition", "0", "0"), D("-30.00"))

    def test_without_parameter(self):
        """C22: no percentage known is a problem, not a reduction of nothing."""
        event = e.Quality(
            "cold_water", D("2"), D("3"), datetime(2026, 3, 1), datetime(2026, 3, 2), "pressure"
        )
        world = e.World([service(norm="4")])
        self.assertEqual(codes(world, account("cold_water", events=[event])), ["NO_PARAMETER"])
