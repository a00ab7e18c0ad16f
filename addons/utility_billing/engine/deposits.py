"""Deposits of payers: what is asked for, what interest they bear, when they may go back.

Interest is simple, by days: a sum bears it from the day after it came to the day on which it
leaves, that day included, each day by the length of its year (365 or 366). It is rounded once, when
it is credited; what has been credited bears interest too.

Source: the civil code of Russia, art. 839 (from the day after the receipt up to the return,
inclusive) and art. 381.1 (a deposit that secures a debt bears no interest unless law or agreement
say so); the rate is a term of the agreement.
"""

from calendar import isleap
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


class Move(NamedTuple):
    """A sum that came (positive) or left (negative) on ``date``."""

    date: date
    amount: Decimal


def required(charges, months):
    """``months`` times the average of monthly charges, to the kopeck; zero without charges.

    >>> required([Decimal("100.00"), Decimal("100.01")], 2)
    Decimal('200.01')
    """
    if not charges or months < 1:
        return ZERO
    average = sum(charges, ZERO) * months / len(charges)
    return max(average, ZERO).quantize(CENT, ROUND_HALF_UP)


def balance(moves, on=None):
    """What is held at the end of a day; without a day, of all moves."""
    return sum((m.amount for m in moves if on is None or m.date <= on), ZERO)


def interest(moves, rate, since, until):
    """Interest for the days after ``since`` up to ``until``, to the kopeck.

    :param moves: :class:`Move` in any order
    :param rate: percent a year
    :param since: the last day that interest was credited for; the day of the first receipt at first

    >>> interest([Move(date(2026, 1, 1), Decimal(36500))], Decimal(10), date(2026, 1, 1),
    ...          date(2026, 1, 31))
    Decimal('300.00')
    >>> interest([Move(date(2027, 12, 31), Decimal(36600))], Decimal(10), date(2027, 12, 31),
    ...          date(2028, 12, 31))
    Decimal('3660.00')
    """
    common = leap = ZERO
    for move in moves:
        start = max(move.date, since)
        if start >= until:
            continue
        in_common, in_leap = _days(start, until)
        common += move.amount * in_common
        leap += move.amount * in_leap
    # one division, so that nothing is rounded before the end
    whole = rate * (common * 366 + leap * 365) / (100 * 365 * 366)
    return whole.quantize(CENT, ROUND_HALF_UP)


def _days(start, end):
    """Days after ``start`` up to ``end``: those of common years, those of leap years.

    >>> _days(date(2027, 12, 30), date(2028, 1, 2))
    (1, 2)
    """
    common = leap = 0
    for year in range(start.year, end.year + 1):
        first = max(start, date(year - 1, 12, 31))
        days = (min(end, date(year, 12, 31)) - first).days
        if isleap(year):
            leap += days
        else:
            common += days
    return common, leap


def good_months(since, on):
    """Whole months from ``since`` to ``on`` without anything overdue.

    >>> good_months(date(2026, 1, 31), date(2026, 2, 28)), good_months(date(2026, 1, 5), date(2027, 1, 4))
    (0, 11)
    """
    months = (on.year - since.year) * 12 + on.month - since.month
    return max(months - (on.day < since.day), 0)
