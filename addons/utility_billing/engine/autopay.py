"""Automatic payments: what is paid and when, which failures may be tried again, when they end.

A schedule pays on each new bill or on a day of the month. What it pays follows its rule and never
goes beyond what is owed, a fixed sum apart. Each attempt is an order of its own; a failure says by
its reason whether another attempt makes sense. Silence is no failure that may be tried again: the
money may have left the payer.
"""

from datetime import timedelta
from decimal import Decimal

#: what is paid
BILL, PART, FIXED = "bill", "part", "fixed"
#: reasons after which the same payment is tried again
AGAIN = ("no_money", "unavailable")
#: reasons after which the mandate is no more
FINAL = ("withdrawn", "account_closed", "mandate_unknown")


def owed(closing, asked):
    """What a bill asks for still: no more than the account is asked for by now.

    >>> owed(Decimal(100), Decimal(40)), owed(Decimal(100), Decimal(150)), owed(Decimal(-5), Decimal(-5))
    (Decimal('40'), Decimal('100'), Decimal('0'))
    """
    return max(min(closing, asked), Decimal(0))


def decide(rule, asked, fixed=Decimal(0), limit=Decimal(0)):
    """``(amount, reason)``: what is paid, or zero and why nothing is.

    :param asked: what the bill asks for still; None: there is no bill
    :param limit: largest payment; zero: none. ``bill`` above it is not paid, ``part`` pays the limit

    >>> decide("bill", Decimal(100), limit=Decimal(50))
    (Decimal('0'), 'limit')
    >>> decide("part", Decimal(100), limit=Decimal(50))
    (Decimal('50'), '')
    """
    if rule == FIXED:
        return fixed, ""
    if asked is None:
        return Decimal(0), "no_bill"
    if asked <= 0:
        return Decimal(0), "nothing"
    if limit and asked > limit:
        return (limit, "") if rule == PART else (Decimal(0), "limit")
    return asked, ""


def day_of_month(day, today, notice):
    """The next payment on ``day`` (1-28) of a month if its notice is due today; else None.

    >>> from datetime import date
    >>> day_of_month(5, date(2026, 5, 4), 1), day_of_month(1, date(2026, 12, 31), 1)
    (datetime.date(2026, 5, 5), datetime.date(2027, 1, 1))
    >>> day_of_month(5, date(2026, 5, 3), 1), day_of_month(5, date(2026, 5, 6), 1)
    (None, None)
    """
    last = today + timedelta(days=notice)
    for month in (today.replace(day=1), last.replace(day=1)):
        target = month.replace(day=day)
        if today <= target <= last:
            return target
    return None


def retry(reason, attempt, attempts, failed, days):
    """The day of the next attempt after a failure; None: there is none.

    >>> from datetime import date
    >>> retry("no_money", 1, 3, date(2026, 5, 5), 2)
    datetime.date(2026, 5, 7)
    >>> retry("no_money", 3, 3, date(2026, 5, 5), 2), retry("refused", 1, 3, date(2026, 5, 5), 2)
    (None, None)
    """
    if reason not in AGAIN or attempt >= attempts:
        return None
    return failed + timedelta(days=max(days, 1))


def breaks(reason, failures, limit):
    """Whether a schedule ends broken after a failure.

    :param failures: payments that failed in a row; limit: it breaks at so many, 0: not by number

    >>> breaks("withdrawn", 1, 3), breaks("refused", 2, 3), breaks("refused", 3, 3)
    (True, False, True)
    """
    return reason in FINAL or bool(limit) and failures >= limit
