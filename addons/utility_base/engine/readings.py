"""What is wrong with the values that somebody gives for a meter on a day (B03, X22).

``check(meter, entry, rules, today)`` returns findings. ``refuse``: the values are not taken.
``suspect``: they are kept aside until somebody has looked at them. ``info``: worth knowing.
The texts of the codes stand in ``models/utility_reading_messages.py``.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import permutations

from .consumption import Point, consumption, expected_month, months_between

REFUSE, SUSPECT, INFO = "refuse", "suspect", "info"

# Sent by customers themselves: the reporting window binds them
CUSTOMER_SOURCES = frozenset({"portal", "app", "messenger", "sms", "ivr", "kiosk"})
# A new count begins with them
RESTART_SOURCES = frozenset({"installation", "verification"})
# Taken by the utility's own people with a document: an expired verification does not matter
OFFICIAL_SOURCES = RESTART_SOURCES | {"removal", "act", "correction"}


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of a company."""

    jump_factor: Decimal = Decimal(5)
    history_months: int = 12
    history_least: int = 2
    expired: str = REFUSE  # what an expired verification leads to; ``info``: nothing


@dataclass(frozen=True, slots=True)
class Window:
    """Days of the month on which customers send readings; may run over the month's end.

    >>> Window(25, 3, True).holds(date(2026, 2, 28)), Window(25, 3, True).holds(date(2026, 2, 10))
    (True, False)
    """

    day_from: int
    day_to: int
    restricted: bool

    def holds(self, day):
        if self.day_from <= self.day_to:
            return self.day_from <= day.day <= self.day_to
        return day.day >= self.day_from or day.day <= self.day_to


@dataclass(frozen=True, slots=True)
class Register:
    """``past``: accepted values before the entry, oldest first. ``later``: the next one after it.

    ``same_day``: values that the register has for the day already.
    """

    past: tuple[Point, ...] = ()
    later: Point | None = None
    same_day: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Meter:
    serial: str
    registers: Mapping[str, Register]  # by zone
    digits: int = 5
    decimals: int = 3
    ratio: Decimal = Decimal(1)
    archived: bool = False
    verified_until: date | None = None
    stands: tuple[tuple[date, date | None], ...] = ()  # installations, oldest first
    out_of_order: tuple[tuple[date, date | None], ...] = ()
    window: Window | None = None
    closed_until: date | None = None
    jump_floor: Decimal = Decimal(0)  # volume a month (units of the service) that is never a jump
    jump_limit: Decimal | None = None  # volume a month that is one where history is missing
    counterparts: tuple["Meter", ...] = ()  # hot for cold and the other way round


@dataclass(frozen=True, slots=True)
class Entry:
    date: date
    values: Mapping[str, Decimal]  # by zone
    source: str
    complete: bool = False  # the values claim to be all of the meter


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: str
    zone: str | None = None
    field: str = "value"
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


def check(meter, entry, rules, today):
    """Findings about ``entry``, those that refuse it first.

    >>> meter = Meter("7", {"total": Register((Point(date(2026, 1, 20), Decimal(100)),))},
    ...     stands=((date(2025, 1, 1), None),))
    >>> entry = Entry(date(2026, 2, 20), {"total": Decimal(90)}, "call")
    >>> [(f.code, f.severity) for f in check(meter, entry, rules=Rules(), today=date(2026, 2, 21))]
    [('negative_consumption', 'refuse')]
    """
    findings = [*_about_meter(meter, entry, rules, today), *_about_zones(meter, entry)]
    known = [zone for zone in entry.values if zone in meter.registers]
    for zone in known:
        findings += _about_value(meter, zone, entry, rules)
    wrong = [f for f in findings if f.code in ("negative_consumption", "jump")]
    if wrong:
        findings += _swaps(meter, known, entry, rules, wrong)
    return sorted(findings, key=lambda f: (REFUSE, SUSPECT, INFO).index(f.severity))


def _holds(spans, day):
    return any(start <= day and (end is None or day <= end) for start, end in spans)


def _about_meter(meter, entry, rules, today):
    day, source = entry.date, entry.source
    official = source in OFFICIAL_SOURCES
    if day > today:
        yield Finding("future_date", REFUSE, field="date", params={"today": today})
    if meter.archived and source not in ("correction", "removal"):
        yield Finding("archived_meter", REFUSE, field="serial")
    if meter.closed_until and day <= meter.closed_until and source != "correction":
        yield Finding("closed_period", REFUSE, field="date", params={"date": meter.closed_until})
    if not meter.stands:
        if source != "verification":
            yield Finding("not_installed", REFUSE, field="serial")
    elif day < meter.stands[0][0]:
        yield Finding(
            "before_installation", REFUSE, field="date", params={"date": meter.stands[0][0]}
        )
    elif not _holds(meter.stands, day) and source != "verification":
        removed = max(end for start, end in meter.stands if start <= day)
        yield Finding("after_removal", REFUSE, field="date", params={"date": removed})
    expired = meter.verified_until and day > meter.verified_until
    if expired and not official and rules.expired != INFO:
        params = {"date": meter.verified_until}
        yield Finding("expired_verification", rules.expired, field="date", params=params)
    if not official and _holds(meter.out_of_order, day):
        yield Finding("out_of_order", SUSPECT, field="date")
    if source in CUSTOMER_SOURCES and meter.window and not meter.window.holds(day):
        params = {"first": meter.window.day_from, "last": meter.window.day_to}
        severity = REFUSE if meter.window.restricted else INFO
        yield Finding("outside_window", severity, field="date", params=params)


def _about_zones(meter, entry):
    unknown = [zone for zone in entry.values if zone not in meter.registers]
    if unknown or (entry.complete and len(entry.values) != len(meter.registers)):
        params = {"given": len(entry.values), "expected": len(meter.registers)}
        yield Finding("wrong_registers", REFUSE, params=params)


def _about_value(meter, zone, entry, rules):
    register, value = meter.registers[zone], entry.values[zone]
    if value < 0:
        yield Finding("negative_value", REFUSE, zone)
        return
    if value >= Decimal(10) ** meter.digits:
        yield Finding("too_many_digits", REFUSE, zone, params={"digits": meter.digits})
        return
    if value != round(value, meter.decimals):
        yield Finding("too_many_decimals", REFUSE, zone, params={"decimals": meter.decimals})
    if value in register.same_day:
        yield Finding("duplicate", INFO, zone)
        return
    if entry.source in RESTART_SOURCES or not register.past:
        before = None
    else:
        before = consumption(register.past[-1].value, value, meter.digits)
        if before is None and entry.source != "correction":
            yield Finding("negative_consumption", REFUSE, zone, params=_last(register, value))
        elif before and before[1]:
            yield Finding("rollover", INFO, zone, params={"volume": before[0]})
    if before and _is_jump(meter, register, before[0], entry.date, rules):
        yield Finding("jump", SUSPECT, zone, params=_jump(meter, register, before[0], rules))
    later = register.later
    if later and not later.restart and entry.source != "correction":
        if consumption(value, later.value, meter.digits) is None:
            params = {"date": later.date, "last": later.value, "value": value}
            yield Finding("above_later", REFUSE, zone, params=params)


def _last(register, value):
    last = register.past[-1]
    return {"date": last.date, "last": last.value, "value": value}


def _jump(meter, register, volume, rules):
    expected = expected_month(
        register.past, meter.digits, rules.history_months, rules.history_least
    )
    usual = None if expected is None else expected * meter.ratio
    return {"volume": volume * meter.ratio, "usual": usual}


def _is_jump(meter, register, volume, day, rules):
    """More than ``jump_factor`` times the usual; without history more than ``jump_limit``."""
    months = months_between(register.past[-1].date, day)
    volume *= meter.ratio
    usual = expected_month(register.past, meter.digits, rules.history_months, rules.history_least)
    if usual is None:
        return meter.jump_limit is not None and volume > meter.jump_limit * months
    usual *= meter.ratio
    return volume > max(rules.jump_factor * usual, meter.jump_floor) * months


def _fits(meter, zone, value, day, rules):
    """Whether ``value`` would be an ordinary value of the register."""
    register = meter.registers[zone]
    if not register.past or value >= Decimal(10) ** meter.digits:
        return False
    found = consumption(register.past[-1].value, value, meter.digits)
    return bool(found) and not found[1] and not _is_jump(meter, register, found[0], day, rules)


def _swaps(meter, zones, entry, rules, wrong):
    """Values that fit when they change places: of zones, or of the hot and the cold meter."""
    severity = REFUSE if any(f.severity == REFUSE for f in wrong) else SUSPECT
    day = entry.date
    if 1 < len(zones) <= 4:
        values = tuple(entry.values[zone] for zone in zones)
        for turned in permutations(values):
            if turned != values and all(
                _fits(meter, zone, value, day, rules)
                for zone, value in zip(zones, turned, strict=True)
            ):
                yield Finding("swapped_zones", severity, params={"zones": ", ".join(zones)})
                break
    for other in meter.counterparts:
        zone = wrong[0].zone
        if zone in other.registers and _fits(other, zone, entry.values[zone], day, rules):
            params = {"serial": other.serial}
            yield Finding("swapped_meters", severity, zone, params=params)
            break
