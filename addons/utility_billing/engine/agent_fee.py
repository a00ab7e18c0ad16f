"""What an agent is paid for taking payments, by the terms of its contract. Money has two digits.

The fee is withheld from the money that is handed over, or the payer pays it beside its payment.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FeeTerm:
    """``percent`` of a payment plus ``fixed``, not below ``minimum`` nor above ``maximum`` (0: no
    limit), for payments of ``source`` ("" for all) between two days; ``end`` None: without end.

    ``service`` None: of all services; ``beside``: the payer pays the fee; ``own``: written for the
    agent itself, not for all of its kind."""

    begin: date
    end: date | None
    source: str
    percent: Decimal
    fixed: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(0)
    service: int | None = None
    beside: bool = False
    own: bool = True


def agent_fee(amount, term):
    """Fee of one payment, rounded half up to the smallest coin; never above the payment.

    The fee of a payment that the agent took back is taken back too.

    >>> term = FeeTerm(date(2026, 1, 1), None, "", Decimal("1.5"), minimum=Decimal(10))
    >>> agent_fee(Decimal("1000.33"), term), agent_fee(Decimal(100), term), agent_fee(Decimal(5), term)
    (Decimal('15.00'), Decimal('10.00'), Decimal('5.00'))
    >>> agent_fee(Decimal("-1000.33"), term)
    Decimal('-15.00')
    """
    if amount < 0:
        return -agent_fee(-amount, term)
    fee = amount * term.percent / 100 + term.fixed
    fee = max(fee, term.minimum)
    if term.maximum:
        fee = min(fee, term.maximum)
    return min(fee, amount).quantize(CENT, ROUND_HALF_UP)


def split_beside(amount, transferred, fee):
    """(credited, fee beside) of a payment whose fee the payer paid beside it.

    Where the sum of the file holds the fee, what is transferred is credited; else the sum itself.

    >>> split_beside(Decimal(1015), Decimal(1000), Decimal(15))
    (Decimal('1000'), Decimal('15'))
    >>> split_beside(Decimal(1000), Decimal(1000), Decimal(15))
    (Decimal('1000'), Decimal('15'))
    >>> split_beside(Decimal(1000), None, None)
    (Decimal('1000'), Decimal('0'))
    """
    if transferred and abs(amount - transferred - (fee or 0)) <= CENT:
        return transferred, amount - transferred
    return amount, fee or Decimal(0)


def term_of(terms, day, source, service=None):
    """The term of a payment or None: the agent's own before that of its kind, of the service and
    of the source before that of all, then the later.

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
        and term.source in ("", source) and term.service in (None, service)
    ]  # fmt: skip
    return max(
        fitting,
        key=lambda t: (t.own, t.service is not None, bool(t.source), t.begin),
        default=None,
    )
