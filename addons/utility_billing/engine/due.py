"""Due dates: a day of the next month that moves to the next working day."""

from datetime import timedelta

from .periods import first_day, last_day, shift

SATURDAY = 5


def due_date(parameters, period, service=None, customer=None):
    """The last day on which the charges of a period are paid in time.

    Parameters: ``due_day`` (as of the last day of the period), ``holidays`` and ``workdays``.

    >>> from .model import Parameter
    >>> from .parameters import Parameters
    >>> due_date(Parameters([Parameter("due_day", 15)]), "2026-07")
    datetime.date(2026, 8, 17)
    """
    number = int(parameters.get("due_day", last_day(period), service, customer, default=10))
    next_period = shift(period, 1)
    day = min(first_day(next_period) + timedelta(days=number - 1), last_day(next_period))
    return working_day(day, parameters.union("holidays"), parameters.union("workdays"))


def add_working_days(day, count, holidays=(), workdays=()):
    """The last of ``count`` working days that follow a day.

    >>> from datetime import date
    >>> add_working_days(date(2026, 3, 6), 5, {date(2026, 3, 9)})
    datetime.date(2026, 3, 16)
    """
    for _number in range(count):
        day = working_day(day + timedelta(days=1), holidays, workdays)
    return day


def working_day(day, holidays=(), workdays=()):
    """The day itself, or the next one that is no weekend and no holiday.

    A day of ``workdays`` is worked, be it a weekend or a holiday.

    >>> from datetime import date
    >>> working_day(date(2026, 1, 10), {date(2026, 1, 12)})
    datetime.date(2026, 1, 13)
    >>> working_day(date(2026, 1, 10), workdays={date(2026, 1, 10)})
    datetime.date(2026, 1, 10)
    """
    while day not in workdays and (day.weekday() >= SATURDAY or day in holidays):
        day += timedelta(days=1)
    return day
