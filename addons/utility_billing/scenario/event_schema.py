"""Fields of a scenario's events, by their type."""

from .fields import (
    Record,
    SchemaError,
    count,
    day,
    figure,
    flag,
    list_of,
    moment,
    one_of,
    period,
    text,
)

_PLACE = {"building": text, "account": text}
_EVENTS = {
    "absence": (
        {"account": text, "persons": count, "departure": day, "arrival": day},
        ("account", "persons", "departure", "arrival"),
    ),
    "outage": (
        {"service": text, **_PLACE, "start": moment, "end": moment, "planned": flag},
        ("service", "start", "end"),
    ),
    "quality": (
        {
            "service": text,
            **_PLACE,
            "measure": one_of("temperature"),
            "value": figure,
            "norm": figure,
            "start": moment,
            "end": moment,
            "hours": figure,
        },
        ("service", "value", "norm", "start", "end"),
    ),
    "tampering": (
        {
            "account": text,
            "service": text,
            "from": day,
            "to": day,
            "capacity_m3_day": figure,
            "pipe_mm": figure,
        },
        ("account", "service", "from", "to"),
    ),
    "access_refused": (
        {"account": text, "service": text, "dates": list_of(day)},
        ("account", "service", "dates"),
    ),
    "not_rendered": (
        {"service": text, **_PLACE, "from": day, "to": day},
        ("service", "from", "to"),
    ),
    "missed_pickup": (
        {"building": text, "period": period, "excess_hours": figure},
        ("building", "period", "excess_hours"),
    ),
    "meter_removed_for_repair": (
        {"account": text, "service": text, "from": day, "to": day},
        ("account", "service", "from"),
    ),
}
EVENTS = {
    name: Record({"type": text, **fields}, required=required, exclusive=(("building", "account"),))
    for name, (fields, required) in _EVENTS.items()
}


def event(value, path):
    """An event; its fields follow from its type."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in EVENTS:
        raise SchemaError(f"{path}.type", f"one of {', '.join(EVENTS)} is expected, not {kind!r}")
    found = EVENTS[kind](value, path)
    if "building" not in found and "account" not in found:
        raise SchemaError(path, "building or account is missing")
    return found
