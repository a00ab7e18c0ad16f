"""Figures of explanations: plain for programs, and as the reader's language writes them."""

from decimal import Decimal

from odoo.tools import format_amount, format_date
from odoo.tools.misc import formatLang

from ..engine.periods import first_day


def number(text):
    """A number without trailing zeros.

    >>> number("9.490000"), number("10"), number("0E-6")
    ('9.49', '10', '0')
    """
    value = Decimal(str(text))
    if not value:
        return "0"
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def short(text):
    """A number of a trace with at most four decimals, without trailing zeros.

    >>> short("14.00"), short("0.333333333"), short(None)
    ('14', '0.3333', '0')
    """
    value = Decimal(str(text or 0))
    if value.as_tuple().exponent < -4:
        value = value.quantize(Decimal("0.0001"))
    return number(value)


class Figures:
    """Figures as the language of ``env`` writes them, sums in ``currency``."""

    def __init__(self, env, currency):
        self.env = env
        self.currency = currency

    def number(self, text):
        """A number with the decimal mark and the groups of the language, all its digits."""
        return self._localised(number(text))

    def short(self, text):
        """The same with at most four decimals."""
        return self._localised(short(text))

    def sum(self, text):
        """A sum with two decimals, without its currency."""
        return self._localised(f"{Decimal(str(text)):.2f}")

    def money(self, text):
        """A sum with the sign of its currency, where the language puts it."""
        return format_amount(self.env, float(text), self.currency)

    def month(self, period):
        """A month ``YYYY-MM`` in words."""
        return format_date(self.env, first_day(period), date_format="LLLL y")

    def _localised(self, plain):
        decimals = len(plain.partition(".")[2])
        shown = formatLang(self.env, float(plain), digits=decimals)
        # groups may be parted by any blank: a figure never breaks over two lines
        return "\u00a0".join(shown.split())

    def plain(self, value):
        """A value of a trace: lists in brackets, numbers of the language, words as they are."""
        if isinstance(value, list):
            return "(" + ", ".join(self.plain(part) for part in value) + ")"
        try:
            return self.number(value)
        except ArithmeticError:
            return str(value)
