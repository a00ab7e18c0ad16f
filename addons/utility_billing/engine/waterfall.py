"""Why a bill differs from the one before: steps by service and cause that add up to the difference.

The charge lines of a service are compared by component and zone. Where both months have a flat
price the difference of the price at the new volume is ``tariff``; the difference of the volume at
the old price is ``people`` as far as the number of persons explains it (norms), else ``volume``.
Uplift, privileges, recalculations and penalties (with interest and costs) are causes of their own;
what no rule divides (blocks, formulas, a service that came or went) is ``other``.
"""

from dataclasses import dataclass
from decimal import Decimal

from .lines import CHARGE, PRIVILEGE, RECALCULATION, UPLIFT
from .rounding import ZERO, money

TARIFF = "tariff"
VOLUME = "volume"
PEOPLE = "people"
PENALTY = "penalty"
OTHER = "other"
ORDER = (TARIFF, PEOPLE, VOLUME, UPLIFT, PRIVILEGE, RECALCULATION, PENALTY, OTHER)
KINDS = {"interest": PENALTY, "costs": PENALTY, "instalment": PENALTY}


@dataclass(slots=True)
class Step:
    """A part of the difference: amount gross, below zero where the bill became smaller."""

    service: str
    cause: str
    amount: Decimal


def waterfall(before, now):
    """Steps from the lines of one month to those of another, of one account.

    The amounts add up to ``sum(now) - sum(before)``; steps of zero are left out.

    :param before: lines of the earlier month; now: of the later one
    """
    sums = {}

    def add(service, cause, amount):
        if amount:
            sums[service, cause] = sums.get((service, cause), ZERO) + amount

    for sign, lines in ((-1, before), (1, now)):
        for line in lines:
            if line.kind != CHARGE:
                add(line.service, KINDS.get(line.kind, line.kind), sign * line.amount)
    groups = {}
    for side, lines in enumerate((before, now)):
        for line in lines:
            if line.kind == CHARGE:
                groups.setdefault(line.key, ([], []))[side].append(line)
    for (service, _component, _zone), (old, new) in groups.items():
        for cause, amount in _charge_steps(old, new):
            add(service, cause, amount)
    services = list(dict.fromkeys(line.service for line in (*now, *before)))
    found = [Step(service, cause, amount) for (service, cause), amount in sums.items() if amount]
    found.sort(key=lambda step: (services.index(step.service), ORDER.index(step.cause)))
    return found


def facts(lines):
    """What the steps rest on: ``{price, volume, persons}`` of the charge lines of a service; None
    where there is no single one."""
    charged = [line for line in lines if line.kind == CHARGE]
    parts = {(line.component, line.zone) for line in charged}
    single = len(parts) == 1
    return {
        "price": _unit_price(charged) if single else None,
        "volume": _total(charged, "volume") if single else None,
        "persons": _persons(charged) if single else None,
    }


def _unit_price(lines):
    """The price of all lines, or the mean gross price of a unit."""
    prices = {line.price for line in lines}
    return prices.pop() if len(prices) == 1 else _price(lines)


def _charge_steps(old, new):
    """(cause, amount) of the charge lines of one component and zone."""
    rest = _total(new, "amount") - _total(old, "amount")
    price, price_before = _price(new), _price(old)
    if price is None or price_before is None:
        yield OTHER, rest
        return
    volume, volume_before = _total(new, "volume"), _total(old, "volume")
    tariff = money((price - price_before) * volume)
    people = ZERO
    persons, persons_before = _persons(new), _persons(old)
    if persons is not None and persons_before:
        # what the old norm gives for the persons there are now
        people = money(volume_before * (persons - persons_before) / persons_before * price_before)
    yield TARIFF, tariff
    yield PEOPLE, people
    yield VOLUME, rest - tariff - people


def _total(lines, name):
    return sum((getattr(line, name) for line in lines), ZERO)


def _price(lines):
    """Gross price of a unit over the segments, or None where there is no single kind of price."""
    volume = _total(lines, "volume")
    if not lines or not volume or any(line.price is None for line in lines):
        return None
    return _total(lines, "amount") / volume


def _persons(lines):
    """Persons of the month where all lines go by a norm a person, weighted by days; else None."""
    total, days = ZERO, 0
    for line in lines:
        key, values = line.trace[0] if line.trace else ("", ())
        if key != "norm" or values[0] != "person":
            return None
        count = (line.date_to - line.date_from).days + 1
        total += Decimal(values[1]) * count  # a stored trace holds texts
        days += count
    return total / days if days else None
