"""How what the payer hands over covers the accounts of a receipt."""

from decimal import Decimal

ZERO = Decimal(0)


def spread(lines, tenders):
    """Shares ``[(line, tender, amount)]`` by index: lines in their order, from tenders in theirs.

    :param lines: sums of the accounts, positive Decimals
    :param tenders: sums handed over, positive Decimals of the same total
    :raises ValueError: the totals differ, or a sum is not positive

    >>> spread([Decimal(700), Decimal(300)], [Decimal(800), Decimal(200)])
    [(0, 0, Decimal('700')), (1, 0, Decimal('100')), (1, 1, Decimal('200'))]
    >>> spread([Decimal(1)], [Decimal(2)])
    Traceback (most recent call last):
    ValueError: the receipt and what is handed over differ
    """
    if not lines or min([*lines, *tenders], default=ZERO) <= 0:
        raise ValueError("sums of a receipt are positive")
    if sum(lines) != sum(tenders):
        raise ValueError("the receipt and what is handed over differ")
    shares, tender = [], 0
    left = tenders[0]
    for index, amount in enumerate(lines):
        while amount:
            if not left:
                tender += 1
                left = tenders[tender]
            part = min(amount, left)
            shares.append((index, tender, part))
            amount -= part
            left -= part
    return shares


def change(cash, given):
    """What the cashier gives back of ``given`` notes for ``cash`` due.

    :raises ValueError: less is given than is due

    >>> change(Decimal("480.50"), Decimal(500))
    Decimal('19.50')
    """
    if given < cash:
        raise ValueError("less cash is given than is due")
    return given - cash
