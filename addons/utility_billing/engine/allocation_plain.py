"""The plain case of :func:`.allocation.allocate` in whole kopecks, for registries of many payments.

Plain are debts above zero of services that are not kept apart, without an agreement, met by one
payment that names no service. Here they come as groups of a kind and a period, whose sum is known:
only the group that the payment covers in part is divided. The shares are those of ``allocate``.
"""

from collections.abc import Hashable, Iterable
from typing import NamedTuple

from .allocation import ORDER, PRINCIPAL


class Group(NamedTuple):
    """Debts of one kind and period: keys of the caller, and kopecks (above zero) in their order."""

    kind: str
    period: Hashable
    keys: list
    owed: list[int]


def allocate_plain(
    amount: int,
    groups: list[Group],
    *,
    purpose_period: Hashable = None,
    order: Iterable[str] = ORDER,
    barred_before: Hashable = None,
) -> tuple[list[tuple[Group, list[int]]], int]:
    """``[(group, part of each of its debts)]`` and the rest, an advance; all in kopecks.

    The arguments are those of :func:`.allocation.allocate`.

    >>> july = Group("principal", "2026-07", ["water", "heat"], [200, 100])
    >>> august = Group("principal", "2026-08", ["water", "heat"], [100, 100])
    >>> [(group.period, parts) for group, parts in allocate_plain(401, [august, july])[0]]
    [('2026-07', [200, 100]), ('2026-08', [51, 50])]
    >>> allocate_plain(700, [july])[1]
    400
    """
    if amount <= 0:
        raise ValueError("the amount of a payment is positive")
    order = [*order, *(kind for kind in ORDER if kind not in order)]

    def turn(group):
        named = group.kind == PRINCIPAL and group.period == purpose_period
        barred = barred_before is not None and group.period < barred_before
        return order.index(group.kind), not named, barred, group.period

    found = []
    for group in sorted(groups, key=turn) if len(groups) > 1 else groups:
        whole = sum(group.owed)
        if whole > amount:
            found.append((group, divide(amount, group.owed, whole)))
            return found, 0
        found.append((group, group.owed))
        amount -= whole
        if not amount:
            break
    return found, amount


def divide(total: int, weights: list[int], whole: int) -> list[int]:
    """:func:`.rounding.share_out` of kopecks; ``whole`` is the sum of the weights.

    >>> divide(100, [1, 1, 1], 3)
    [34, 33, 33]
    """
    parts, remainders = [], []
    for place, weight in enumerate(weights):
        part, remainder = divmod(total * weight, whole)
        parts.append(part)
        remainders.append((-remainder, place))
    odd = total - sum(parts)
    if odd:
        remainders.sort()
        for _remainder, place in remainders[:odd]:
            parts[place] += 1
    return parts
