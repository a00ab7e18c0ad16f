"""Temperature, pressure, voltage or composition beside the norm (ПП 354, Приложение 1).

The rule is chosen by the resource of the service; a service with ``percent_per_degree`` of its own
loses that percentage of the fee a degree for the event's share of the month.
"""

from decimal import Decimal

from .hours import clip, hours_between, night_hours, overlap_days
from .problems import ProblemError
from .rounding import HUNDRED, ZERO

DAY = 24


def quality_parts(charge, lines, events, setting):
    """Yield (line, amount, volume, trace): all quality events of the month, one for each line."""
    sums = {}
    for event in events:
        part = clip(event.start, event.end, charge.month)
        if part is None:
            continue
        hours, night = _hours(event, part)
        for line in lines:
            if line.service != event.service:
                continue
            rule = _rule(charge, line, event, setting)
            if rule is None:
                continue
            amount, trace = rule(charge, line, event, hours, night, setting)
            total, traces = sums.get(id(line), (ZERO, ()))
            sums[id(line)] = total + amount, (*traces, trace)
    for line in lines:
        if id(line) in sums:
            amount, traces = sums[id(line)]
            yield line, amount, ZERO, ("quality", traces)


def _hours(event, part):
    """(hours of the deviation in the month, those of them at night)."""
    hours, night = hours_between(*part), night_hours(*part)
    if event.hours is None:
        return hours, night
    whole = hours_between(event.start, event.end)
    stated = Decimal(event.hours) * hours / whole if whole else ZERO
    return stated, stated if night == hours else ZERO


def _rule(charge, line, event, setting):
    if event.measure != "temperature":
        return MEASURES.get(event.measure)
    if setting(charge, line.service, "percent_per_degree") is not None:
        return by_degree
    plan = charge.plan(line.service)
    return RULES.get(plan.service.resource)


def by_degree(charge, line, event, hours, night, setting):
    """``percent_per_degree`` of the fee a degree, for the event's share of the month."""
    percent = setting(charge, line.service, "percent_per_degree")
    degrees = max(ZERO, event.norm - event.value)
    share = hours / (charge.month.days * DAY)
    return line.amount * degrees * percent / HUNDRED * share, (degrees, percent, hours)


def heating(charge, line, event, hours, night, setting):
    """A percentage an hour and degree; some degrees are tolerated at night."""
    percent = setting(charge, line.service, "quality_percent_hour", ZERO)
    tolerated = setting(charge, line.service, "quality_tolerance_night", ZERO)
    degrees = max(ZERO, event.norm - event.value)
    at_night = max(ZERO, degrees - tolerated)
    points = degrees * (hours - night) + at_night * night
    return line.amount * points * percent / HUNDRED, (degrees, percent, hours)


def hot_water(charge, line, event, hours, night, setting):
    """Full steps of degrees beyond the tolerance; below the limit the heat is not charged."""
    limit = setting(charge, line.service, "quality_cold_limit")
    if limit is not None and event.value < limit and line.component is not None:
        if line.component != "heat":
            return ZERO, (event.value, ZERO, hours)
        return line.amount * hours / (charge.month.days * DAY), (event.value, limit, hours)
    percent = setting(charge, line.service, "quality_percent_hour", ZERO)
    step = setting(charge, line.service, "quality_step", Decimal(1))
    by_day = setting(charge, line.service, "quality_tolerance_day", ZERO)
    by_night = setting(charge, line.service, "quality_tolerance_night", ZERO)
    missing = event.norm - event.value
    points = max(ZERO, (missing - by_day) // step) * (hours - night)
    points += max(ZERO, (missing - by_night) // step) * night
    return line.amount * points * percent / HUNDRED, (event.value, percent, hours)


def pressure(charge, line, event, hours, night, setting):
    """A percentage an hour; beyond the limit of deviation the days are not charged."""
    deviation = abs(event.norm - event.value) * HUNDRED / event.norm if event.norm else HUNDRED
    if deviation > _must(charge, line, setting, "quality_pressure_limit"):
        return composition(charge, line, event, hours, night, setting)
    percent = _must(charge, line, setting, "quality_pressure_percent_hour")
    return line.amount * hours * percent / HUNDRED, (deviation, percent, hours)


def voltage(charge, line, event, hours, night, setting):
    """A percentage an hour, whatever the deviation."""
    percent = _must(charge, line, setting, "quality_voltage_percent_hour")
    return line.amount * hours * percent / HUNDRED, (event.value, percent, hours)


def composition(charge, line, event, hours, night, setting):
    """The days on which the resource was not what it must be are not charged."""
    days = overlap_days(line.date_from, line.date_to, event.start.date(), event.ends)
    total = (line.date_to - line.date_from).days + 1
    return line.amount * days / total, (event.value, HUNDRED, hours)


def _must(charge, line, setting, code):
    found = setting(charge, line.service, code)
    if found is None:
        raise ProblemError("NO_PARAMETER", code=code, day=charge.month.last.isoformat())
    return found


#: what was measured, where it is no temperature
MEASURES = {"pressure": pressure, "voltage": voltage, "composition": composition}
RULES = {"heating": heating, "hot_water": hot_water}
