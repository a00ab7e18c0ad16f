"""Rule parameters as they are written down, and as the engine takes them.

A value is one text: a decimal (``9.5``), a word, words or days separated by commas, or pairs like
``31:300,91:130`` (from day 31 on divisor 300).
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from .allocation import ORDER


def number(text):
    """A finite decimal."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is no decimal") from None
    if not value.is_finite():
        raise ValueError(f"{text!r} is no decimal")
    return value


def word(text):
    """A text."""
    return text.strip()


def words(text):
    """Texts separated by commas.

    >>> words("heating, gas")
    ('heating', 'gas')
    """
    return tuple(part.strip() for part in text.split(",") if part.strip())


def days(text):
    """ISO dates separated by commas."""
    return tuple(date.fromisoformat(part) for part in words(text))


def month_numbers(text):
    """Numbers of months separated by commas.

    >>> month_numbers("5, 6,7"), month_numbers("")
    ((5, 6, 7), ())
    """
    found = tuple(int(part) for part in words(text or ""))
    if not all(1 <= number <= 12 for number in found):
        raise ValueError(f"{text!r} are no months")
    return found


def kinds(text):
    """Kinds of debt in the order in which a payment covers them.

    >>> kinds("costs, penalty, principal")
    ('costs', 'penalty', 'principal')
    """
    found = words(text)
    if not found or set(found) - set(ORDER) or len(set(found)) != len(found):
        raise ValueError(f"{text!r} is no order of {', '.join(ORDER)}")
    return found


def divisors(text):
    """Pairs of day number and divisor.

    >>> divisors("31:300,91:130")
    ((31, 300), (91, 130))
    """
    pairs = [part.split(":") for part in words(text)]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"{text!r} are no pairs of day and divisor")
    return tuple((int(day), int(divisor)) for day, divisor in pairs)


def spans(text):
    """Spans of ISO dates separated by commas, both ends belong to them.

    >>> spans("2022-03-05..2023-12-29")
    ((datetime.date(2022, 3, 5), datetime.date(2023, 12, 29)),)
    """
    pairs = [part.split("..") for part in words(text)]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"{text!r} are no spans like 2022-03-05..2023-12-29")
    found = tuple((date.fromisoformat(start), date.fromisoformat(end)) for start, end in pairs)
    if any(start > end for start, end in found):
        raise ValueError(f"{text!r} has a span that ends before it begins")
    return found


#: codes whose values are no decimals
KINDS = {
    "uplift_components": word,
    "rounding_policy": word,
    "subsidy_method": word,
    "penalty_divisors": divisors,
    "allocation_order": kinds,
    "penalty_pauses": spans,
    "holidays": days,
    "workdays": days,
    "absence_services": words,
    "absence_excluded": words,
    "privilege_subsidy_exclusive_months": month_numbers,
}


def parse_value(code, text):
    """The value of a parameter of a code.

    :raises ValueError: the text is not what the code asks for

    >>> parse_value("due_day", "15"), parse_value("holidays", "2026-01-01")
    (Decimal('15'), (datetime.date(2026, 1, 1),))
    """
    if code.startswith("legal_"):
        return word(text)
    return KINDS.get(code, number)(text)
