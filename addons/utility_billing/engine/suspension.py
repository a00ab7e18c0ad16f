"""Days on which a service is cut off: nothing is charged for them but what a meter counted.

A use keeps the share of its days that are left; a reading, a sum of other services and what was
done once stay as they are.
"""

from copy import copy
from datetime import date, timedelta

from .events import Suspension
from .rounding import ONE

#: methods whose volume does not depend on the days of supply
KEPT = ("meter", "sum", "once", "tampering")
#: place of the days among the values of a trace
_DAYS = {"norm": 3, "base": 2}
DAY = timedelta(days=1)


def suspensions(events):
    """``{service code: [(first day, last day)]}`` of the suspensions among events, or None."""
    found = {}
    for event in events:
        if isinstance(event, Suspension):
            found.setdefault(event.service, []).append((event.date_from, event.date_to or date.max))
    for spans in found.values():
        spans.sort()
    return found or None


def days_left(start, end, spans):
    """The spans of ``start``..``end`` that no one of ``spans`` (sorted) covers.

    >>> days_left(date(2026, 3, 1), date(2026, 3, 31), [(date(2026, 3, 11), date(2026, 3, 20))])
    [(datetime.date(2026, 3, 1), datetime.date(2026, 3, 10)), (datetime.date(2026, 3, 21), datetime.date(2026, 3, 31))]
    >>> days_left(date(2026, 3, 1), date(2026, 3, 31), [(date(2026, 2, 11), date.max)])
    []
    """
    found = []
    for first, last in spans:
        if last < start:
            continue
        if first > end:
            break
        if first > start:
            found.append((start, first - DAY))
        if last >= end:
            return found
        start = max(start, last + DAY)
    found.append((start, end))
    return found


def uses_left(use, spans):
    """The parts of a use on the days that are left; the use itself where none is taken away."""
    if use.method in KEPT:
        return [use]
    left = days_left(use.date_from, use.date_to, spans)
    if left == [(use.date_from, use.date_to)]:
        return [use]
    return [_part(use, start, end) for start, end in left]


def _part(use, start, end):
    part = copy(use)
    part.shared, part.lines = False, None
    part.date_from, part.date_to = start, end
    part.days = (end - start).days + 1
    share = ONE * part.days / use.days
    part.volumes = [(zone, volume * share) for zone, volume in use.volumes]
    if use.own_volume is not None:
        part.own_volume = use.own_volume * share
    if use.by_component:
        part.by_component = {name: volume * share for name, volume in use.by_component.items()}
    key, values = use.trace
    place = _DAYS.get(key)
    if place is not None:
        part.trace = (key, (*values[:place], part.days, *values[place + 1 :]))
    return part
