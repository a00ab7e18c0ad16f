"""What a payment is used for.

Order: costs of collecting; principal of the period that the payer named, then of the earliest
period; inside a period in proportion to what is owed for the services; penalties, earliest first;
the rest is an advance that later charges use. Services kept apart (capital repair) get only the
payments that name one of them, and such payments go nowhere else.
Source: Civil Code of Russia art. 319, 319.1; rules in the conventions of the scenarios. What a
country or a company orders otherwise is the parameters ``allocation_order`` (kinds) and
``limitation_months`` (what is older comes last: time-barred). What an agreement on the debt does not
ask for yet (``later``) comes last of its kind too, see ``agreements``.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from .rounding import ZERO, share_out

COSTS, PRINCIPAL, PENALTY, ADVANCE = "costs", "principal", "penalty", "advance"
ORDER = (COSTS, PRINCIPAL, PENALTY)


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed for a service of a period; a negative amount is a credit of a correction.

    ``period`` sorts by time; ``key`` is whatever the caller wants back.
    """

    key: Hashable
    period: Hashable
    service: Hashable
    amount: Decimal
    kind: str = PRINCIPAL
    capital: bool = False
    later: bool = False


class Share(NamedTuple):
    """Part of a payment: for a debt, or (``debt`` None) an advance."""

    debt: Debt | None
    amount: Decimal


def allocate(
    amount: Decimal,
    debts: Iterable[Debt],
    *,
    purpose_period: Hashable = None,
    capital_service: Hashable = None,
    order: Iterable[str] = ORDER,
    barred_before: Hashable = None,
) -> list[Share]:
    """Divide ``amount`` (positive, two digits) among ``debts``; the shares add up to it.

    :param debts: :class:`Debt` or whatever has its fields (``key`` aside), in the order of the
        account's services, which gets the odd kopecks
    :param purpose_period: the period that the payer named
    :param capital_service: the service kept apart that the payer named, else None
    :param order: kinds in the order in which they are covered; those not named come after them
    :param barred_before: periods before this one are time-barred: of their kind they come last,
        unless the payer named them

    >>> debts = [Debt("a", "2026-01", "water", Decimal("100.00")),
    ...          Debt("b", "2026-01", "heat", Decimal("50.00")),
    ...          Debt("c", "2026-02", "water", Decimal("70.00"))]
    >>> [(s.debt and s.debt.key, str(s.amount)) for s in allocate(Decimal("175.00"), debts)]
    [('a', '100.00'), ('b', '50.00'), ('c', '25.00')]
    >>> [(s.debt and s.debt.key, str(s.amount)) for s in allocate(Decimal("300.00"), debts)][-1]
    (None, '80.00')
    """
    if amount <= 0:
        raise ValueError("the amount of a payment is positive")
    shares, rest = [], amount
    order = [*order, *(kind for kind in ORDER if kind not in order)]
    for group in _turns(open_debts(debts, capital_service), purpose_period, order, barred_before):
        owed = [left for _debt, left in group]
        whole = sum(owed)
        parts = owed if whole <= rest else share_out(rest, owed)
        shares += [
            Share(debt, part) for (debt, _left), part in zip(group, parts, strict=True) if part
        ]
        rest -= min(rest, whole)
        if not rest:
            break
    if rest:
        shares.append(Share(None, rest))
    return shares


def open_debts(debts, capital_service=None):
    """``(debt, what is left of it)`` of the debts a payment may cover, credits set off.

    A credit covers the earliest debts of its kind: it is money that the account has already.
    """
    if capital_service:
        debts = [debt for debt in debts if debt.capital and debt.service == capital_service]
    else:
        debts = [debt for debt in debts if not debt.capital]
    credit = {}
    for debt in debts:
        if debt.amount < 0:
            credit[debt.kind] = credit.get(debt.kind, ZERO) - debt.amount
    owed = sorted([debt for debt in debts if debt.amount > 0], key=attrgetter("period"))
    if not credit:
        return [(debt, debt.amount) for debt in owed]
    result = []
    for debt in owed:
        covered = min(debt.amount, credit.get(debt.kind, ZERO))
        if covered:
            credit[debt.kind] -= covered
        if debt.amount > covered:
            result.append((debt, debt.amount - covered))
    return result


def _turns(pairs, purpose_period, order, barred_before):
    """The debts in groups, in the order in which they are covered."""

    places = {kind: place for place, kind in enumerate(order)}
    groups = {}
    for pair in pairs:
        debt = pair[0]
        period = debt.period
        # what the payer named comes first among the principal only
        named = debt.kind == PRINCIPAL and period == purpose_period
        barred = barred_before is not None and period < barred_before
        turn = (places[debt.kind], not named, debt.later, barred, period)
        if turn in groups:
            groups[turn].append(pair)
        else:
            groups[turn] = [pair]
    return [groups[turn] for turn in sorted(groups)]
