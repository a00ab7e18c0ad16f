"""Whether a paper bill still tells what is owed: newer bills, payments since, another sum (X13)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """What the code on the paper names; either may be missing."""

    period: date | None  # first day of the month
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known now. ``parts``: sums that may be paid apart, what is owed in all among them."""

    owed_until: Decimal  # of the paper's month and those before
    parts: frozenset[Decimal]
    newest: date | None = None  # month of the newest approved bill
    withdrawn: bool = False  # the bill of the paper's month was reversed, and no other made
    closed: bool = False


def judge(paper, now):
    """Codes of what is wrong with the paper, in the order they are told; empty: it is fresh.

    >>> february, march = date(2026, 2, 1), date(2026, 3, 1)
    >>> now = Standing(Decimal(900), frozenset({Decimal(900)}), february)
    >>> judge(Paper(february, Decimal(900)), now)
    ()
    >>> now = Standing(Decimal(0), frozenset({Decimal(450)}), march)
    >>> judge(Paper(february, Decimal(900)), now)
    ('superseded', 'paid')
    >>> judge(Paper(march, Decimal(900)), Standing(Decimal(450), frozenset({Decimal(450)}), march))
    ('sum',)
    """
    codes = []
    if now.closed:
        codes.append("closed")
    if paper.period:
        if now.withdrawn:
            codes.append("withdrawn")
        if now.newest and now.newest > paper.period:
            codes.append("superseded")
        if now.newest and now.newest >= paper.period and now.owed_until <= 0:
            codes.append("paid")
    if paper.amount and paper.amount not in now.parts and "paid" not in codes:
        codes.append("sum")
    return tuple(codes)
