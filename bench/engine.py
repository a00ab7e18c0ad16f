"""Speed of the pure charging engine on one core: a mixed town, without database and without Odoo.

``./utility bench engine [--accounts N] [--json]``. Houses of 100 accounts with eight services:
metered and unmetered water, two-component hot water, sewerage, heating by the house meter,
electricity by zones, maintenance by area, waste by norm, common needs by the house meter; some
privileges, missing readings, moves inside the month. ``ratio_floor`` compares with the bare
arithmetic of the same lines (a multiplication, the roundings and the tax of every line, no rule
at all).
"""

import argparse
import cProfile
import gc
import json
import pstats
import random
import resource
import sys
import time
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ADDON = Path(__file__).resolve().parent.parent / "addons" / "utility_billing"
PERIOD = "2026-03"
HOUSE = 100
CENT = Decimal("0.01")
#: accounts a second on one core that the engine has to reach
AIM = 20_000
GROUPS = {
    "readings": ("readings.py", "consumption.py"),
    "people and norms": ("people.py",),
    "prices and tax": ("pricing.py", "tariffs.py", "vat.py", "lines.py"),
    "house": ("house.py", "house_meter.py", "heating.py", "common_needs.py", "waste.py"),
    "reductions and privileges": (
        "reductions.py",
        "quality.py",
        "absence.py",
        "privileges.py",
        "hours.py",
    ),
    "methods and charge": ("methods.py", "charge.py", "month.py", "parameters.py"),
}


def load_engine():
    """The engine as a plain package, as it is used without Odoo."""
    if str(ADDON) not in sys.path:
        sys.path.insert(0, str(ADDON))
    import engine

    return engine


def build_world(e):
    """Services and parameters of the town."""
    services = [
        e.Service(
            "cold_water",
            "m3",
            tariffs=(e.Tariff(Decimal("55.21")),),
            norms=(e.Norm(Decimal("4.745")),),
        ),
        e.Service(
            "hot_water",
            "m3",
            tariffs=(
                e.Tariff(Decimal("41.37"), component="cold"),
                e.Tariff(Decimal("2064.85"), component="heat"),
            ),
            norms=(e.Norm(Decimal("3.21")),),
            heat_norm=Decimal("0.0582"),
        ),
        e.Service(
            "sewerage",
            "m3",
            tariffs=(e.Tariff(Decimal("44.63")),),
            norms=(e.Norm(Decimal("7.786")),),
            volume_from=("cold_water", "hot_water"),
        ),
        e.Service("heating", "Gcal", tariffs=(e.Tariff(Decimal("2194.60")),)),
        e.Service(
            "electricity",
            "kWh",
            tariffs=(
                e.Tariff(Decimal("4.93"), zone="day"),
                e.Tariff(Decimal("2.96"), zone="night"),
                e.Tariff(Decimal("4.29")),
            ),
            norms=(e.Norm(Decimal("95")),),
        ),
        e.Service("maintenance", "m2", basis="area", tariffs=(e.Tariff(Decimal("21.00")),)),
        e.Service(
            "solid_waste",
            "m3",
            tariffs=(e.Tariff(Decimal("557.76")),),
            norms=(e.Norm(Decimal("1.56"), base="year"),),
        ),
        e.Service(
            "common_electricity",
            "kWh",
            basis="house_share",
            tariffs=(e.Tariff(Decimal("4.93")),),
            common_needs="actual",
            common_of="electricity",
        ),
    ]
    parameters = [
        e.Parameter("vat_rate", Decimal(22)),
        e.Parameter("uplift_coefficient", Decimal(3), service="cold_water"),
        e.Parameter("uplift_coefficient", Decimal("1.5"), service="hot_water"),
        e.Parameter("average_months_max", Decimal(6)),
        e.Parameter("average_months_min", Decimal(3)),
        e.Parameter("average_limit_periods", Decimal(3)),
    ]
    return e.World(services, parameters)


def build_meter(e, rng, serial, zones, low, high, sent):
    """A meter with a reading of February and, where sent, one of March."""
    registers = []
    for zone in zones:
        start = Decimal(rng.randrange(10_000, 900_000)) / 1000
        readings = [(date(2026, 2, 25), start)]
        if sent:
            used = Decimal(rng.randrange(low * 1000, high * 1000)) / 1000
            readings.append((date(2026, 3, 25), start + used))
        registers.append(
            e.Register(zone, date(2024, 1, 10), Decimal(5), readings, date(2026, 2, 25))
        )
    return e.Meter(serial, registers, digits=5)


def build_account(e, rng, ref):
    """An account: two of three are metered, some moved, some have a privilege."""
    residents = rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 0))
    people = [e.Residents(residents)]
    if rng.random() < 0.02:
        people = [
            e.Residents(residents, date_to=date(2026, 3, 11)),
            e.Residents(residents + 1, date_from=date(2026, 3, 12)),
        ]
    metered = rng.random() < 0.66
    services = []
    for code, zones, low, high in (
        ("cold_water", (None,), 1, 9),
        ("hot_water", (None,), 1, 6),
        ("electricity", ("day", "night"), 20, 180),
    ):
        line = e.AccountService(code, no_meter="possible" if rng.random() < 0.5 else "impossible")
        if metered or code == "electricity":
            sent = rng.random() < 0.93 or code == "electricity"
            line.meters = [build_meter(e, rng, f"{ref}-{code}", zones, low, high, sent)]
            if not sent:
                line.history = [
                    e.Past(f"2025-{month:02d}", Decimal(rng.randrange(low, high)))
                    for month in range(7, 13)
                ]
        services.append(line)
    for code in ("sewerage", "heating", "maintenance", "solid_waste", "common_electricity"):
        services.append(e.AccountService(code))
    privileges = []
    if rng.random() < 0.08:
        privileges = [
            e.Privilege(Decimal(50), ("cold_water", "solid_waste"), "norm", persons=1),
        ]
    return e.Account(
        ref,
        services,
        area=Decimal(rng.randrange(280, 900)) / 10,
        residents=people,
        privileges=privileges,
    )


def build_town(e, accounts, seed=17):
    """Houses of 100 accounts with meters of heat and electricity."""
    rng = random.Random(seed)
    houses = []
    for start in range(0, accounts, HOUSE):
        members = [build_account(e, rng, ref) for ref in range(start, min(start + HOUSE, accounts))]
        houses.append(
            e.Building(
                start,
                members,
                common_area=Decimal("412.5"),
                meters=[
                    e.HouseMeter("heating", volumes={PERIOD: Decimal(len(members)) * 2}),
                    e.HouseMeter("electricity", volumes={PERIOD: Decimal(len(members)) * 260}),
                ],
            )
        )
    return houses


def charge_town(e, world, houses):
    """Charge all houses: the number of lines; problems are an error of the bench."""
    count = 0
    for house in houses:
        result = e.charge_building(world, house, PERIOD)
        if result.problems:
            raise SystemExit(f"problem in the bench town: {result.problems[0].text}")
        count += len(result.lines)
    return count


def bare_arithmetic(quantities):
    """The floor: price, round and tax the same number of lines."""
    rate, whole = Decimal(22), Decimal(122)
    price = Decimal("55.21")
    started = time.perf_counter()
    for quantity in quantities:
        amount = (quantity * price).quantize(CENT, ROUND_HALF_UP)
        vat = (amount * rate / whole).quantize(CENT, ROUND_HALF_UP)
        _net = amount - vat
    return time.perf_counter() - started


def shares(e, houses):
    """Share of the time of each rule group, by a profile of a part of the town."""
    profile = cProfile.Profile()
    world = build_world(e)
    profile.runcall(charge_town, e, world, houses)
    spent = dict.fromkeys(GROUPS, 0.0)
    whole = 0.0
    for (path, _line, _name), row in pstats.Stats(profile).stats.items():
        own = row[2]
        whole += own
        for group, files in GROUPS.items():
            if Path(path).parent.name == "engine" and Path(path).name in files:
                spent[group] += own
    return {group: round(seconds / whole, 3) for group, seconds in spent.items()}


def is_exact(e, houses):
    """A shared world in any order of houses and accounts gives what fresh worlds give."""
    shared = build_world(e)
    expected, found = {}, {}
    for house in houses:
        for line in e.charge_building(build_world(e), house, PERIOD).lines:
            key = (line.account, line.service, line.kind, line.component, line.zone, line.date_from)
            expected[key] = line.amount
    for house in reversed(houses):
        turned = e.Building(
            house.ref, house.accounts[::-1], house.common_area, house.meters, carry=house.carry
        )
        for line in e.charge_building(shared, turned, PERIOD).lines:
            key = (line.account, line.service, line.kind, line.component, line.zone, line.date_from)
            found[key] = line.amount
    return expected == found


def main(argv=None):
    """Run the bench."""
    parser = argparse.ArgumentParser(prog="utility bench engine", description=__doc__)
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--repeat", type=int, default=3, help="the best run counts")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args(argv)
    e = load_engine()
    houses = build_town(e, arguments.accounts)
    # a portion of the run is charged without the collector: nothing in it is cyclic
    gc.collect()
    gc.disable()
    best = cpu = None
    lines = 0
    for _run in range(arguments.repeat):
        world = build_world(e)
        started, used = time.perf_counter(), time.process_time()
        lines = charge_town(e, world, houses)
        used, seconds = time.process_time() - used, time.perf_counter() - started
        best = seconds if best is None else min(best, seconds)
        cpu = used if cpu is None else min(cpu, used)
    gc.enable()
    rng = random.Random(3)
    floor = bare_arithmetic([Decimal(rng.randrange(1, 10**7)) / 1000 for _line in range(lines)])
    sample = houses[: max(1, len(houses) // 10)]
    result = {
        "bench": "engine",
        "items": arguments.accounts,
        "lines": lines,
        "seconds": round(best, 3),
        "ms_per_item": round(best / arguments.accounts * 1000, 5),
        "cpu_seconds": round(cpu, 3),
        "accounts_per_second": int(arguments.accounts / best),
        # other work on the machine takes wall time, not the time of this core
        "accounts_per_cpu_second": int(arguments.accounts / cpu),
        "lines_per_second": int(lines / best),
        "aim_accounts_per_second": AIM,
        "ratio_stock": None,
        "ratio_floor": round(best / floor, 2),
        "floor": "bare Decimal arithmetic of the same lines",
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "exact": is_exact(e, sample),
        "share_of_time": shares(e, sample),
    }
    if arguments.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name}: {value}")
    return 0 if result["exact"] else 1


if __name__ == "__main__":
    sys.exit(main())
