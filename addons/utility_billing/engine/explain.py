"""Why a line is what it is: a JSON-able explanation built from the compact trace of a line.

The steps of an explanation always add up to the amount of the line, to the kopeck. Texts are keys
with an English formula; the caller translates them. Legal references are parameters
``legal_<key>`` of the country pack.
"""

from datetime import date
from decimal import Decimal

from .periods import last_day
from .rounding import ZERO, money

#: key of a trace: (formula in words, names of its values)
FORMULAS = {
    "meter": ("reading - previous reading - settled", ("readings", "settled")),
    "average": ("sum of months / months", ("sum", "months")),
    "norm": (
        "base * norm * days / month days * season",
        ("per", "base", "norm", "days", "month_days", "season", "norm_row"),
    ),
    "base": ("base * days / month days", ("per", "base", "days", "month_days")),
    "capacity": ("capacity * hours a day * days", ("capacity", "hours", "days")),
    "per_meter": ("days of the meters / month days", ("meters", "days", "month_days")),
    "sum": ("sum of services", ("parts",)),
    "flat": ("volume of the flat * persons / persons of the flat", ("flat", "persons", "total")),
    "heating": (
        "own part + area * rest / area of the house",
        ("formula", "house_volume", "area", "house_area", "common_area", "reading", "rest"),
    ),
    "common": (
        "(house volume - own volumes + carried) * area / area of the house",
        ("house_volume", "own_volumes", "carried", "area", "house_area"),
    ),
    "common_norm": (
        "norm * common area * area / area of the house * days / month days",
        ("norm", "common_area", "area", "house_area", "days", "month_days"),
    ),
    "containers": ("taken away * share / base", ("containers",)),
    "formula": ("formula", ("text", "variables", "fee")),
    "uplift": ("volume * tariff * (coefficient - 1)", ("volume", "tariff", "coefficient")),
    "outage": (
        "charge * excess hours * percent",
        ("hours", "allowed_month", "allowed_once", "excess", "percent"),
    ),
    "planned_outage": ("fee * days without supply / days", ("days", "of_days")),
    "quality": ("charge * deviation * percent * hours", ("measurements",)),
    "not_rendered": ("charge * days / days of the month", ("days", "of_days")),
    "missed_pickup": ("charge * full days * percent", ("hours", "steps", "percent")),
    "absence": ("fee * days of absent persons / days of all", ("person_days", "persons", "days")),
    "privilege": (
        "percent * fee * entitled share * share kept after reductions",
        ("percent", "fee", "share", "kept", "limit"),
    ),
    "tampering": ("volume of the days", ("by", "days", "quantity")),
    "annual": ("real fee of the year - charged", ("real", "charged")),
    "correction": ("as known now - charged so far", ("now", "charged")),
    "instalment": (
        "rest * rate / 100 * days / days of the year",
        ("number", "rate", "spans", "before", "now", "whole"),
    ),
}

#: their values are any number of rows of one name
LISTS = ("containers", "quality")


def explain(line, world=None):
    """The explanation of a charge line.

    :return: dict with ``method reason formula variables steps tariff_ref legal amount``; numbers
        are
        texts. ``steps`` is a list of ``{text, quantity?, price?, amount}`` that adds up to
        ``amount``.
    """
    trace, slices, tariff_ref = line.trace or (("", ()), None, "")
    key, values = trace
    text, names = FORMULAS.get(key, ("", ()))
    if key in LISTS:
        values = (values,)
    found = {
        "key": key,
        "method": line.method,
        "reason": line.reason,
        "formula": text,
        "variables": {name: plain(value) for name, value in zip(names, values, strict=False)},
        "days": [plain(line.date_from), plain(line.date_to)],
        "steps": steps(line, slices, key),
        "tariff_ref": tariff_ref,
        "amount": plain(line.amount),
    }
    if world is not None and key:
        found["legal"] = world.parameters.get(
            f"legal_{key}", last_day(line.of_period or line.period), line.service, default=""
        )
    return found


def steps(line, slices, key):
    """The steps whose amounts add up to the line."""
    found = []
    fee = line.amount if line.vat_included else line.net
    if key == "uplift" or line.kind != "charge":
        fee = line.amount
        found.append({"text": key or line.kind, "amount": plain(line.amount)})
    elif slices:
        for quantity, price in slices:
            step = {"text": "block", "quantity": plain(quantity), "price": plain(price)}
            found.append({**step, "amount": plain(money(quantity * price))})
    else:
        step = {"text": "fee", "quantity": plain(line.volume), "price": plain(line.price)}
        found.append({**step, "amount": plain(fee)})
    rest = line.amount - sum((Decimal(step["amount"]) for step in found), ZERO)
    if rest and line.vat_included:
        found.append({"text": "rounding", "amount": plain(rest)})
    elif rest:
        # only a tax on top of the fee is left over
        found.append({"text": "vat", "rate": plain(line.vat_rate), "amount": plain(rest)})
    return found


def plain(value):
    """Values as JSON: numbers and dates as texts, tuples as lists, rows as their reference.

    >>> plain((Decimal("1.50"), date(2026, 3, 1), None))
    ['1.50', '2026-03-01', None]
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if hasattr(value, "ref"):
        return value.ref
    return value
