"""How much was used: by readings, by the average of past months, by norm.

The order of the law: a usable reading; two refusals of access: norm with the coefficient; a meter
away for repair: average; a meter that counts no more: average for a limited number of periods,
then norm with the coefficient; a reading not sent: the same, then norm without it. A reading that
comes later settles what was charged since the last one used.
"""

from decimal import Decimal

from .events import Away, Refusal
from .people import norm_uses
from .periods import first_day
from .pricing import Use
from .problems import ProblemError
from .readings import shown
from .rounding import ONE, ZERO

NOT_SENT = "not_sent"
UNUSABLE = "unusable"
REFUSED = "refused"
AWAY = "away"
NO_METER = "no_meter"


def measured_uses(charge, plan, line):
    """The uses of a service with meters in the period, or None where no meter stands.

    ``line`` is the :class:`~.account.AccountService` (of an account or of a communal flat).
    """
    month = charge.month
    read = read_meters(charge, plan, line)
    if read.complete:
        return [by_reading(charge, plan, line, read)]
    if not read.present:
        return None
    reason = why_not(charge, plan, read, month)
    if reason == REFUSED:
        return norm_uses(charge, plan, reason=reason, uplift=True)
    found = average(plan, line.history, month.period)
    if found is not None and (
        reason == AWAY or averages_in_row(line.history, month.period) < plan.average_limit
    ):
        volumes, months = found
        return [
            Use(
                *charge.active(line),
                volumes,
                "average",
                ("average", (sum(v for _z, v in volumes) * months, months)),
                reason=reason,
            )
        ]
    return norm_uses(charge, plan, reason=reason, uplift=reason == UNUSABLE)


def read_meters(charge, plan, line):
    """What the meters of a service show in the month, see :func:`~.readings.shown`."""
    month = charge.month
    since = None
    if len(line.meters) > 1 and line.history:
        since = unread_since(line.history, month.period)
    read = shown(line.meters, month.first, month.last, since)
    if read.present:
        charge.metered.add(plan.code)
    return read


def why_not(charge, plan, read, month):
    """Why there is no usable reading: refused, away, unusable or not sent."""
    refusals = 0
    away = False
    for event in charge.events:
        if isinstance(event, Refusal) and event.service == plan.code:
            refusals += sum(day < month.first for day in event.dates)
        elif isinstance(event, Away) and event.service == plan.code:
            away = away or (
                event.date_from <= month.last
                and (event.date_to is None or event.date_to >= month.first)
            )
    if refusals >= 2:
        return REFUSED
    if away:
        return AWAY
    return NOT_SENT if read.usable else UNUSABLE


def by_reading(charge, plan, line, read):
    """The use of a complete reading, less what was charged since the last one used."""
    volumes = read.volumes
    settled = ZERO
    history = line.history
    if history:
        settled = _settle(volumes, history, read.base, charge.month.period)
    scale = None
    if plan.border_days is not None:
        scale = Decimal(read.days) / plan.border_days
    return Use(
        *charge.active(line),
        list(volumes.items()),
        "meter",
        ("meter", (read.used, settled)),
        border_scale=scale,
        used=read.used,
    )


def _settle(volumes, history, base, period):
    """Take off what was charged since the last reading used; returns that volume."""
    settled = ZERO
    for past in reversed(history):
        if past.period >= period:
            continue
        if past.method == "meter":
            break
        if past.reason not in (NOT_SENT, REFUSED):
            continue
        if base is None or past.period < f"{base.year:04d}-{base.month:02d}":
            break
        settled += past.volume
        if past.zone in volumes:
            volumes[past.zone] -= past.volume
        else:
            total = sum(volumes.values())
            for zone, volume in volumes.items():
                part = volume / total if total else ONE / len(volumes)
                volumes[zone] = volume - past.volume * part
    return settled


def unread_since(history, period):
    """The first day of the months up to now that were charged without a reading, or None."""
    found = None
    for past in reversed(history):
        if past.period >= period:
            continue
        if past.method == "meter":
            break
        found = past.period
    return None if found is None else first_day(found)


def average(plan, history, period):
    """The average month by readings: (list of (zone, volume), number of months), or None.

    The last ``average_months_max`` months by readings before the period count, at least
    ``average_months_min`` are needed.
    """
    months = []
    sums = {}
    for past in reversed(history):
        if past.period >= period or past.method != "meter":
            continue
        if past.period not in months:
            if len(months) == plan.average_max:
                break
            months.append(past.period)
        sums[past.zone] = sums.get(past.zone, ZERO) + past.volume
    count = len(months)
    if not count or count < plan.average_min:
        return None
    return [(zone, total / count) for zone, total in sums.items()], count


def averages_in_row(history, period):
    """Periods charged by average since the last one by readings (norms between do not matter)."""
    found = set()
    for past in reversed(history):
        if past.period >= period:
            continue
        if past.method == "meter":
            break
        if past.method == "average" and past.reason != AWAY:
            found.add(past.period)
    return len(found)


def own_uses(charge, plan, line):
    """The uses of a service by meter, else by norm.

    :raises ProblemError: NO_NORM where it has neither
    """
    if line.meters:
        uses = measured_uses(charge, plan, line)
        if uses is not None:
            return uses
    if not plan.has_norm:
        raise ProblemError("NO_NORM", service=plan.code, day=charge.month.first.isoformat())
    return norm_uses(charge, plan, line, NO_METER, line.no_meter == "possible")
