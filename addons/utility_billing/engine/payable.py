"""What is to be paid now of what is owed: one sum for the usual services, one for each kept apart.

The cash desk, the payment page and their codes ask for the same sums (X12, X13).
"""

from typing import NamedTuple

from .rounding import ZERO


class Share(NamedTuple):
    """A sum that is paid by itself; ``service`` is that which is kept apart, None the usual ones.

    ``payees`` are the parts of the suppliers, ``{supplier: sum}``, together ``amount``.
    """

    service: int | None
    amount: object
    payees: dict


def payable(debts, advances, later=ZERO):
    """Tuple of :class:`Share` above zero, the usual services first.

    A payment that names no service never covers one that is kept apart, nor does its advance.

    :param debts: with ``service``, ``supplier``, ``capital`` (kept apart) and ``amount``
    :param advances: with ``capital`` and ``amount``
    :param later: what agreements do not ask for yet of the usual services; below zero: what a
        level asks for beyond the charges

    >>> from decimal import Decimal
    >>> from types import SimpleNamespace as Row
    >>> water = Row(service=1, supplier=7, capital=False, amount=Decimal(70))
    >>> heat = Row(service=2, supplier=None, capital=False, amount=Decimal(50))
    >>> repair = Row(service=3, supplier=None, capital=True, amount=Decimal(20))
    >>> ahead = Row(capital=False, amount=Decimal(30))
    >>> for share in payable([water, heat, repair], [ahead]):
    ...     print(share.service, share.amount, share.payees)
    None 90 {7: Decimal('40'), None: Decimal('50')}
    3 20 {None: Decimal('20')}
    >>> payable([water], [], Decimal(70))
    ()
    """
    ahead = {True: ZERO, False: ZERO}
    for part in advances:
        ahead[part.capital] += part.amount
    sums = {None: {}}
    for debt in debts:
        payees = sums.setdefault(debt.service if debt.capital else None, {})
        payees[debt.supplier] = payees.get(debt.supplier, ZERO) + debt.amount
    shares = []
    for service, payees in sums.items():
        owed = sum(payees.values(), ZERO)
        if service is None:
            asked = owed - ahead[False] - later
        else:
            used = min(ahead[True], max(owed, ZERO))
            ahead[True] -= used
            asked = owed - used
        if asked > 0:
            shares.append(Share(service, asked, by_payee(payees or {None: ZERO}, asked)))
    return tuple(shares)


def by_payee(owed, due):
    """What is asked for each payee: debts less the advances of others, together ``due``.

    >>> from decimal import Decimal
    >>> by_payee({1: Decimal(70), 2: Decimal(50), None: Decimal(-30)}, Decimal(90))
    {1: Decimal('40'), 2: Decimal('50'), None: Decimal('0')}
    >>> by_payee({1: Decimal(-5)}, Decimal(0))
    {1: Decimal('0')}
    """
    asked = {key: max(sum_, ZERO) for key, sum_ in owed.items()}
    excess = sum(asked.values()) - due
    for key in sorted(asked, key=lambda key: -asked[key]):
        taken = min(excess, asked[key]) if excess > 0 else ZERO
        asked[key] -= taken
        excess -= taken
    if excess < 0 and asked:
        # more than is owed to anybody: the first is asked for it
        asked[next(iter(asked))] -= excess
    return asked
