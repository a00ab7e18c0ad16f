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
from decimal import ROUND_CEILING, Decimal

from .rounding import HUNDRED, ONE, ZERO, money

YEAR_DAYS = 365
DAY = timedelta(days=1)


@dataclass(slots=True)
class Overdue:
    """Principal of one period: what was charged, and what was paid when.

    due: the due date. paid: list of (day, amount). service: a capital service, else None (only
    selects parameters). pauses: spans (from, to) of days that bear nothing; penalty_pauses: those
    that bear no penalty but interest.
    """

    period: str
    due: date
    principal: Decimal
    paid: list[tuple[date, Decimal]] = field(default_factory=list)
    service: str | None = None
    pauses: tuple = ()
    penalty_pauses: tuple = ()


@dataclass(slots=True)
class Accrual:
    """Penalty or interest of a period as of a day: in total, not since the last step."""

    period: str
    kind: str
    amount: Decimal
    days: int
    service: str | None = None
    spans: tuple = ()


def settle_credits(sums, paid, day_of):
    """Payments with what periods of negative charges (corrections) cover, the earliest first.

    A debt that such a credit covers is overdue no longer, though no payment was used for it.

    :param sums: ``{(period, service): what was charged}``; ``service`` only where kept apart
    :param paid: ``{(period, service): [(day, amount)]}``
    :param day_of: the day on which the credit of a period counts, a function of the period
    :return: a new ``paid``

    >>> jan, feb = date(2026, 1, 31), date(2026, 2, 28)
    >>> settle_credits({(jan, None): Decimal(100), (feb, None): Decimal(-30)}, {}, lambda d: d)
    {(datetime.date(2026, 1, 31), None): [(datetime.date(2026, 2, 28), Decimal('30'))]}
    """
    credits = sorted((key for key, amount in sums.items() if amount < 0), key=_first)
    if not credits:
        return paid
    paid = {key: list(parts) for key, parts in paid.items()}
    debts = sorted((key for key, amount in sums.items() if amount > 0), key=_first)
    left = {key: sums[key] - sum(part for _day, part in paid.get(key, ())) for key in debts}
    for period, service in credits:
        credit = -sums[period, service]
        for key in debts:
            part = min(credit, left[key])
            if key[1] == service and part > 0:
                paid.setdefault(key, []).append((day_of(period), part))
                left[key] -= part
                credit -= part
    return paid


def _first(key):
    return key[0]


def accrue(parameters, debt, on, customer=None):
    """Everything accrued on a period's debt up to and including a day.

    Days of the parameter ``penalty_pauses`` (moratoria of the country) bear no penalty.

    :param parameters: :class:`~.parameters.Parameters`
    :param debt: :class:`Overdue`
    :return: list of :class:`Accrual`, kinds ``penalty`` and ``interest``
    """
    get = _Getter(parameters, debt.service, customer)
    moratoria = tuple(parameters.union("penalty_pauses"))
    spans = list(debt_spans(debt, on, (*debt.pauses, *debt.penalty_pauses, *moratoria)))
    found = []
    if get("penalty_percent_day", on) is not None:
        found.append(_by_percent(get, debt, spans))
    elif get("penalty_divisors", on):
        found.append(_by_divisors(get, debt, spans))
    if get("interest_percent_year", on):
        found.append(_interest(get, debt, debt_spans(debt, on, debt.pauses)))
    return [accrual for accrual in found if accrual.amount or accrual.days]


def step_of(accrued, before):
    """What a step adds to earlier ones, or takes back: list of (kind, amount, days).

    :param accrued: what :func:`accrue` gives as of the day of the step
    :param before: ``{kind: (amount, days)}`` of the same period so far

    >>> step_of([Accrual("2026-01", "penalty", Decimal("3.00"), 3)], {"penalty": (Decimal(1), 1)})
    [('penalty', Decimal('2.00'), 2)]
    >>> step_of([], {"penalty": (Decimal(1), 1)})
    [('penalty', Decimal('-1'), -1)]
    """
    now = {accrual.kind: (accrual.amount, accrual.days) for accrual in accrued}
    found = []
    for kind in sorted({*now, *before}, reverse=True):
        amount, days = now.get(kind, (ZERO, 0))
        old_amount, old_days = before.get(kind, (ZERO, 0))
        if amount != old_amount or days != old_days:
            found.append((kind, amount - old_amount, days - old_days))
    return found


class _Getter:
    """Parameters of one debtor and service by day."""

    def __init__(self, parameters, service, customer):
        self.parameters = parameters
        self.service = service
        self.customer = customer

    def __call__(self, code, day, default=None):
        return self.parameters.get(code, day, self.service, self.customer, default)


def debt_spans(debt, on, pauses=()):
    """Spans of equal debt: (first day number, last day number, parts), without the pauses.

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
            for first, last in _without_pauses(low, high, pauses):
                yield (first - debt.due).days, (last - debt.due).days, parts
        low = high + DAY


def _without_pauses(low, high, pauses):
    for first, last in sorted(pauses):
        if last < low or first > high:
            continue
        if low < first:
            yield low, first - DAY
        if last >= high:
            return
        low = max(low, last + DAY)
    if low <= high:
        yield low, high


def _by_divisors(get, debt, spans):
    total, days, found = ZERO, 0, []
    scales = {}
    for low, high, parts in spans:
        for _amount, day in parts:
            if day not in scales:
                scales[day] = _scale(get, day)
        for first, last in _windows(low, high, [scales[day][1] for _amount, day in parts]):
            count = last - first + 1
            amount, divisor = ZERO, None
            for part, day in parts:
                rate, steps = scales[day]
                own = _divisor(steps, first)
                if own and rate:
                    divisor = own
                    amount += part * rate / HUNDRED / own * count
            if divisor is None:
                continue
            amount = money(amount)
            total += amount
            days += count
            owed = sum(part for part, _day in parts)
            found.append((first, last, owed, divisor, amount))
    return Accrual(debt.period, "penalty", total, days, debt.service, tuple(found))


def _scale(get, day):
    """(rate, ((day number, divisor), ...) beyond the free days) by the parameters of a day."""
    free = int(get("penalty_free_days", day, 0))
    steps = sorted(get("penalty_divisors", day, ()))
    found = []
    for index, (start, divisor) in enumerate(steps):
        if index + 1 == len(steps) or steps[index + 1][0] - 1 > free:
            found.append((max(start, free + 1), divisor))
    return rate_of(get, day), tuple(found)


def _divisor(steps, number):
    """The divisor of a day number, None where it bears nothing."""
    held = None
    for start, divisor in steps:
        if start > number:
            break
        held = divisor
    return held


def _windows(low, high, scales):
    """Parts of a span in which the divisors of all ``scales`` stay the same."""
    starts = {low}
    for steps in scales:
        held = _divisor(steps, low)
        for start, divisor in steps:
            if low < start <= high and divisor != held:
                starts.add(start)
                held = divisor
    starts = sorted(starts)
    return zip(starts, [start - 1 for start in starts[1:]] + [high], strict=True)


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
        limit = _share(get("penalty_cap_share", day)) * debt.principal - total
        a_day = sum(part * get("penalty_percent_day", day, ZERO) / HUNDRED for part, day in parts)
        if first > high or limit <= 0 or not a_day:
            continue
        count = high - first + 1
        if a_day * count >= limit:
            # the day on which the limit is reached still bears a part
            count = int((limit / a_day).to_integral_value(ROUND_CEILING))
        amount = money(min(a_day * count, limit))
        total += amount
        days += count
        owed = sum(part for part, _day in parts)
        found.append((first, first + count - 1, owed, None, amount))
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
