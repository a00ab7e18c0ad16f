"""Agreements on a debt: its schedule, what of it is asked for now, and when it breaks.

The schedule divides the debt into equal monthly parts, the odd kopecks going to the largest
remainders, so that it adds up to the debt exactly. What has been paid is measured on the debts of
the plan: what is no longer open of them covers the schedule from its beginning.

Source: the rules for communal services of Russia (ПП 354) п. 72 for instalments; how long a delay
breaks an agreement is a term of the agreement (parameters ``agreement_break_days`` and
``agreement_break_missed``).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from .rounding import ZERO, share_out

#: what a payment covers first
CURRENT, PLAN = "current", "plan"


class Part(NamedTuple):
    """An instalment: asked for until ``date`` (inclusive)."""

    date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreement in force. debts: ``{key: amount}`` of the chosen debts, oldest first, see
    :func:`key_of`; parts: :class:`Part` by date; first: ``current`` or ``plan``."""

    debts: dict
    parts: tuple
    first: str = CURRENT


def schedule(total, count, first):
    """``count`` equal monthly parts of ``total`` from the day ``first`` on; they add up to it.

    In shorter months the last day stands for the day of the first part.

    :param total: money, two digits, above zero
    :raises ValueError: no parts, nothing to divide, or less than a kopeck a part

    >>> [(str(part.date), str(part.amount)) for part in schedule(Decimal(100), 3, date(2026, 1, 31))]
    [('2026-01-31', '33.34'), ('2026-02-28', '33.33'), ('2026-03-31', '33.33')]
    """
    if count < 1:
        raise ValueError("a schedule has at least one part")
    if total * 100 < count:
        raise ValueError("a part is at least a kopeck")
    amounts = share_out(total, [1] * count)
    return tuple(Part(_month_on(first, number), amount) for number, amount in enumerate(amounts))


def _month_on(first, months):
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def key_of(item):
    """What tells debts apart: period, service, supplier, kind."""
    return item.period, item.service, item.supplier, item.kind


def covered(debts, items):
    """How much of ``debts`` (``{key: amount}``) is not open any more.

    :param items: ``(open item, what is left of it)``, credits set off

    >>> from types import SimpleNamespace as Item
    >>> item = Item(period=1, service=2, supplier=None, kind="principal")
    >>> covered({key_of(item): Decimal(100), (2, 2, None, "principal"): Decimal(50)},
    ...         [(item, Decimal(30))])
    Decimal('120')
    """
    left = {}
    for item, amount in items:
        left[key_of(item)] = left.get(key_of(item), ZERO) + amount
    return sum((amount - min(amount, left.get(key, ZERO)) for key, amount in debts.items()), ZERO)


def states(parts, paid, on):
    """State of each part on a day after ``paid`` was paid: ``paid``, ``late`` or ``open``.

    >>> parts = schedule(Decimal(90), 3, date(2026, 1, 10))
    >>> states(parts, Decimal(30), date(2026, 2, 11))
    ['paid', 'late', 'open']
    """
    sums = accumulate(part.amount for part in parts)
    return [
        "paid" if total <= paid else "late" if part.date < on else "open"
        for part, total in zip(parts, sums, strict=True)
    ]


def breach(parts, paid, on, days=0, missed=0):
    """Why the agreement is broken on a day: ``("days", n)``, ``("missed", n)``, or None.

    :param days: it breaks when a part is late by more than so many days; 0: not by days
    :param missed: it breaks when so many parts are late; 0: not by their number

    >>> parts = schedule(Decimal(90), 3, date(2026, 1, 10))
    >>> breach(parts, Decimal(0), date(2026, 1, 20), days=10)
    >>> breach(parts, Decimal(0), date(2026, 1, 21), days=10)
    ('days', 11)
    >>> breach(parts, Decimal("29.99"), date(2026, 2, 11), missed=2)
    ('missed', 2)
    """
    late = [
        part for part, state in zip(parts, states(parts, paid, on), strict=True) if state == "late"
    ]
    if not late:
        return None
    delay = (on - late[0].date).days
    if days and delay > days:
        return "days", delay
    if missed and len(late) >= missed:
        return "missed", len(late)
    return None


def waiting(parts, left, until):
    """What of a plan nobody has to pay by the day ``until``: its later parts, as far as open.

    :param left: what is still open of the debts of the plan

    >>> parts = schedule(Decimal(90), 3, date(2026, 1, 10))
    >>> waiting(parts, Decimal(90), date(2026, 1, 31)), waiting(parts, Decimal(20), date(2026, 1, 31))
    (Decimal('60.00'), Decimal('20'))
    """
    return max(min(left, sum((part.amount for part in parts if part.date > until), ZERO)), ZERO)


def defer(items, plan, on):
    """``items`` with what the plan does not ask for yet marked ``later``: it is covered last.

    By ``current`` all of the plan comes after the current bills; by ``plan`` the parts of the
    month of ``on`` and earlier keep their turn, the newest of the debts wait. The sums stay.

    :param items: named tuples with ``period, service, supplier, kind, amount, later``
    """
    merged = {}
    for item in items:
        known = merged.get(key_of(item))
        amount = item.amount + (known.amount if known else ZERO)
        merged[key_of(item)] = item._replace(amount=amount, later=False)
    left = {
        key: min(amount, merged[key].amount)
        for key, amount in plan.debts.items()
        if key in merged and merged[key].amount > 0
    }
    waits = sum(left.values(), ZERO)
    if plan.first == PLAN:
        month_end = on.replace(day=monthrange(on.year, on.month)[1])
        asked = sum((part.amount for part in plan.parts if part.date <= month_end), ZERO)
        paid = sum(plan.debts.values(), ZERO) - waits
        waits -= min(waits, max(ZERO, asked - paid))
    later = {}
    for key in reversed(left):
        part = min(left[key], waits)
        later[key] = part
        waits -= part
    found = []
    for key, item in merged.items():
        part = later.get(key, ZERO)
        if item.amount != part or not part:
            found.append(item._replace(amount=item.amount - part))
        if part:
            found.append(item._replace(amount=part, later=True))
    return found
