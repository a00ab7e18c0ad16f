"""Reductions of a charge: outages, bad quality, services not rendered, missed pickups, absence.

Negative lines of kind ``recalculation``, each kind of event one line for each charge line, each for
itself; together they never exceed the charge. The order is that of the law: outage and quality,
then absence. The uplift is never reduced.
"""

from .absence import absence_parts
from .events import MissedPickup, NotRendered, Outage, Quality
from .hours import clip, full_days, hours_between, merged, overlap_days
from .lines import CHARGE, RECALCULATION, ChargeLine
from .quality import quality_parts
from .rounding import HUNDRED, ZERO, money
from .vat import inside

DAY_HOURS = 24


def reduction_lines(charge):
    """The reduction lines of an account's charge lines; its events are on the charge."""
    lines = [line for line in charge.lines if line.kind == CHARGE and line.amount > 0]
    left = {id(line): line.amount for line in lines}
    found = []
    for cause, rule in RULES:
        for line, amount, volume, trace in rule(charge, lines):
            amount = min(money(amount), left[id(line)])
            if amount > 0:
                left[id(line)] -= amount
                found.append(reduction(charge, line, cause, amount, volume, trace))
    return found


def reduction(charge, line, cause, amount, volume, trace):
    """A negative line beside a charge line."""
    net, vat = inside(-amount, line.vat_rate)
    return ChargeLine(
        charge.ref,
        line.service,
        charge.period,
        RECALCULATION,
        line.component,
        line.zone,
        -volume,
        net,
        vat,
        -amount,
        line.price,
        line.method,
        line.reason,
        line.date_from,
        line.date_to,
        charge.period,
        cause,
        line.vat_rate,
        line.vat_included,
        (),
        (trace, None, ""),
    )


def setting(charge, code, name, default=None):
    """A reduction parameter: of the service itself, else the dated rule parameter."""
    plan = charge.plan(code)
    own = plan.service.reduction.get(name)
    return plan.parameter(name, default) if own is None else own


def outages(charge, lines):
    """Excess hours times a percentage, see :func:`excess_hours`."""
    by_service = {}
    for event in charge.events:
        if isinstance(event, Outage) and not event.planned:
            by_service.setdefault(event.service, []).append((event.start, event.end))
    for code, intervals in by_service.items():
        if not any(line.service == code for line in lines):
            continue
        parts = [clip(start, end, charge.month) for start, end in merged(intervals)]
        hours = [hours_between(*part) for part in parts if part]
        month = setting(charge, code, "allowed_hours_month", ZERO)
        once = setting(charge, code, "allowed_hours_once", ZERO)
        percent = setting(charge, code, "percent_per_hour", ZERO)
        excess = excess_hours(hours, month, once)
        for line in lines:
            if line.service == code:
                amount = line.amount * excess * percent / HUNDRED
                yield line, amount, ZERO, ("outage", (sum(hours), month, once, excess, percent))


def excess_hours(hours, allowed_month, allowed_once):
    """Hours beyond the allowed: of the month, or of each outage, whichever is more.

    >>> excess_hours([4, 4, 4, 4, 4], 8, 4), excess_hours([7], 8, 4)
    (12, 3)
    """
    month = sum(hours) - allowed_month
    once = sum(max(0, part - allowed_once) for part in hours)
    return max(month, once, 0)


def planned_outages(charge, lines):
    """The norm volume of full days without supply is not charged where no meter stands."""
    by_service = {}
    for event in charge.events:
        if isinstance(event, Outage) and event.planned:
            part = clip(event.start, event.end, charge.month)
            if part:
                by_service.setdefault(event.service, []).append(part)
    for code, intervals in by_service.items():
        days = full_days(merged(intervals))
        for line in lines:
            if line.service != code or line.method != "norm" or line.reason != "no_meter":
                continue
            count = sum(line.date_from <= day <= line.date_to for day in days)
            total = (line.date_to - line.date_from).days + 1
            share = (count, total)
            yield (
                line,
                gross_fee(line) * count / total,
                line.volume * count / total,
                ("planned_outage", share),
            )


def not_rendered(charge, lines):
    """Days without the service / days of the month."""
    by_service = {}
    for event in charge.events:
        if isinstance(event, NotRendered):
            by_service.setdefault(event.service, []).append(event)
    for code, events in by_service.items():
        for line in lines:
            if line.service != code:
                continue
            days = _days_of(events, line.date_from, line.date_to)
            total = (line.date_to - line.date_from).days + 1
            yield line, line.amount * days / total, ZERO, ("not_rendered", (days, total))


def _days_of(events, first, last):
    days = set()
    for event in events:
        count = overlap_days(first, last, event.date_from, event.date_to)
        start = max(first, event.date_from).toordinal()
        days.update(range(start, start + count))
    return len(days)


def missed_pickups(charge, lines):
    """A percentage for each full 24 hours beyond the allowed."""
    hours = sum(
        event.excess_hours
        for event in charge.events
        if isinstance(event, MissedPickup) and event.period == charge.period
    )
    if not hours:
        return
    steps = int(hours // DAY_HOURS)
    for line in lines:
        plan = charge.plan(line.service)
        if plan.service.resource == "solid_waste":
            percent = setting(charge, line.service, "percent_per_24h", ZERO)
            amount = line.amount * steps * percent / HUNDRED
            yield line, amount, ZERO, ("missed_pickup", (hours, steps, percent))


def quality(charge, lines):
    """Temperature beside the norm, see :mod:`.quality`."""
    events = [event for event in charge.events if isinstance(event, Quality)]
    return quality_parts(charge, lines, events, setting)


def gross_fee(line):
    """The unrounded gross fee of a charge line."""
    slices = line.trace[1]
    if slices is not None:
        fee = sum(quantity * value for quantity, value in slices)
    elif line.price is not None:
        fee = line.volume * line.price
    else:
        return line.amount
    return fee if line.vat_included else fee * (HUNDRED + line.vat_rate) / HUNDRED


def absence(charge, lines):
    """Persons away, see :mod:`.absence`."""
    return absence_parts(charge, lines, gross_fee)


RULES = (
    ("outage", outages),
    ("outage", planned_outages),
    ("quality", quality),
    ("not_rendered", not_rendered),
    ("missed_pickup", missed_pickups),
    ("absence", absence),
)
