"""Interest for instalments: by days on the principal whose payment an agreement puts off.

A day bears interest on what of the principal is neither paid nor asked for before it: a part is put
off up to its date, its day included; a payment lowers the next day. What is late is put off no
more and bears none. ``rest * rate / 100 * days / days of the year``, exact; the sum from the
beginning is rounded once, a month is the difference of two such sums, so that the months add up to
the whole however they are cut, and what becomes known later is settled by the next month.

Source: the rules for communal services of Russia (ПП 354) п. 72: not above the refinancing (key)
rate of the day of the agreement by more than three points (parameter ``agreement_interest_margin``).
"""

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from .rounding import HUNDRED, ZERO, money

DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days ``first``..``last`` of one calendar year that bear interest on the same ``rest``."""

    first: date
    last: date
    rest: Decimal

    @property
    def days(self):
        return (self.last - self.first).days + 1


def deferred_spans(parts, principal, paid, since, until):
    """Spans of what is put off between the days ``since`` (not counted) and ``until`` (counted).

    :param parts: ``(date, amount)`` of the schedule, which may hold penalties too
    :param principal: principal of the debts of the schedule
    :param paid: ``(day, amount)`` paid on that principal

    >>> day = date(2026, 5, 12)
    >>> parts = [(date(2026, 5, 20), Decimal(60)), (date(2026, 6, 20), Decimal(40))]
    >>> [(str(span.rest), span.days) for span in
    ...  deferred_spans(parts, Decimal(100), [(date(2026, 5, 15), Decimal(10))], day, date(2026, 5, 31))]
    [('100', 3), ('90', 5), ('40', 11)]
    """
    days = {when + DAY for when, _amount in (*parts, *paid)}
    days |= {date(year, 1, 1) for year in range(since.year + 1, until.year + 1)}
    starts = sorted({since + DAY, *(day for day in days if since < day <= until)})
    spans = []
    for first, following in zip(starts, [*starts[1:], until + DAY], strict=True):
        later = sum((amount for when, amount in parts if when >= first), ZERO)
        covered = sum((amount for when, amount in paid if when < first), ZERO)
        rest = min(later, principal - covered)
        if rest > 0 and first < following:
            spans.append(Span(first, following - DAY, rest))
    return spans


def interest(spans, rate):
    """Interest of spans at ``rate`` percent a year, rounded once.

    >>> money_of = lambda year: interest([Span(date(year, 1, 1), date(year, 1, 31), Decimal(1000))],
    ...                                  Decimal(15))
    >>> money_of(2026), money_of(2024)
    (Decimal('12.74'), Decimal('12.70'))
    """
    usual = sum((span.rest * span.days for span in spans if not isleap(span.first.year)), ZERO)
    leap = sum((span.rest * span.days for span in spans if isleap(span.first.year)), ZERO)
    return money((usual * 366 + leap * 365) * rate / (HUNDRED * 365 * 366))


def schedule_interest(parts, principal, rate, since):
    """Interest of each part of a schedule that is kept to the day: from the date before to its own.

    >>> parts = [(date(2026, 6, 10), Decimal(500)), (date(2026, 7, 10), Decimal(500))]
    >>> schedule_interest(parts, Decimal(1000), Decimal(12), date(2026, 5, 10))
    [Decimal('10.19'), Decimal('4.93')]
    """
    found, before = [], ZERO
    for when, _amount in parts:
        spans = deferred_spans(parts, principal, parts, since, when) if when > since else []
        total = interest(spans, rate)
        found.append(total - before)
        before = total
    return found
