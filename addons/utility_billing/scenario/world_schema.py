"""Fields of a scenario's world: parameters, services, buildings, accounts and events."""

from ..engine import parameter_values
from .event_schema import event
from .fields import (
    Record,
    SchemaError,
    anything,
    count,
    day,
    either,
    figure,
    flag,
    list_of,
    mapping,
    one_of,
    period,
    text,
)

NUMBER_PARAMETERS = (
    "uplift_coefficient average_months_max average_months_min average_limit_periods due_day "
    "bill_day key_rate penalty_rate_cap penalty_free_days penalty_percent_day penalty_cap_share "
    "interest_percent_year vat_rate absence_min_full_days tampering_multiplier "
    "tampering_max_months living_minimum subsidy_max_share area_norm_person "
    "area_norm_household range_border_days"
).split()


def texts(value, path):
    """A list of texts, or one text with commas."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(list_of(text)(value, path))


def divisors(value, path):
    """``"31:300,91:130"``: from which day on which divisor."""
    try:
        return parameter_values.divisors(text(value, path))
    except ValueError as error:
        raise SchemaError(path, str(error)) from None


PARAMETER_VALUES = {
    **dict.fromkeys(NUMBER_PARAMETERS, figure),
    "uplift_components": text,
    "penalty_divisors": divisors,
    "holidays": lambda value, path: tuple(list_of(day)(value, path)),
    "absence_services": texts,
    "rounding_policy": one_of("line_net_first", "gross_unrounded"),
}

_PARAMETER = Record(
    {"code": text, "value": anything, "from": day, "to": day, "service": text, "customer": text},
    required=("code", "value"),
)


def parameter(value, path):
    """A dated parameter; the type of its value follows from its code."""
    found = _PARAMETER(value, path)
    kind = PARAMETER_VALUES.get(found["code"])
    if kind is None:
        raise SchemaError(f"{path}.code", f"unknown parameter {found['code']}")
    found["value"] = kind(found["value"], f"{path}.value")
    return found


BLOCK = Record({"to": figure, "value": figure}, required=("value",))
TARIFF = Record(
    {
        "value": figure,
        "from": day,
        "to": day,
        "customer": text,
        "component": text,
        "zone": text,
        "blocks": list_of(BLOCK),
        "blocks_per": one_of("account", "person"),
        "without_meter": one_of("last"),
    },
    exclusive=(("value", "blocks"),),
)


def tariff(value, path):
    """A tariff with a value or with blocks; only the last block has no border."""
    found = TARIFF(value, path)
    if "value" not in found and "blocks" not in found:
        raise SchemaError(path, "value or blocks are missing")
    blocks = found.get("blocks", ())
    if "blocks" in found and (
        not blocks or "to" in blocks[-1] or any("to" not in block for block in blocks[:-1])
    ):
        raise SchemaError(
            f"{path}.blocks", "every block but the last needs a border, the last has none"
        )
    return found


NORM = Record(
    {
        "value": figure,
        "per": one_of("person", "m2", "unit"),
        "base": one_of("month", "year"),
        "from": day,
        "to": day,
        "component": text,
    },
    required=("value", "per"),
)


def heat_norm(value, path):
    """Gcal for one m3, or ``house``."""
    return value if value == "house" else figure(value, path)


SERVICE = Record(
    {
        "unit": one_of("m3", "kWh", "Gcal", "m2", "person", "piece", "month"),
        "tariffs": list_of(tariff),
        "norms": list_of(NORM),
        "heat_norm": heat_norm,
        "vat": Record({"rate": figure, "included": flag}),
        "basis": one_of(
            "meter_or_norm", "area", "person", "fixed", "unit", "house_share", "formula"
        ),
        "formula": text,
        "heating_mode": one_of("season", "even"),
        "season_months": list_of(count),
        "heating_common_share": Record(
            {"volume": figure, "share": figure}, exclusive=(("volume", "share"),)
        ),
        "common_needs": one_of("norm", "actual", "norm_with_annual_correction"),
        "reduction": Record(
            dict.fromkeys(
                (
                    "allowed_hours_month",
                    "allowed_hours_once",
                    "percent_per_hour",
                    "percent_per_24h",
                    "percent_per_degree",
                ),
                figure,
            )
        ),
        "waste_accounting": one_of("norm", "containers", "norm_with_annual_correction"),
        "capital": flag,
    }
)

BY_ZONE = either(figure, mapping(text, figure))
METER = Record(
    {
        "service": text,
        "serial": text,
        "digits": count,
        "zones": list_of(text),
        "ratio": figure,
        "installed": day,
        "removed": day,
        "verified_until": day,
        "verifications": list_of(
            Record({"date": day, "until": day, "value": BY_ZONE}, required=("date", "value"))
        ),
        "failed_from": day,
        "initial": Record({"date": day, "value": BY_ZONE}, required=("date", "value")),
        "readings": mapping(day, BY_ZONE),
    },
    required=("service",),
)
HOUSE_METER = Record(
    {
        "service": text,
        "component": text,
        "readings": mapping(day, figure),
        "volumes": mapping(period, figure),
        "failed_from": day,
    },
    required=("service",),
    exclusive=(("readings", "volumes"),),
)
CONTAINER = {"volume": figure, "count": count, "pickups": mapping(period, count)}
HOUSE_CONTAINER = Record({**CONTAINER, "persons_total": count, "area_total": figure})
FLAT = Record({"ref": text, "area": figure, "meters": list_of(METER)}, required=("ref", "area"))
BUILDING = Record(
    {
        "ref": text,
        "common_area": figure,
        "heated_unmetered_rule": text,
        "meters": list_of(HOUSE_METER),
        "flats": list_of(FLAT),
        "containers": list_of(HOUSE_CONTAINER),
        "outdoor": mapping(anything, anything),
    },
    required=("ref",),
)

RESIDENTS = Record({"count": count, "from": day, "to": day}, required=("count",))
PREMISE = Record(
    {
        "type": one_of("flat", "room", "house", "parking", "storage", "commercial"),
        "area": figure,
        "heated_area": figure,
        "individually_heated": flag,
        "rooms_area_total": figure,
        "flat": text,
    }
)
PRIVILEGE = Record(
    {
        "percent": figure,
        "services": list_of(text),
        "persons": count,
        "within": one_of("norm", "actual", "area_norm"),
        "from": day,
        "to": day,
        "age": count,
    },
    required=("percent", "services"),
)
INCOME = Record(
    {
        "household_income": figure,
        "persons": count,
        "standard_cost": figure,
        "actual_cost": figure,
    }
)
OPENING = Record(
    {
        "period": period,
        "service": text,
        "kind": one_of("principal", "penalty", "costs"),
        "amount": figure,
    },
    required=("period", "service", "amount"),
)
ACCOUNT = Record(
    {
        "ref": text,
        "building": text,
        "kind": one_of("individual", "organisation"),
        "customer": text,
        "premise": PREMISE,
        "residents": either(count, list_of(RESIDENTS)),
        "owners": count,
        "units": figure,
        "services": list_of(text),
        "meters": list_of(METER),
        "containers": list_of(Record(CONTAINER)),
        "volumes": mapping(text, mapping(period, figure)),
        "no_meter": mapping(text, one_of("possible", "impossible")),
        "privileges": list_of(PRIVILEGE),
        "income": INCOME,
        "opening": list_of(OPENING),
    },
    required=("ref", "building"),
)

WORLD_FIELDS = {
    "parameters": list_of(parameter),
    "services": mapping(text, SERVICE),
    "buildings": list_of(BUILDING),
    "accounts": list_of(ACCOUNT),
    "events": list_of(event),
}
CHANGE = Record(
    {
        **WORLD_FIELDS,
        "services": mapping(text, SERVICE.partly()),
        "buildings": list_of(BUILDING.partly()),
        "accounts": list_of(ACCOUNT.partly()),
    }
)
