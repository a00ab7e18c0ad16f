"""Billing periods (calendar months) as plain text ``YYYY-MM`` and day arithmetic on them.

Periods sort, compare and serialise as text; everything that needs dates asks here. All answers
are cached: a run asks for a handful of months a million times.

>>> first_day("2026-02"), last_day("2026-02"), days_in("2026-02")
(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28), 28)
>>> shift("2026-02", -3), period_of(date(2026, 2, 17))
('2025-11', '2026-02')
"""

from calendar import monthrange
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=4096)
def first_day(period):
    """The first calendar day of the period."""
    return date(int(period[:4]), int(period[5:]), 1)


@lru_cache(maxsize=4096)
def last_day(period):
    """The last calendar day of the period."""
    return date(int(period[:4]), int(period[5:]), days_in(period))


@lru_cache(maxsize=4096)
def days_in(period):
    """Number of calendar days of the period."""
    return monthrange(int(period[:4]), int(period[5:]))[1]


def month_number(period):
    """Number of the month, 1 to 12."""
    return int(period[5:])


@lru_cache(maxsize=65536)
def period_of(day):
    """The period that contains a date (or date-time)."""
    return f"{day.year:04d}-{day.month:02d}"


@lru_cache(maxsize=65536)
def shift(period, months):
    """The period so many months later (earlier where negative)."""
    index = int(period[:4]) * 12 + int(period[5:]) - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def period_range(first, last):
    """All periods from first to last, both included.

    >>> period_range("2025-11", "2026-01")
    ['2025-11', '2025-12', '2026-01']
    """
    found = []
    while first <= last:
        found.append(first)
        first = shift(first, 1)
    return found


def months_of_year(year):
    """The twelve periods of a calendar year."""
    return [f"{year:04d}-{month:02d}" for month in range(1, 13)]
