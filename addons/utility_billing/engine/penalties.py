"""Penalties on overdue principal, and interest a year.

Each period ages alone. Day 1 is the day after the due date; the day of payment and the day of the
step still count. Russia (ЖК ст.155): ``debt * min(cap, key rate) / divisor * days`` by the
divisor of the day; Ukraine (Закон 2189-VIII ст.26): a percentage a day up to a share of the debt;
interest (ЦК ст.625): percent a year / 365. What applies is what the dated parameters say;
parameters are taken as of the day of payment, for what is still owed as of the day of the step.
Never on penalties.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .rounding import HUNDRED, ONE, ZERO, money

YEAR_DAYS = 365
DAY = timedelta(days=1)


@dataclass(slots=True)
class Overdue:
    """Principal of one period: what was charged, and what was paid when.

    due: the due date. paid: list of (day, amount). service: a capital service, else None (only
    selects parameters). pauses: spans (from, to) of days that bear nothing.
    """

    period: str
    due: date
    principal: Decimal
    paid: list[tuple[date, Decimal]] = field(default_factory=list)
    service: str | None = None
    pauses: tuple = ()


@dataclass(slots=True)
class Accrual:
    """Penalty or interest of a period as of a day: in total, not since the last step."""

    period: str
    kind: str
    amount: Decimal
    days: int
    service: str | None = None
    spans: tuple = ()


def accrue(parameters, debt, on, customer=None):
    """Everything accrued on a period's debt up to and including a day.

    :param parameters: :class:`~.parameters.Parameters`
    :param debt: :class:`Overdue`
    :return: list of :class:`Accrual`, kinds ``penalty`` and ``interest``
    """
    get = _Getter(parameters, debt.service, customer)
    spans = list(debt_spans(debt, on))
    found = []
    if get("penalty_percent_day", on) is not None:
        found.append(_by_percent(get, debt, spans))
    elif get("penalty_divisors", on):
        found.append(_by_divisors(get, debt, spans, on))
    if get("interest_percent_year", on):
        found.append(_interest(get, debt, spans))
    return [accrual for accrual in found if accrual.amount or accrual.days]


class _Getter:
    """Parameters of one debtor and service by day."""

    def __init__(self, parameters, service, customer):
        self.parameters = parameters
        self.service = service
        self.customer = customer

    def __call__(self, code, day, default=None):
        return self.parameters.get(code, day, self.service, self.customer, default)


def debt_spans(debt, on):
    """Spans of equal debt: (first day number, last day number, parts).

    A part is (amount, day from whose parameters it is reckoned): the day on which that part of
    the debt was paid, or the day of the step.
    """
    payments = {}
    left = debt.principal
    for day, amount in sorted(debt.paid):
        day = min(day, on + DAY)
        part = min(amount, left)
        if part > 0:
            payments[day] = payments.get(day, ZERO) + part
            left -= part
    if left > 0:
        payments[on + DAY] = payments.get(on + DAY, ZERO) + left
    start = debt.due + DAY
    days = sorted(day for day in payments if day >= start)
    low = start
    for end in days:
        high = min(end, on)
        if low <= high:
            parts = [(payments[day], min(day, on)) for day in days if day >= end]
            for first, last in _without_pauses(low, high, debt.pauses):
                yield (first - debt.due).days, (last - debt.due).days, parts
        low = high + DAY


def _without_pauses(low, high, pauses):
    for first, last in sorted(pauses):
        if last < low or first > high:
            continue
        if low < first:
            yield low, first - DAY
        low = max(low, last + DAY)
    if low <= high:
        yield low, high


def _by_divisors(get, debt, spans, on):
    free = int(get("penalty_free_days", on, 0))
    steps = sorted(get("penalty_divisors", on))
    total, days, found = ZERO, 0, []
    for low, high, parts in spans:
        for index, (start, divisor) in enumerate(steps):
            first = max(low, start, free + 1)
            last = high if index + 1 == len(steps) else min(high, steps[index + 1][0] - 1)
            if first > last:
                continue
            count = last - first + 1
            amount = money(
                sum(part * rate_of(get, day) / HUNDRED / divisor * count for part, day in parts)
            )
            total += amount
            days += count
            found.append((first, last, sum(part for part, _day in parts), divisor, amount))
    return Accrual(debt.period, "penalty", total, days, debt.service, tuple(found))


def rate_of(get, day):
    """The rate a year in percent on a day: the key rate, at most the cap."""
    known = [
        rate for rate in (get("key_rate", day), get("penalty_rate_cap", day)) if rate is not None
    ]
    return min(known, default=ZERO)


def _by_percent(get, debt, spans):
    total, days, found = ZERO, 0, []
    for low, high, parts in spans:
        day = parts[-1][1]
        free = int(get("penalty_free_days", day, 0))
        first = max(low, free + 1)
        if first > high:
            continue
        count = high - first + 1
        owed = sum(part for part, _day in parts)
        amount = money(
            sum(
                part * get("penalty_percent_day", day, ZERO) / HUNDRED * count
                for part, day in parts
            )
        )
        limit = _share(get("penalty_cap_share", day)) * debt.principal - total
        if amount > limit:
            count = int(count * limit / amount) if amount else 0
            amount = money(max(limit, ZERO))
        total += amount
        days += count
        found.append((first, high, owed, None, amount))
    return Accrual(debt.period, "penalty", total, days, debt.service, tuple(found))


def _share(value):
    """A share of the debt: a fraction up to 1, above it percent; nothing given: the whole debt.

    >>> _share(Decimal("0.5")), _share(Decimal(100)), _share(None)
    (Decimal('0.5'), Decimal('1'), Decimal('1'))
    """
    if value is None:
        return ONE
    return value if value <= 1 else value / HUNDRED


def _interest(get, debt, spans):
    total, days, found = ZERO, 0, []
    for low, high, parts in spans:
        count = high - low + 1
        amount = money(
            sum(
                part * get("interest_percent_year", day, ZERO) / HUNDRED / YEAR_DAYS * count
                for part, day in parts
            )
        )
        total += amount
        days += count
        found.append((low, high, sum(part for part, _day in parts), YEAR_DAYS, amount))
    return Accrual(debt.period, "interest", total, days, debt.service, tuple(found))
