"""Field types of the scenario schema: a value of YAML in, plain data out, or a clear refusal.

A type is a function ``(value, path) -> value``. Figures become :class:`~decimal.Decimal`, dates
:class:`~datetime.date`, date-times :class:`~datetime.datetime`, periods stay texts ``YYYY-MM``.
"""

import re
from datetime import date, datetime
from decimal import Decimal

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
FIGURE = re.compile(r"-?\d+(\.\d+)?")


class SchemaError(ValueError):
    """A place in a file that does not fit the schema: ``path`` and ``reason``."""

    def __init__(self, path, reason):
        self.path = path or "(file)"
        self.reason = reason
        super().__init__(f"{self.path}: {reason}")


def text(value, path):
    """A text; numbers written without quotes are taken as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise SchemaError(path, "a text is expected")
    return str(value)


def figure(value, path):
    """A decimal in quotes, or a plain whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and FIGURE.fullmatch(value.strip()):
        return Decimal(value.strip())
    raise SchemaError(path, f"a decimal in quotes is expected, not {value!r}")


def count(value, path):
    """A whole number that is not negative."""
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SchemaError(path, f"a whole number is expected, not {value!r}")
    return value


def flag(value, path):
    """true or false."""
    if not isinstance(value, bool):
        raise SchemaError(path, f"true or false is expected, not {value!r}")
    return value


def day(value, path):
    """An ISO date."""
    try:
        if isinstance(value, str) and len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise SchemaError(path, f"a date such as 2026-02-28 is expected, not {value!r}")


def moment(value, path):
    """A date-time to the minute or second."""
    try:
        if isinstance(value, str) and len(value) >= 16:
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise SchemaError(path, f"a date-time such as 2026-02-28T06:00 is expected, not {value!r}")


def period(value, path):
    """A month such as 2026-02."""
    if isinstance(value, str) and PERIOD.fullmatch(value):
        return value
    raise SchemaError(path, f"a period such as 2026-02 is expected, not {value!r}")


def anything(value, path):
    """Any value: fields that describe and are not used."""
    return value


def one_of(*words):
    """One of the given words."""

    def check(value, path):
        if value not in words:
            raise SchemaError(path, f"one of {', '.join(words)} is expected, not {value!r}")
        return value

    return check


def list_of(item):
    """A list of one type."""

    def check(value, path):
        if not isinstance(value, list):
            raise SchemaError(path, "a list is expected")
        return [item(part, f"{path}[{index}]") for index, part in enumerate(value)]

    return check


def mapping(key, item):
    """A mapping with keys and values of one type each."""

    def check(value, path):
        if not isinstance(value, dict):
            raise SchemaError(path, "a mapping is expected")
        return {
            key(name, f"{path}.{name}"): item(part, f"{path}.{name}")
            for name, part in value.items()
        }

    return check


def either(first, second):
    """The first type where the value is no mapping or list, else the second."""

    def check(value, path):
        return (second if isinstance(value, (dict, list)) else first)(value, path)

    return check


class Record:
    """A mapping with known fields. ``required`` are refused when missing unless ``partial``."""

    def __init__(self, fields, required=(), exclusive=()):
        self.fields = fields
        self.required = required
        self.exclusive = exclusive

    def __call__(self, value, path, partial=False):
        if not isinstance(value, dict):
            raise SchemaError(path, "a mapping is expected")
        found = {}
        for name, part in value.items():
            if name not in self.fields:
                raise SchemaError(f"{path}.{name}" if path else str(name), "unknown field")
            place = f"{path}.{name}" if path else name
            found[name] = self.fields[name](part, place)
        if not partial:
            for name in self.required:
                if name not in found:
                    raise SchemaError(path, f"field {name} is missing")
        for group in self.exclusive:
            if sum(name in found for name in group) > 1:
                raise SchemaError(path, f"only one of {', '.join(group)} can be given")
        return found

    def partly(self):
        """The same type without required fields, for a later change."""
        return lambda value, path: self(value, path, partial=True)
