"""Reader of scenario files: YAML to validated plain data, and later changes merged into it.

The format is described in the conventions of the scenarios. Unknown fields, floats, doubled keys
and values of the wrong kind are refused with the path in the file.
"""

import copy
from dataclasses import dataclass, field

from .fields import Record, SchemaError, count, day, figure, list_of, one_of, period, text
from .references import check_outcome, check_world
from .world_schema import CHANGE, WORLD_FIELDS
from .yaml_reader import read_yaml

PAY = Record(
    {
        "account": text,
        "date": day,
        "amount": figure,
        "purpose_period": period,
        "purpose_service": text,
        "costs": figure,
    },
    required=("account", "date", "amount"),
)
STEPS = {
    "charge": period,
    "close": period,
    "pay": PAY,
    "penalty": day,
    "change": CHANGE,
    "annual_correction": Record(
        {"service": text, "year": count, "period": period}, required=("service", "year")
    ),
    "subsidy": Record({"account": text}, required=("account",)),
}


def step(value, path):
    """A step: a mapping with the one name of what is done."""
    if not isinstance(value, dict) or len(value) != 1:
        raise SchemaError(path, "a step is a mapping with one name")
    ((name, argument),) = value.items()
    if name not in STEPS:
        raise SchemaError(f"{path}.{name}", f"one of {', '.join(STEPS)} is expected")
    return name, STEPS[name](argument, f"{path}.{name}")


_WHO = {"account": text, "building": text}
EXPECT = Record(
    {
        "lines": list_of(
            Record(
                {
                    **_WHO,
                    "period": period,
                    "service": text,
                    "kind": one_of("charge", "uplift", "recalculation", "privilege"),
                    "component": text,
                    "zone": text,
                    "volume": figure,
                    "amount": figure,
                    "net": figure,
                    "vat": figure,
                    "of_period": period,
                },
                exclusive=(("account", "building"),),
            )
        ),
        "totals": list_of(
            Record(
                {**_WHO, "period": period, "amount": figure},
                required=("amount",),
                exclusive=(("account", "building"),),
            )
        ),
        "allocations": list_of(
            Record(
                {
                    "account": text,
                    "period": period,
                    "service": text,
                    "kind": one_of("principal", "penalty", "costs", "advance"),
                    "amount": figure,
                },
                required=("account", "amount"),
            )
        ),
        "balances": list_of(
            Record(
                {
                    "account": text,
                    "service": text,
                    "kind": one_of("principal", "penalty", "costs"),
                    "amount": figure,
                },
                required=("account", "amount"),
            )
        ),
        "penalties": list_of(
            Record(
                {
                    "account": text,
                    "amount": figure,
                    "days": count,
                    "of_period": period,
                    "kind": one_of("penalty", "interest"),
                },
                required=("account", "amount"),
            )
        ),
        "due_dates": list_of(Record({"period": period, "date": day}, required=("period", "date"))),
        "subsidies": list_of(
            Record(
                {"account": text, "amount": figure, "share": figure},
                required=("account", "amount"),
            )
        ),
        "errors": list_of(Record({"step": count, "contains": text}, required=("step", "contains"))),
    }
)
FILE = Record(
    {
        "id": text,
        "title": text,
        "country": one_of("RU", "UA", "KZ"),
        "citation": text,
        "source": text,
        "note": text,
        "today": day,
        **WORLD_FIELDS,
        "steps": list_of(step),
        "expect": EXPECT,
    },
    required=("id", "country", "expect"),
)


@dataclass(slots=True)
class Scenario:
    """A validated file. ``world``: parameters, services, buildings, accounts, events."""

    id: str
    title: str
    country: str
    today: object
    world: dict
    steps: list = field(default_factory=list)
    expect: dict = field(default_factory=dict)


def parse(content):
    """A :class:`Scenario` from the text of a file.

    :raises SchemaError: with the path in the file and the reason
    """
    data = FILE(read_yaml(content), "")
    world = {name: data.get(name, {} if name == "services" else []) for name in WORLD_FIELDS}
    check_world(world)
    steps = data.get("steps")
    if steps is None:
        steps = [("charge", name) for name in _named_periods(data["expect"])]
    check_outcome(world, steps, data["expect"])
    return Scenario(
        data["id"],
        data.get("title", ""),
        data["country"],
        data.get("today"),
        world,
        steps,
        data["expect"],
    )


def _named_periods(expect):
    """Periods that charge lines or totals are expected in."""
    rows = [*expect.get("lines", ()), *expect.get("totals", ())]
    return sorted({row["period"] for row in rows if "period" in row})


def merge(world, change):
    """The world after a ``change``; neither argument is altered.

    Mappings are merged key by key, meters by serial (or by service where there is one), events and
    parameters are added, other lists take the place of the old ones; a new ``ref`` is added.

    :raises SchemaError: for a new account without a known building
    """
    found = copy.deepcopy(world)
    for name, value in change.items():
        if name in ("events", "parameters"):
            found[name] = [*found[name], *value]
        elif name in ("buildings", "accounts"):
            found[name] = _merge_by_ref(found[name], value)
        else:
            found[name] = _merge_value(found[name], value)
    for account in found["accounts"]:
        if "building" not in account:
            raise SchemaError(f"change.accounts.{account['ref']}", "field building is missing")
    check_world(found)
    return found


def _merge_by_ref(old, new):
    found = {row["ref"]: row for row in old}
    for row in new:
        if "ref" not in row:
            raise SchemaError("change", "field ref is missing")
        found[row["ref"]] = _merge_value(found.get(row["ref"], {}), row)
    return list(found.values())


def _merge_value(old, new):
    if isinstance(old, dict) and isinstance(new, dict):
        found = dict(old)
        for key, value in new.items():
            if key == "meters":
                found[key] = _merge_meters(found.get(key, []), value)
            else:
                found[key] = _merge_value(found[key], value) if key in found else value
        return found
    return copy.deepcopy(new)


def _merge_meters(old, new):
    found = list(old)
    for meter in new:
        place = _meter_place(found, meter)
        if place is None:
            found.append(meter)
        else:
            found[place] = _merge_value(found[place], meter)
    return found


def _meter_place(meters, meter):
    """The place of the meter that is meant: by serial, else the only one of its service."""
    same = [
        index
        for index, other in enumerate(meters)
        if other.get("service") == meter.get("service")
        and other.get("component") == meter.get("component")
    ]
    if "serial" in meter:
        same = [index for index in same if meters[index].get("serial") == meter["serial"]]
    elif len(same) > 1:
        raise SchemaError(
            "change.meters", f"which meter of {meter.get('service')}? serial is missing"
        )
    return same[0] if same else None
