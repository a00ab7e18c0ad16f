"""Rounding and exact division of sums.

Money is rounded to 0.01 half up; where a sum is divided, the parts always add up to it.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
VOLUME_STEP = Decimal("0.000001")
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


def money(value):
    """A value rounded to 0.01, half up (away from zero for negatives).

    >>> money(Decimal("199.195")), money(Decimal("-7.925"))
    (Decimal('199.20'), Decimal('-7.93'))
    """
    return value.quantize(CENT, ROUND_HALF_UP)


def volume6(value):
    """A volume rounded to the six digits that the ledger keeps."""
    return value.quantize(VOLUME_STEP, ROUND_HALF_UP)


def share_out(total, weights, step=CENT):
    """Divide ``total`` in proportion to ``weights`` so that the parts add up to it exactly.

    Every part is first rounded towards zero to ``step``; the largest remainders get the odd
    steps, equal remainders in the order given. ``total`` must be a multiple of ``step`` for the
    exact sum; a rest smaller than a step goes to the first largest remainder.

    >>> [str(part) for part in share_out(Decimal("100.00"), [1, 1, 1])]
    ['33.34', '33.33', '33.33']
    >>> [str(part) for part in share_out(Decimal("-0.05"), [Decimal("2"), Decimal("1")])]
    ['-0.03', '-0.02']
    >>> share_out(Decimal("5.00"), [])
    []
    """
    whole = sum(weights)
    if not weights:
        return []
    if not whole:
        raise ValueError("weights add up to zero")
    sign = -1 if total < 0 else 1
    size = abs(total)
    # remainders stay undivided: quotients of unlike length tell equal ones apart by their last digit
    found = [divmod(size * weight, whole * step) for weight in weights]
    parts = [count * step for count, _remainder in found]
    rest = size - sum(parts)
    towards = 1 if whole < 0 else -1
    order = sorted(range(len(parts)), key=lambda index: (towards * found[index][1], index))
    for index in order:
        if rest <= 0:
            break
        extra = min(step, rest)
        parts[index] += extra
        rest -= extra
    return [part * sign for part in parts]


def settle(values, total, keys=None, step=VOLUME_STEP):
    """Exact values rounded to ``step`` so that they add up to ``total`` (a multiple of step).

    The largest remainders get the odd steps; equal ones in the order of ``keys`` (accounts, so that
    the order in which they are given does not matter), else in the order given.

    >>> [str(part) for part in settle([Decimal(1) / 3] * 3, ONE, step=CENT)]
    ['0.34', '0.33', '0.33']
    >>> [str(part) for part in settle([Decimal(1) / 3] * 3, ONE, "cab", CENT)]
    ['0.33', '0.34', '0.33']
    """
    parts = [(value // step) * step for value in values]
    odd = int(((total - sum(parts)) / step).to_integral_value())
    keys = range(len(parts)) if keys is None else keys
    # the last digits of a quotient depend on the order of the sums it came from
    order = sorted(
        range(len(parts)), key=lambda place: (round(parts[place] - values[place], 15), keys[place])
    )
    sign = 1 if odd > 0 else -1
    if odd < 0:
        order.reverse()
    for position in range(abs(odd)):
        parts[order[position % len(order)]] += step * sign
    return parts
