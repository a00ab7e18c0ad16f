"""Temporary absence (ПП 354, раздел VIII; Закон 2189-VIII ст.7).

Full days without those of departure and arrival, more than ``absence_min_full_days``; services
with a norm a person, where a meter is impossible (waste: always): ``persons * norm * tariff *
full days in the month / days of the month``. An application later than
``absence_application_days`` after the return changes nothing.
"""

from datetime import timedelta

from .events import Absence
from .hours import overlap_days
from .rounding import ZERO

DAY = timedelta(days=1)


def absence_parts(charge, lines, gross_fee):
    """Yield (line, amount, volume, trace) for charge lines by a norm a person."""
    events = []
    for event in charge.events:
        if isinstance(event, Absence):
            days = full_days(event)
            if days > int(charge.month.parameter("absence_min_full_days", default=0)):
                events.append(event)
    if not events:
        return
    for line in lines:
        if not _applies(charge, line):
            continue
        (_key, values), _slices, _ref = line.trace
        count = values[1]
        total = (line.date_to - line.date_from).days + 1
        person_days = ZERO
        for event in events:
            if _late(charge, line, event):
                continue
            days = overlap_days(
                line.date_from, line.date_to, event.departure + DAY, event.arrival - DAY
            )
            person_days += min(event.persons, count) * days
        if person_days and count:
            share = person_days / (count * total)
            yield (
                line,
                gross_fee(line) * share,
                line.volume * share,
                ("absence", (person_days, count, total)),
            )


def _late(charge, line, event):
    """Whether the application came later after the return than the service allows."""
    if event.applied is None:
        return False
    limit = charge.plan(line.service).parameter("absence_application_days")
    return limit is not None and (event.applied - event.arrival).days > limit


def full_days(event):
    """Full days of an absence.

    >>> from datetime import date
    >>> full_days(Absence(1, date(2026, 4, 3), date(2026, 4, 20)))
    16
    """
    return max(0, (event.arrival - event.departure).days - 1)


def _applies(charge, line):
    if line.method != "norm" or line.trace[0][0] != "norm" or line.trace[0][1][0] != "person":
        return False
    plan = charge.plan(line.service)
    only = plan.parameter("absence_services")
    if only is not None and line.service not in only:
        return False
    if plan.service.resource in plan.parameter("absence_excluded", ()):
        return False
    if plan.service.resource == "solid_waste":
        return True
    return line.reason == "no_meter" and charge.line_of(line.service).no_meter != "possible"
