"""Levelled billing: equal sums a month while the real charges stay what they are.

The level is the mean of what the months are expected to cost, rounded once. While the plan holds,
what is due at the end of a month is the smaller of the levels and the charges so far: what is
charged beyond the levels is not due yet, and nobody owes what is not charged. Asked for are the
levels: the running difference (charges less levels) is taken off the balance, or added to it. The
last month asks for the difference (true-up); a plan that ends early makes it due with the month in
which it ends. The levels and the true-up add up to the charges to the kopeck.

How far the year may run away from its levels is the parameter ``level_drift_percent``.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate

from .rounding import HUNDRED, ZERO, money


@dataclass(slots=True)
class LevelPlan:
    """A plan in figures. Months are their first days, ascending.

    levels: ``{month: level}`` of all its months; charges: ``{month: sum}`` of its services, as far
    as charged; ended: the day it ended on before its time, else None.
    """

    levels: dict[date, Decimal]
    charges: dict[date, Decimal] = field(default_factory=dict)
    ended: date | None = None

    def charged_until(self, day):
        """The last month of the plan that is charged by a day, or None."""
        return max((month for month in self.charges if month <= day), default=None)

    def difference(self, day):
        """What of the charges up to ``day`` is not asked for by then; below zero: asked beyond them.

        >>> plan = LevelPlan({date(2026, m, 1): Decimal(100) for m in (1, 2, 3)},
        ...                  {date(2026, 1, 1): Decimal(150), date(2026, 2, 1): Decimal(130)})
        >>> plan.difference(date(2026, 1, 31)), plan.difference(date(2026, 2, 28))
        (Decimal('50'), Decimal('80'))
        >>> plan.charges[date(2026, 3, 1)] = Decimal(40)
        >>> plan.difference(date(2026, 3, 31))
        Decimal('0')
        """
        if self.ended and self.ended <= day:
            return ZERO
        until = self.charged_until(day)
        if until is None or until >= max(self.levels):
            return ZERO
        return running(self.charges, self.levels)[until]

    def due_parts(self):
        """``{month: what of the charges becomes due with it}``; together all that is charged,
        less what is not due yet.

        >>> LevelPlan({date(2026, m, 1): Decimal(100) for m in (1, 2, 3)},
        ...           {date(2026, 1, 1): Decimal(150), date(2026, 2, 1): Decimal(30)}).due_parts()
        {datetime.date(2026, 1, 1): Decimal('100'), datetime.date(2026, 2, 1): Decimal('80')}
        """
        last, found, before = max(self.levels), {}, ZERO
        asked = charged = ZERO
        for month in sorted(self.charges):
            charged += self.charges[month]
            asked += self.levels.get(month, ZERO)
            over = month >= last or bool(self.ended and self.ended.replace(day=1) <= month)
            due = charged if over else min(asked, charged)
            found[month] = due - before
            before = due
        return found


def level(expected):
    """The level of months that are expected to cost ``expected``, to the kopeck.

    >>> level([Decimal(100), Decimal(101), Decimal(99), Decimal("100.50")])
    Decimal('100.13')
    """
    return money(sum(expected, ZERO) / len(expected))


def running(charges, levels):
    """``{month: charges less levels}`` from the first month up to each that is charged."""
    months = sorted(charges)
    sums = accumulate(charges[month] - levels.get(month, ZERO) for month in months)
    return dict(zip(months, sums, strict=True))


def true_up(charges, levels):
    """What the last month asks for beside its level; below zero: what it gives back."""
    return sum(charges.values(), ZERO) - sum(levels.values(), ZERO)


def review(charges, expected, levels):
    """How far a plan runs away: ``(percent, level for the rest)``.

    What the rest will cost is what was expected of it, changed as the charges so far differ from
    what was expected of them, but only by the share that these months have of all: one strange
    month is no year. The percentage is of all levels, above zero where they are too low; the new
    level ends the plan without a difference; None where no month is left.

    >>> months = [date(2026, m, 1) for m in (1, 2, 3, 4)]
    >>> levels = dict.fromkeys(months, Decimal(100))
    >>> review({months[0]: Decimal(120)}, levels, levels)
    (Decimal('8.75'), Decimal('111.67'))
    """
    rest = [month for month in levels if month not in charges]
    so_far = sum(charges.values(), ZERO)
    foreseen = sum((expected.get(month, ZERO) for month in charges), ZERO)
    to_come = sum((expected.get(month, ZERO) for month in rest), ZERO)
    if foreseen > 0 and so_far > 0 and to_come > 0:
        to_come += to_come * (so_far - foreseen) / (foreseen + to_come)
    planned = sum(levels.values(), ZERO)
    whole = so_far + to_come
    percent = money((whole - planned) * HUNDRED / planned) if planned else ZERO
    asked = sum((levels[month] for month in charges if month in levels), ZERO)
    return percent, money(max(whole - asked, ZERO) / len(rest)) if rest else None


def spread(payments, due):
    """Payments on the months of a plan as payments of what is due, the earliest month first.

    What is beyond all that is due stays with the last month.

    :param payments: ``[(day, amount)]``, above zero; due: ``{month: amount}``
    :return: ``{month: [(day, amount)]}``

    >>> spread([(1, Decimal(150))], {"a": Decimal(100), "b": Decimal(80)})
    {'a': [(1, Decimal('100'))], 'b': [(1, Decimal('50'))]}
    """
    months = sorted(due)
    left = {month: max(due[month], ZERO) for month in months}
    found = {month: [] for month in months}
    for day, amount in sorted(payments):
        for month in months:
            part = min(amount, left[month])
            if part:
                found[month].append((day, part))
                left[month] -= part
                amount -= part
        if amount and months:
            found[months[-1]].append((day, amount))
    return found
