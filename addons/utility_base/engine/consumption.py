"""How much a register has counted between its values, and how much is to be expected.

Values and volumes are those of the register (before the transformation ratio), Decimal, unrounded.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

MONTH_DAYS = Decimal("30.4375")
SHORTEST_INTERVAL = 5  # days: shorter intervals say nothing about a month


@dataclass(frozen=True, slots=True)
class Point:
    """Value of a register on a day; ``restart``: a new count begins here."""

    date: date
    value: Decimal
    restart: bool = False


def consumption(previous, current, digits):
    """Volume between two values and whether the register rolled over; None if it fell.

    A smaller value is a roll-over where the volume so found is below a tenth of ``10^digits``.

    >>> consumption(Decimal("10"), Decimal("12.5"), 5)
    (Decimal('2.5'), False)
    >>> consumption(Decimal("99990"), Decimal("5"), 5)
    (Decimal('15'), True)
    >>> consumption(Decimal("120"), Decimal("100"), 5) is None
    True
    """
    if current >= previous:
        return current - previous, False
    span = Decimal(10) ** digits
    rolled = current + span - previous
    return (rolled, True) if digits and rolled < span / 10 else None


def month_rates(points, digits):
    """Volumes a month of the intervals between ``points`` (oldest first), newest first.

    >>> day = date(2026, 1, 1)
    >>> month_rates([Point(day, Decimal(0)), Point(date(2026, 3, 3), Decimal(61))], 5)
    [Decimal('30.4375')]
    """
    rates = []
    for before, after in zip(points, points[1:], strict=False):
        days = (after.date - before.date).days
        found = None if after.restart else consumption(before.value, after.value, digits)
        if found and days >= SHORTEST_INTERVAL:
            rates.append(found[0] * MONTH_DAYS / days)
    return rates[::-1]


def expected_month(points, digits, months=12, least=2):
    """Median volume a month of the last ``months`` intervals; None with fewer than ``least``.

    The median is robust: one leak or one month of absence does not move it.

    >>> from datetime import timedelta
    >>> values = [0, 10, 20, 500, 510]
    >>> first = date(2026, 1, 1)
    >>> points = [Point(first + timedelta(30 * i), Decimal(v)) for i, v in enumerate(values)]
    >>> round(expected_month(points, 5), 2)
    Decimal('10.15')
    """
    rates = month_rates(points, digits)[:months]
    return median(rates) if len(rates) >= least else None


def months_between(start, end):
    """Length of an interval in months of 30.4375 days, at least one.

    >>> months_between(date(2026, 1, 1), date(2026, 1, 20))
    Decimal('1')
    """
    return max(Decimal((end - start).days) / MONTH_DAYS, Decimal(1))
