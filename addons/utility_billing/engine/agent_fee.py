"""What an agent keeps for taking payments, by the terms of its contract. Money has two digits."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FeeTerm:
    """``percent`` of a payment plus ``fixed``, not below ``minimum`` nor above ``maximum`` (0: no
    limit), for payments of ``source`` ("" for all) between two days; ``end`` None: without end."""

    begin: date
    end: date | None
    source: str
    percent: Decimal
    fixed: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)


def agent_fee(amount, term):
    """Fee of one payment, rounded half up to the smallest coin; never above the payment.

    >>> term = FeeTerm(date(2026, 1, 1), None, "", Decimal("1.5"), minimum=Decimal(10))
    >>> agent_fee(Decimal("1000.33"), term), agent_fee(Decimal(100), term), agent_fee(Decimal(5), term)
    (Decimal('15.00'), Decimal('10.00'), Decimal('5.00'))
    """
    fee = amount * term.percent / 100 + term.fixed
    fee = max(fee, term.minimum)
    if term.maximum:
        fee = min(fee, term.maximum)
    return min(fee, amount).quantize(CENT, ROUND_HALF_UP)


def term_of(terms, day, source):
    """The term of a payment: of its own source before that of all, then the later; or None.

    >>> old = FeeTerm(date(2025, 1, 1), date(2025, 12, 31), "", Decimal(2))
    >>> new = FeeTerm(date(2026, 1, 1), None, "", Decimal(1))
    >>> term_of([old, new], date(2025, 12, 31), "online").percent
    Decimal('2')
    >>> term_of([new], date(2025, 12, 31), "online") is None
    True
    """
    fitting = [
        term
        for term in terms
        if term.begin <= day and (term.end is None or day <= term.end)
        and term.source in ("", source)
    ]  # fmt: skip
    return max(fitting, key=lambda term: (bool(term.source), term.begin), default=None)
