"""Random towns as scenario data: every method, house services, privileges, events, several months."""

import copy
import json

from hypothesis import strategies as st

from ...scenario.schema import parse
from .scenario_steps import StepError, Town

MONTHS = ("2026-01", "2026-02", "2026-03")
NEXT = "2026-04"
DAYS = {"2026-01": 31, "2026-02": 28, "2026-03": 31, "2026-04": 30}


def text(low, high, step=1):
    """A figure as a text with the digits of ``step``."""
    return st.integers(low, high).map(
        lambda number: f"{number / step:.3f}" if step > 1 else str(number)
    )


PRICE = st.integers(1, 300000).map(lambda number: f"{number / 100:.2f}")
VOLUME = text(0, 40000, 1000)


@st.composite
def services(draw):
    """Services of all methods, some with tax on top or components."""
    vat = {"included": draw(st.booleans())}
    turn = draw(st.integers(2, 27))
    return {
        "cold_water": {
            "tariffs": [
                {"value": draw(PRICE), "to": f"2026-02-{turn:02d}"},
                {"value": draw(PRICE), "from": f"2026-02-{turn + 1:02d}"},
            ],
            "norms": [{"value": "4.745", "per": "person"}],
            "vat": vat,
        },
        "hot_water": {
            "tariffs": [
                {"value": draw(PRICE), "component": "cold"},
                {"value": draw(PRICE), "component": "heat"},
            ],
            "norms": [{"value": "3.21", "per": "person"}],
            "heat_norm": "0.0582",
            "vat": vat,
        },
        "sewerage": {"tariffs": [{"value": draw(PRICE)}]},
        "gas": {
            "tariffs": [
                {
                    "blocks": [{"to": "5", "value": draw(PRICE)}, {"value": draw(PRICE)}],
                    "blocks_per": draw(st.sampled_from(("account", "person"))),
                }
            ],
            "norms": [{"value": "10", "per": "person"}],
        },
        "heating": {"tariffs": [{"value": draw(PRICE)}], "vat": vat},
        "housing_maintenance": {"tariffs": [{"value": draw(PRICE)}]},
        "solid_waste": {
            "tariffs": [{"value": draw(PRICE)}],
            "norms": [{"value": "2.1", "per": "person", "base": "year"}],
        },
        "common_cold_water": {
            "tariffs": [{"value": draw(PRICE)}],
            "common_needs": draw(st.sampled_from(("norm", "actual"))),
            "norms": [{"value": "0.03", "per": "m2"}],
        },
    }


@st.composite
def people(draw):
    """A number, or a change inside February."""
    if draw(st.booleans()):
        return draw(st.integers(0, 4))
    day = draw(st.integers(2, 27))
    return [
        {"count": draw(st.integers(0, 4)), "from": "2025-01-01", "to": f"2026-02-{day:02d}"},
        {"count": draw(st.integers(0, 4)), "from": f"2026-02-{day + 1:02d}"},
    ]


@st.composite
def meters(draw, code):
    """A meter with readings of some months, growing."""
    value = draw(st.integers(0, 500))
    readings = {}
    initial = {"date": "2025-12-24", "value": str(value)}
    for month in (*MONTHS, NEXT):
        value += draw(st.integers(0, 30))
        if draw(st.integers(0, 3)):
            readings[f"{month}-24"] = str(value)
    return {"service": code, "initial": initial, "readings": readings}


@st.composite
def privileges(draw):
    """None or one or two privileges, some inside a month."""
    found = []
    for _number in range(draw(st.integers(0, 2))):
        row = {
            "percent": draw(st.sampled_from(("50", "100", "30"))),
            "services": draw(st.sampled_from((["cold_water", "heating"], ["housing_maintenance"]))),
            "within": draw(st.sampled_from(("norm", "actual", "area_norm"))),
        }
        if draw(st.booleans()):
            row["persons"] = draw(st.integers(1, 3))
        if draw(st.booleans()):
            row["from"] = f"2026-02-{draw(st.integers(1, 28)):02d}"
        found.append(row)
    return found


@st.composite
def accounts(draw, ref):
    """An account with or without meters."""
    measured = [code for code in ("cold_water", "hot_water", "gas") if draw(st.booleans())]
    return {
        "ref": ref,
        "building": "B1",
        "premise": {"type": "flat", "area": draw(text(100, 1500, 10))},
        "residents": draw(people()),
        "services": [
            "cold_water",
            "hot_water",
            "sewerage",
            "gas",
            "heating",
            "housing_maintenance",
            "solid_waste",
            "common_cold_water",
        ],
        "meters": [draw(meters(code)) for code in measured],
        "no_meter": {"cold_water": draw(st.sampled_from(("possible", "impossible")))},
        "volumes": {
            code: {"2025-10": "3.5", "2025-11": "4.5", "2025-12": "4.0"} for code in measured
        },
        "privileges": draw(privileges()),
    }


@st.composite
def events(draw, refs):
    """Some events of the months."""
    found = []
    for _number in range(draw(st.integers(0, 3))):
        month = draw(st.sampled_from(MONTHS))
        day = draw(st.integers(1, 20))
        kind = draw(st.sampled_from(("outage", "absence", "not_rendered")))
        if kind == "outage":
            found.append(
                {
                    "type": "outage",
                    "service": draw(st.sampled_from(("cold_water", "heating"))),
                    "building": "B1",
                    "start": f"{month}-{day:02d}T08:00",
                    "end": f"{month}-{day + draw(st.integers(0, 5)):02d}T20:00",
                }
            )
        elif kind == "absence":
            found.append(
                {
                    "type": "absence",
                    "account": draw(st.sampled_from(refs)),
                    "persons": 1,
                    "departure": f"{month}-{day:02d}",
                    "arrival": f"{month}-{day + draw(st.integers(1, 7)):02d}",
                }
            )
        else:
            found.append(
                {
                    "type": "not_rendered",
                    "service": "housing_maintenance",
                    "building": "B1",
                    "from": f"{month}-{day:02d}",
                    "to": f"{month}-{day + 2:02d}",
                }
            )
    return found


@st.composite
def towns(draw):
    """Data of a town with one house."""
    refs = [f"A{number}" for number in range(draw(st.integers(1, 3)))]
    rows = [draw(accounts(ref)) for ref in refs]
    house = {month: draw(text(0, 60000, 1000)) for month in (*MONTHS, NEXT)}
    heat = {month: draw(text(0, 9000, 1000)) for month in (*MONTHS, NEXT)}
    return {
        "id": "RU-1",
        "country": "RU",
        "expect": {},
        "parameters": [
            {"code": "area_norm_person", "value": "18"},
            {"code": "area_norm_household", "value": "10"},
        ],
        "services": draw(services()),
        "buildings": [
            {
                "ref": "B1",
                "common_area": "50.0",
                "meters": [
                    {"service": "cold_water", "volumes": house},
                    {"service": "heating", "volumes": heat},
                ],
            }
        ],
        "accounts": rows,
        "events": draw(events(refs)),
    }


@st.composite
def changed(draw, data):
    """The same town with something corrected: prices, people, privileges, area, parameters."""
    data = copy.deepcopy(data)
    one = draw(st.sampled_from(data["accounts"]))
    kind = draw(st.sampled_from(("prices", "people", "privileges", "area", "parameters", "house")))
    if kind == "prices":
        data["services"] = draw(services())
    elif kind == "people":
        one["residents"] = draw(people())
    elif kind == "privileges":
        one["privileges"] = draw(privileges())
    elif kind == "area":
        one["premise"] = {"type": "flat", "area": draw(text(100, 1500, 10))}
    elif kind == "house":
        data["buildings"][0]["meters"][1]["volumes"]["2026-02"] = draw(text(0, 9000, 1000))
    else:
        data["parameters"] += [
            {"code": "uplift_coefficient", "value": "1.2", "service": "cold_water"},
            {"code": "area_norm_person", "value": "12"},
        ]
    return data


def town(data):
    """A :class:`Town` at its start."""
    return Town(parse(json.dumps(data)))


def charged(data, months=MONTHS, close=True):
    """A town charged and closed month by month."""
    found = town(data)
    for month in months:
        found.charge(month)
        if close:
            found.close(month)
    return found


def told(found, data):
    """Tell a town that its facts are those of ``data``; what was charged stays."""
    fresh = town(data)
    found.data, found.world = fresh.data, fresh.world


def sums(lines, until=None):
    """``{(account, service, month that it is for): (net, tax)}`` of what is not zero."""
    result = {}
    for line in lines:
        month = line.of_period or line.period
        if until is None or month <= until:
            key = (line.account, line.service, month)
            net, vat = result.get(key, (0, 0))
            result[key] = (net + line.net, vat + line.vat)
    return {key: value for key, value in result.items() if any(value)}


__all__ = ["MONTHS", "NEXT", "StepError", "changed", "charged", "sums", "told", "town", "towns"]
