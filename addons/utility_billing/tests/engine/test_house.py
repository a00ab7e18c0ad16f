"""House shares: heating, common needs, communal flats, containers, the year (C07, C16)."""

import unittest
from datetime import date

from ... import engine as e
from ...engine.annual import annual_lines
from .common import AVERAGE, PERIOD, D, account, meter, parameters, service, total, water


def heating(**values):
    """Heating at 100 a Gcal."""
    return service("heating", "100", **values)


def flat(ref, area, *rows, **values):
    """An account with an area."""
    return account(*(rows or ("heating",)), ref=ref, area=D(area), **values)


def house(*accounts, volume="100", service_code="heating", **values):
    """A house with a house meter of one month."""
    meters = values.pop("meters", None)
    if meters is None:
        meters = [e.HouseMeter(service_code, volumes={PERIOD: D(volume)})]
    return e.Building("B", list(accounts), meters=meters, **values)


def volumes(world, building, code="heating", period=PERIOD):
    """{account: volume} of a service; the house must have no problem."""
    result = e.charge_building(world, building, period)
    assert not result.problems, [problem.text for problem in result.problems]
    found = {}
    for line in result.lines:
        if line.service == code and line.kind == "charge":
            found[line.account] = found.get(line.account, D("0")) + line.volume
    return found


class HeatingCase(unittest.TestCase):
    """Formulas 3, 3(1), 3(3), UA."""

    def test_by_area(self):
        """No flat has a meter: by area, the common area plays no part."""
        shares = volumes(
            e.World([heating()]), house(flat(1, "30"), flat(2, "70"), common_area=D("9"))
        )
        self.assertEqual(shares, {1: D("30"), 2: D("70")})

    def test_account_without_the_service_counts_in_the_area(self):
        """The areas are those of all premises, also of one that is charged elsewhere."""
        other = account(ref=3, area=D("100"))
        shares = volumes(e.World([heating()]), house(flat(1, "30"), flat(2, "70"), other))
        self.assertEqual(shares, {1: D("15"), 2: D("35")})

    def test_all_flats_metered(self):
        """Readings of all flats and the rest by area (formula 3(3))."""
        one = flat(1, "50", water(meter({"2026-03-25": "30"}), code="heating"))
        two = flat(2, "50", water(meter({"2026-03-25": "50"}, serial="W2"), code="heating"))
        shares = volumes(e.World([heating()]), house(one, two))
        self.assertEqual(shares, {1: D("40"), 2: D("60")})

    def test_consumed_is_the_own_reading(self):
        """History of a metered flat counts its reading, not its share of the rest."""
        one = flat(1, "50", water(meter({"2026-03-25": "30"}), code="heating"))
        halves = (
            e.Tariff(D("100"), date_to=date(2026, 3, 15)),
            e.Tariff(D("110"), date_from=date(2026, 3, 16)),
        )
        for rows in ([heating()], [heating(tariffs=halves)]):
            lines = e.charge_building(e.World(rows), house(one, flat(2, "50")), PERIOD).lines
            mine = sum(line.consumed for line in lines if line.account == 1)
            self.assertEqual(mine.quantize(D("0.000001")), D("30"))

    def test_wrong_reading_of_one_flat(self):
        """A wrong reading of a flat's heat meter is its problem; the others wait for it."""
        one = flat(1, "50", water(meter({"2026-03-25": "-3"}), code="heating"))
        result = e.charge_building(e.World([heating()]), house(one, flat(2, "50")), PERIOD)
        self.assertEqual(
            [(p.account, p.code) for p in result.problems],
            [(1, "NEGATIVE"), (2, "HOUSE_INCOMPLETE")],
        )

    def test_heated_area(self):
        """The heated area goes before the area."""
        one = flat(1, "90", heated_area=D("30"))
        self.assertEqual(volumes(e.World([heating()]), house(one, flat(2, "70")))[1], D("30"))

    def test_season_without_volume(self):
        """Out of season nothing is charged, in season a missing volume is a problem."""
        rows = [heating(heating_mode="season", season_months=(1, 2, 12))]
        building = house(flat(1, "30"), meters=[e.HouseMeter("heating")])
        self.assertEqual(volumes(e.World(rows), building), {})
        problems = e.charge_building(e.World(rows), building, "2026-01").problems
        self.assertEqual([problem.code for problem in problems], ["NO_NORM"])

    def test_failed_meter_in_mid_season(self):
        """The average is that of the last whole heating period (RU п.59(1))."""
        rows = [
            heating(
                heating_mode="season", season_months=(1, 2, 3, 12), norms=(e.Norm(D("1"), "m2"),)
            )
        ]
        months = {"2025-01": "8", "2025-02": "6", "2025-03": "4", "2025-12": "99"}
        broken = e.HouseMeter(
            "heating",
            volumes={month: D(volume) for month, volume in months.items()},
            failed_from=date(2026, 1, 10),
        )
        settings = parameters(**AVERAGE)
        settings.append(
            e.Parameter("average_limit_periods", D("2"), None, None, "heating", "house")
        )
        world = e.World(rows, settings)
        building = house(flat(1, "10"), meters=[broken])
        for period, volume in (("2026-01", "6"), ("2026-02", "6"), ("2026-03", "10")):
            self.assertEqual(volumes(world, building, period=period), {1: D(volume)}, period)

    def test_ukraine_with_a_metered_flat(self):
        """Own reading plus the share of common needs; the others share what is left."""
        metered = flat(1, "50", water(meter({"2026-03-25": "30"}), code="heating"))
        building = house(metered, flat(2, "25"), flat(3, "25", individually_heated=True))
        shares = volumes(e.World([heating(common_share=D("0.2"))]), building)
        self.assertEqual(shares, {1: D("40"), 2: D("55"), 3: D("5")})

    def test_house_alone(self):
        """A common service of an account charged without its house is a problem."""
        common = service("common_cold_water", basis="house_share", common_needs="norm")
        _lines, problems = e.charge_month(e.World([common]), account("common_cold_water"), PERIOD)
        self.assertEqual([problem.code for problem in problems], ["NO_HOUSE"])


class CommonCase(unittest.TestCase):
    """Common needs."""

    def world(self, needs="actual", **values):
        common = service(
            "common_cold_water",
            "10",
            basis="house_share",
            common_needs=needs,
            common_of="cold_water",
            **values,
        )
        return e.World([service(norm="4"), common])

    def building(self, volume, carry=(), **values):
        rows = (
            flat(1, "30", "cold_water", "common_cold_water"),
            flat(2, "60", water(meter({"2026-03-25": "22"})), "common_cold_water"),
        )
        return house(*rows, volume=volume, service_code="cold_water", carry=dict(carry), **values)

    def test_rest_by_area(self):
        """House meter less norms and readings."""
        shares = volumes(self.world(), self.building("45"), "common_cold_water")
        self.assertEqual(shares, {1: D("5"), 2: D("10")})

    def test_parameters_of_the_resource_are_not_for_common_needs(self):
        """A parameter of the water service does not reach the common needs of that resource."""
        common = service(
            "common_cold_water",
            basis="house_share",
            common_needs="norm",
            resource="cold_water",
        )
        variant = service("cold_water_2", resource="cold_water")
        rows = [e.Parameter("vat_rate", D("10"), service="cold_water")]
        month = e.World([common, variant, service()], rows).month(PERIOD)
        rates = [month.plan(code, "individual").vat_rate for code in month.world.services]
        self.assertEqual(rates, [D("0"), D("10"), D("10")])

    def test_negative_rest_is_carried(self):
        """A negative rest charges nothing and lowers the next period, whatever its size."""
        result = e.charge_building(self.world(), self.building("25"), PERIOD)
        self.assertEqual(result.carry, {"common_cold_water": D("-5")})
        self.assertEqual(total(result.lines, "charge"), D("1500.00"))
        result = e.charge_building(self.world(), self.building("33", result.carry), PERIOD)
        self.assertEqual(result.carry, {"common_cold_water": D("-2")})
        result = e.charge_building(self.world(), self.building("35", result.carry), PERIOD)
        self.assertEqual(result.carry, {"common_cold_water": D("0")})
        shared = [line.volume for line in result.lines if line.service == "common_cold_water"]
        self.assertEqual(sum(shared), D("3"))

    def test_problem_of_one_account_holds_the_common_service(self):
        """A wrong reading must not make the neighbours pay for its flat."""
        building = self.building("45")
        building.accounts[1].services[0] = water(meter({"2026-03-25": "-1"}))
        result = e.charge_building(self.world(), building, PERIOD)
        self.assertEqual(
            sorted((problem.account, problem.code) for problem in result.problems),
            [(1, "HOUSE_INCOMPLETE"), (2, "HOUSE_INCOMPLETE"), (2, "NEGATIVE")],
        )

    def test_no_house_meter_and_no_norm(self):
        """Neither meter nor norm of the house is a problem."""
        building = self.building("45", meters=[])
        result = e.charge_building(self.world(), building, PERIOD)
        self.assertEqual({problem.code for problem in result.problems}, {"NO_HOUSE_VOLUME"})

    def test_norm_where_the_meter_is_missing(self):
        """With a norm of the house the norm is charged."""
        world = self.world(norms=(e.Norm(D("0.3"), "m2"),))
        building = self.building("45", meters=[], common_area=D("90"))
        self.assertEqual(volumes(world, building, "common_cold_water"), {1: D("9"), 2: D("18")})


class FlatCase(unittest.TestCase):
    """Rooms of a communal flat (RU п.50)."""

    def building(self, readings, history=()):
        shared = water(meter(readings), history=list(history))
        rooms = [
            flat(ref, area, "cold_water", "heating", flat="K", residents=people)
            for ref, area, people in ((1, "10", 2), (2, "30", 1))
        ]
        return house(*rooms, flats={"K": e.Flat("K", D("60"), {"cold_water": shared})}, volume="6")

    def test_water_by_persons_heat_by_area(self):
        """Water of the shared meter by persons, the heat of the whole flat by area of the rooms."""
        world = e.World([service(norm="4"), heating()])
        building = self.building({"2026-03-25": "10"})
        self.assertEqual(
            volumes(world, building, "cold_water"), {1: D("6.666667"), 2: D("3.333333")}
        )
        self.assertEqual(volumes(world, building), {1: D("1.5"), 2: D("4.5")})

    def test_shared_meter_without_reading(self):
        """No reading of the shared meter: the norm of all persons, by persons."""
        world = e.World([service(norm="4"), heating()], parameters(**AVERAGE))
        building = self.building({})
        self.assertEqual(volumes(world, building, "cold_water"), {1: D("8"), 2: D("4")})


class ContainerCase(unittest.TestCase):
    """Waste by containers."""

    def test_persons_of_the_house(self):
        """Without totals the persons of the house share; an account with own ones stands aside."""
        waste = service("solid_waste", "100", waste_accounting="containers")
        taken = e.Container(D("1"), 2, {PERIOD: 6})
        own = e.Container(D("0.5"), 1, {PERIOD: 4})
        building = house(
            flat(1, "30", "solid_waste", residents=3),
            flat(2, "30", "solid_waste", residents=0, owners=1),
            flat(3, "30", "solid_waste", residents=9, containers=[own]),
            containers=[taken],
            meters=[],
        )
        self.assertEqual(
            volumes(e.World([waste]), building, "solid_waste"), {1: D("9"), 2: D("3"), 3: D("2")}
        )


class AnnualCase(unittest.TestCase):
    """Yearly correction."""

    def test_heating(self):
        """The year's real heat at the tariffs of its months, less what was charged."""
        rows = [
            heating(
                tariffs=(
                    e.Tariff(D("100"), date_to=date(2025, 6, 30)),
                    e.Tariff(D("200"), date_from=date(2025, 7, 1)),
                ),
                heating_mode="even",
                season_months=(1, 12),
            )
        ]
        world = e.World(rows)
        months = {"2024-01": "12", "2024-12": "12", "2025-01": "20", "2025-12": "10"}
        house_meter = e.HouseMeter("heating", volumes={m: D(v) for m, v in months.items()})
        building = house(flat(1, "30"), flat(2, "70"), meters=[house_meter])
        ledger = []
        for month in e.periods.months_of_year(2025):
            ledger += e.charge_building(world, building, month).lines
        lines, problems = annual_lines(
            world, lambda month, ledger, carry: building, ledger, "heating", 2025, "2026-01"
        )
        self.assertEqual(problems, [])
        # 30% of 20 * 100 + 10 * 200, less 30% of 2 * 6 * 100 + 2 * 6 * 200
        self.assertEqual([line.amount for line in lines], [D("120.00"), D("280.00")])

    def test_nothing_known(self):
        """Without any volume of the year nothing is given back: it is a problem."""
        building = house(flat(1, "30"), meters=[e.HouseMeter("heating")])
        lines, problems = annual_lines(
            e.World([heating()]), lambda *args: building, [], "heating", 2025, "2026-01"
        )
        self.assertEqual((lines, problems[0].code), ([], "NO_HOUSE_VOLUME"))
