"""Unauthorised consumption (ПП 354 п.62, 81(11)): capacity or pipe times days, else norm times a
multiplier.

Lines of kind ``recalculation`` with the month as ``of_period``, for the last
``tampering_max_months`` months of the event at most; what was charged for the month stands beside
them.
"""

from decimal import Decimal

from .account_charge import AccountCharge
from .events import Tampering
from .hours import overlap_days
from .lines import RECALCULATION
from .people import norm_uses
from .periods import last_day, period_of, period_range
from .pricing import Use, price_use
from .problems import ProblemError
from .rounding import ONE, ZERO

PI = Decimal("3.14159265358979")
#: m/s in the section of a pipe
SPEED = Decimal("1.2")
DAY_SECONDS = 86400
DAY_STEP = Decimal("0.001")


def pipe_capacity(pipe_mm):
    """m3 a day through a pipe of a diameter in mm, rounded to 0.001.

    >>> pipe_capacity(15)
    Decimal('18.322')
    """
    radius = Decimal(pipe_mm) / 2000
    return (PI * radius * radius * SPEED * DAY_SECONDS).quantize(DAY_STEP)


def tampering_lines(world, account, house, period):
    """Lines of all months for the events that have taken effect by the period of charging."""
    lines, problems = [], []
    for event in account.events:
        if not isinstance(event, Tampering) or event.ends > last_day(period):
            continue
        if not any(line.code == event.service for line in account.services):
            continue
        months = period_range(period_of(event.date_from), period_of(event.date_to))
        most = world.month(period).parameter(
            "tampering_max_months", event.service, account.customer
        )
        if most is not None:
            months = months[-int(most) :]
        for month in months:
            found, wrong = month_lines(world, account, house, month, event)
            problems += wrong
            for line in found:
                line.period = period
                line.of_period = month
                lines.append(line)
    return lines, problems


def month_lines(world, account, house, period, event):
    """The lines of one month of an event."""
    charge = AccountCharge(world.month(period), account, house, period)
    try:
        plan = charge.plan(event.service)
        if plan.error is not None:
            raise ProblemError(plan.error.code, **plan.error.variables)
        charge.volumes[event.service] = ZERO
        for use in _uses(charge, plan, event):
            price_use(charge, plan, use)
    except ProblemError as error:
        error.problem.account = account.ref
        return [], [error.problem]
    for line in charge.lines:
        line.kind = RECALCULATION
        line.cause = "tampering"
        line.consumed = ZERO
        line.shared = None
    return charge.lines, []


def _uses(charge, plan, event):
    month = charge.month
    first, last = max(month.first, event.date_from), min(month.last, event.date_to)
    days = (last - first).days + 1
    capacity = event.capacity
    if capacity is None and event.pipe_mm is not None:
        capacity = pipe_capacity(event.pipe_mm)
    if capacity is not None:
        trace = ("tampering", ("capacity", days, capacity))
        return [
            Use(
                first,
                last,
                days,
                [(None, capacity * days)],
                "tampering",
                trace,
            )
        ]
    multiplier = plan.parameter("tampering_multiplier", ONE)
    found = []
    for use in norm_uses(charge, plan):
        count = overlap_days(first, last, use.date_from, use.date_to)
        if count:
            share = multiplier * count / use.days
            found.append(
                Use(
                    max(first, use.date_from),
                    min(last, use.date_to),
                    count,
                    [(zone, volume * share) for zone, volume in use.volumes],
                    "tampering",
                    ("tampering", ("norm", count, multiplier)),
                    persons=use.persons,
                )
            )
    return found
