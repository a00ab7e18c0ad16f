"""Tax inside a price or on top of it, by the rounding policy of the contract.

Policies for tax on top: net first (the net of the line is rounded, the tax is taken from the
rounded net) or ``gross_unrounded`` (the gross is rounded from the unrounded product). Inside a
price the tax is ``gross * rate / (100 + rate)``.
"""

from .rounding import HUNDRED, ZERO, money


def taxed(plan, fee):
    """(net, vat, gross) of an unrounded fee.

    >>> from decimal import Decimal
    >>> class Plan: vat_rate, vat_included, gross_unrounded = Decimal(20), False, False
    >>> [str(part) for part in taxed(Plan, Decimal("67.077"))]
    ['67.08', '13.42', '80.50']
    >>> Plan.gross_unrounded = True
    >>> [str(part) for part in taxed(Plan, Decimal("67.077"))]
    ['67.08', '13.41', '80.49']
    """
    return taxed_rounded(plan, money(fee), fee)


def taxed_rounded(plan, rounded, fee):
    """The same with the rounded fee given (a sum of rounded slices)."""
    rate = plan.vat_rate
    if not rate:
        return rounded, ZERO, rounded
    if plan.vat_included:
        vat = money(rounded * rate / (HUNDRED + rate))
        return rounded - vat, vat, rounded
    if plan.gross_unrounded:
        gross = money(fee * (HUNDRED + rate) / HUNDRED)
        return rounded, gross - rounded, gross
    vat = money(rounded * rate / HUNDRED)
    return rounded, vat, rounded + vat


def inside(gross, rate):
    """(net, vat) of a gross amount at a rate.

    >>> from decimal import Decimal
    >>> inside(Decimal("122.00"), Decimal(22))
    (Decimal('100.00'), Decimal('22.00'))
    """
    if not rate:
        return gross, ZERO
    vat = money(gross * rate / (HUNDRED + rate))
    return gross - vat, vat
