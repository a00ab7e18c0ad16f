"""Values as people write them in files of RU, UA and KZ: numbers, shares, yes and no.

Every parser takes what a reader gave (text, number, date or None) and returns the value, ``None``
for an empty cell, or a :class:`~.problem.Problem` — it never raises on bad input. Dates:
``values_date``.
"""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .problem import Problem, problem

#: Spaces and apostrophes that separate thousands; the first is how Excel writes Russian numbers.
_SPACES = "\u00a0\u202f\u2009\u2007 "
_GROUPS = _SPACES + "'’`"
_CURRENCY = re.compile(
    r"\s*(руб(?:\.|лей|ля|ль)?|р\.|₽|rub|грн\.?|₴|uah|тг\.?|тенге|теңге|₸|kzt)$", re.IGNORECASE
)
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_GROUPS}]\d{{3}})+(?:[.,]\d+)?")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_POINT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_EXPONENT = re.compile(r"\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_MAX_DIGITS = 18

YES = frozenset(
    "1 + true yes y t on да д истина есть так т істина є иә ия бар шын x х v ✓ ✔".split()
)
NO = frozenset("0 - – false no n f off нет н ложь ні хибність немає жоқ жок жалған".split())


def clean_text(value):
    """Text with odd spaces and line breaks turned into single spaces; ``None`` when nothing is
    left.

    >>> clean_text("  ул.\\u00a0Ленина ,\\n 5 ")
    'ул. Ленина , 5'
    >>> clean_text("  ") is None
    True
    >>> clean_text(12.0)
    '12'
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        # Excel keeps an account number as 12345.0; the decimal tail is no part of it
        value = int(value)
    text = " ".join(str(value).replace("\ufeff", "").split())
    return text or None


def parse_decimal(value, *, max_digits=_MAX_DIGITS):
    """A number in any of the customary spellings, exactly.

    A single comma or point is the decimal sign ("1,234" is 1.234: readings have three digits);
    spaces and apostrophes separate thousands; where both comma and point stand, the last is
    decimal.

    >>> [str(parse_decimal(x)) for x in ("1 234,50", "1'234.50", "-5", "(7,10)", "1.234.567,8")]
    ['1234.50', '1234.50', '-5', '-7.10', '1234567.8']
    >>> str(parse_decimal("−1\\u00a0500,00 руб."))
    '-1500.00'
    >>> parse_decimal("12 34").code
    'value.decimal'
    >>> parse_decimal("") is None
    True
    """
    if value is None or isinstance(value, bool):
        return None if value is None else problem("value.decimal", value=value)
    if isinstance(value, int | float | Decimal):
        return _checked(value, str(value), max_digits)
    text = str(value).strip(_SPACES + "\t\r\n\ufeff")
    if not text:
        return None
    if _PLAIN.fullmatch(text):  # most are
        return _checked(text.replace(",", "."), text, max_digits)
    sign, body = _take_sign(_CURRENCY.sub("", text))
    if _COMMA_GROUPS.fullmatch(body):
        body = body.replace(",", "")
    elif _POINT_GROUPS.fullmatch(body):
        body = body.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(body) or _EXPONENT.fullmatch(body):
        body = body.replace(",", ".")
    elif _GROUPED.fullmatch(body):
        body = re.sub(rf"[{_GROUPS}]", "", body).replace(",", ".")
    else:
        return problem("value.decimal", value=text)
    return _checked(sign + body, text, max_digits)


def _take_sign(text):
    text = text.strip(_SPACES).replace("−", "-").replace("–", "-")
    if text.startswith("(") and text.endswith(")"):
        return "-", text[1:-1].strip(_SPACES)
    if text.endswith("-") and not text.startswith("-"):
        return "-", text[:-1].strip(_SPACES)
    if text.startswith("-"):
        return "-", text[1:].strip(_SPACES)
    return "", text.removeprefix("+").strip(_SPACES)


def _checked(source, shown, max_digits):
    """Decimal of ``source`` when it is finite and not longer than the database can hold."""
    try:
        number = Decimal(repr(source)) if isinstance(source, float) else Decimal(source)
    except InvalidOperation:
        return problem("value.decimal", value=shown)
    if not number.is_finite():
        return problem("value.decimal", value=shown)
    if number and number.adjusted() >= max_digits:
        return problem("value.decimal_range", value=shown, digits=max_digits)
    return number


def parse_money(value):
    """A sum with at most two digits after the sign; more than that is refused, not rounded.

    >>> parse_money("1 234,5")
    Decimal('1234.50')
    >>> parse_money("0.125").code
    'value.decimal'
    """
    number = parse_decimal(value)
    if number is None or isinstance(number, Problem):
        return number
    cents = number.quantize(Decimal("0.01"))
    # a spreadsheet's binary float shows 0.1 + 0.2 as 0.30000000000000004
    if cents == number or (isinstance(value, float) and abs(cents - number) < Decimal("1e-6")):
        return cents
    return problem("value.decimal", value=value)


def parse_int(value):
    """A whole number; "5,0" and 5.0 are whole too.

    >>> parse_int("1 200"), parse_int(3.0), parse_int("2,5").code
    (1200, 3, 'value.integer')
    """
    number = parse_decimal(value)
    if number is None:
        return None
    if isinstance(number, Problem) or number != number.to_integral_value():
        return problem("value.integer", value=value)
    return int(number)


def parse_bool(value):
    """Yes or no in Russian, Ukrainian, Kazakh and English, marks and digits.

    >>> [parse_bool(x) for x in ("Да", "ні", "ИӘ", "жоқ", "true", 0, "+")]
    [True, False, True, False, True, False, True]
    >>> parse_bool("maybe").code
    'value.boolean'
    """
    if isinstance(value, bool):
        return value
    text = clean_text(value)
    if text is None:
        return None
    word = text.casefold().rstrip(".")
    if word in YES:
        return True
    if word in NO:
        return False
    return problem("value.boolean", value=text)


def parse_share(value):
    """Share of ownership as an exact fraction in (0, 1].

    >>> parse_share("1/3"), parse_share("0,25"), parse_share("50 %")
    (Fraction(1, 3), Fraction(1, 4), Fraction(1, 2))
    >>> parse_share("3/2").code
    'value.share'
    """
    text = clean_text(value)
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,9})\s*/\s*(\d{1,9})", text)
    if match and int(match[2]):
        share = Fraction(int(match[1]), int(match[2]))
    else:
        percent = text.endswith("%")
        number = parse_decimal(text.rstrip("% "))
        if number is None or isinstance(number, Problem):
            return problem("value.share", value=text)
        share = Fraction(number) / (100 if percent else 1)
    return share if 0 < share <= 1 else problem("value.share", value=text)


#: Latin letters (and cp866's stand-ins) that look like Cyrillic ones: "Iванов" and "Іванов" are one
#: name.
_LOOKALIKES = str.maketrans("ABCEHIKMOPTXYabceikmopxyҐґЁёЄє", "АВСЕНІКМОРТХУавсеікморхуГгЕеЕе")


def name_key(value):
    """Key to compare names and addresses by: case, spaces, ё and Latin lookalikes don't matter.

    >>> name_key("Iваненко  Ганна") == name_key("ІВАНЕНКО ГАННА")
    True
    >>> name_key("Семёнов") == name_key("СЕМЕНОВ")
    True
    """
    text = clean_text(value) or ""
    if re.search("[А-яЁёІіЇїЄєҐґӘәҒғҚқҢңӨөҰұҮүҺһ]", text):
        text = text.translate(_LOOKALIKES)
    return re.sub(r"[\s.,]+", " ", text.casefold()).strip()
