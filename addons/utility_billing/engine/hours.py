"""Hours and days of intervals inside a month."""

from datetime import datetime, time, timedelta
from decimal import Decimal

HOUR = Decimal(3600)
NIGHT_END = time(5)


def month_bounds(month):
    """The first moment of the month and the first after it."""
    start = datetime.combine(month.first, time())
    return start, start + timedelta(days=month.days)


def clip(start, end, month):
    """An interval cut to the month, or None where it lies outside."""
    low, high = month_bounds(month)
    start, end = max(start, low), min(end, high)
    return (start, end) if start < end else None


def hours_between(start, end):
    """Hours as a Decimal."""
    return Decimal(int((end - start).total_seconds())) / HOUR


def merged(intervals):
    """Intervals joined where they overlap or touch."""
    found = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def night_hours(start, end):
    """Hours between 0 and 5 o'clock in an interval.

    >>> night_hours(datetime(2026, 1, 12, 23), datetime(2026, 1, 14, 2))
    Decimal('7')
    """
    total = Decimal(0)
    day = datetime.combine(start.date(), time())
    while day < end:
        low, high = max(start, day), min(end, day + timedelta(hours=NIGHT_END.hour))
        if low < high:
            total += hours_between(low, high)
        day += timedelta(days=1)
    return total


def full_days(intervals):
    """Days that lie wholly in one of the (merged) intervals, as a list of dates."""
    found = []
    for start, end in intervals:
        day = datetime.combine(start.date(), time())
        if day < start:
            day += timedelta(days=1)
        while day + timedelta(days=1) <= end:
            found.append(day.date())
            day += timedelta(days=1)
    return found


def overlap_days(first, last, other_first, other_last):
    """Days that two closed date spans have in common."""
    return max(0, (min(last, other_last) - max(first, other_first)).days + 1)
