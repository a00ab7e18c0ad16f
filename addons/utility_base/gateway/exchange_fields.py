"""Kinds of fields of the open exchange file: how each is read, written and described.

A dataclass of ``exchange_model`` declares its fields with these helpers, and reading, writing and
the JSON Schema all follow from the one declaration.
"""

from dataclasses import field, fields
from decimal import Decimal
from fractions import Fraction

from .problem import Problem, problem
from .values import clean_text, parse_bool, parse_decimal, parse_int, parse_share
from .values_date import parse_date, parse_period


class Kind:
    """Reads a JSON value (``read`` gives a value, None or Problem), writes it, describes it."""

    name = "text"
    empty = None

    def read(self, value):
        raise NotImplementedError

    def write(self, value):
        return value

    def schema(self):
        raise NotImplementedError


class Text(Kind):
    empty = ""

    def __init__(self, limit=500):
        self.limit = limit

    def read(self, value):
        if isinstance(value, dict | list):
            return problem("exchange.type", expected="text")
        text = clean_text(value) or ""
        if len(text) > self.limit:
            return problem("value.too_long", value=text, length=len(text), limit=self.limit)
        return text

    def schema(self):
        return {"type": ["string", "integer", "null"], "maxLength": self.limit}


class Choice(Text):
    """One of the given words, case and spaces aside. An open choice keeps other words, with a
    warning."""

    def __init__(self, *known, is_open=False):
        super().__init__()
        self.known = known
        self.is_open = is_open

    def read(self, value):
        text = super().read(value)
        if not text or isinstance(text, Problem):
            return text
        for word in self.known:
            if word.casefold() == text.casefold():
                return word
        return (
            text
            if self.is_open
            else problem("value.choice", value=text, known=", ".join(self.known))
        )

    def schema(self):
        if self.is_open:
            return {"type": ["string", "null"], "examples": list(self.known)}
        return {"enum": [*self.known, "", None]}


class Scalar(Kind):
    """A value with a parser of ``values``; ``shown`` is its JSON Schema."""

    def __init__(self, name, parser, writer, shown):
        self.name, self.parser, self.writer, self.shown = name, parser, writer, shown

    def read(self, value):
        if isinstance(value, dict | list):
            return problem("exchange.type", expected=self.name)
        return self.parser(value)

    def write(self, value):
        return self.writer(value)

    def schema(self):
        return dict(self.shown)


def plain(number):
    """Decimal without exponent: the digits that were given.

    >>> plain(Decimal("1E+3")), plain(Decimal("45.10"))
    ('1000', '45.10')
    """
    return f"{number:f}"


_DATE_PATTERN = r"^(\d{4}-\d{2}-\d{2})?$"
_PERIOD_PATTERN = r"^(\d{4}-\d{2}-01)?$"
_NUMBER_PATTERN = r"^(-?\d+(\.\d+)?)?$"

INTEGER = Scalar("whole number", parse_int, int, {"type": ["integer", "string", "null"]})
DECIMAL = Scalar(
    "number",
    parse_decimal,
    plain,
    {"type": ["number", "string", "null"], "pattern": _NUMBER_PATTERN},
)
DATE = Scalar("date", parse_date, str, {"type": ["string", "null"], "pattern": _DATE_PATTERN})
PERIOD = Scalar(
    "month", parse_period, str, {"type": ["string", "null"], "pattern": _PERIOD_PATTERN}
)
YES_NO = Scalar("yes or no", parse_bool, lambda value: "Да" if value else "Нет",
                {"enum": ["Да", "Нет", True, False, 0, 1, "", None]})  # fmt: skip
FLAG = Scalar("true or false", parse_bool, bool, {"type": ["boolean", "integer", "string", "null"]})
BIT = Scalar("0 or 1", parse_bool, int, {"enum": [0, 1, "0", "1", True, False, "", None]})
SHARE = Scalar(
    "share", parse_share, lambda value: f"{value.numerator}/{value.denominator}",
    {"type": ["string", "number", "null"], "examples": ["1/2"]},
)  # fmt: skip


class Zones(Kind):
    """Values of a meter by rate: B for one rate, T1, T2, T3 (T4) else."""

    name = "values by rate"
    empty: dict = {}
    keys = ("B", "T1", "T2", "T3", "T4")

    def read(self, value):
        if not isinstance(value, dict):
            return problem("exchange.type", expected=self.name)
        found = {}
        for key, text in value.items():
            if str(key).upper() not in self.keys:
                return problem("value.choice", value=key, known=", ".join(self.keys))
            number = parse_decimal(text)
            if isinstance(number, Problem):
                return number
            if number is not None:
                found[str(key).upper()] = number
        return {key: found[key] for key in self.keys if key in found}

    def write(self, value):
        return {key: plain(value[key]) for key in self.keys if key in value}

    def schema(self):
        number = DECIMAL.schema()
        return {
            "type": "object",
            "properties": dict.fromkeys(self.keys, number),
            "additionalProperties": False,
        }


class Extra(Kind):
    """Anything the sender wants to keep: passed through as JSON, never interpreted."""

    name = "object"
    empty: dict = {}

    def read(self, value):
        return value if isinstance(value, dict) else problem("exchange.type", expected="object")

    def write(self, value):
        return _jsonable(value)

    def schema(self):
        return {"type": "object"}


def _jsonable(value):
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    if isinstance(value, Decimal | Fraction):
        return str(value)
    return value


class Nested(Kind):
    """An object of another dataclass, or with ``many`` a list of them."""

    def __init__(self, model, many=False):
        self.model, self.many = model, many
        self.empty = () if many else None


def take(kind, doc, *, required=False, json_name=""):
    """Declare a field of the exchange model. ``doc`` becomes its description in the JSON Schema."""
    meta = {"kind": kind, "doc": doc, "required": required, "json": json_name}
    empty = kind.empty
    if isinstance(empty, dict):
        return field(default_factory=dict, metadata=meta)
    return field(default=empty, metadata=meta)


def text(doc, **kwargs):
    return take(Text(), doc, **kwargs)


def described(model):
    """(attribute, JSON name, kind, doc, required) of each field of a model, in order of
    declaration."""
    for item in fields(model):
        meta = item.metadata
        yield item.name, meta["json"] or item.name, meta["kind"], meta["doc"], meta["required"]
