"""A list of objects in JSON as a table; nested objects become columns like ``address.street``."""

import json
from decimal import Decimal

from .problem import problem, refuse
from .table import Row, Rows, Table
from .text_encoding import decode

_MISSING = object()


def load_json(data, encoding=""):
    """Parsed JSON with exact decimals; NaN and Infinity are not JSON and are refused.

    >>> load_json(b'{"a": 0.10}')
    {'a': Decimal('0.10')}
    >>> load_json(b'{"a": ')
    Traceback (most recent call last):
    ...
    odoo.addons...GatewayError: file.not_json: This is not JSON: line 1, column 7.
    """
    text, _encoding = decode(data, encoding or "utf-8")
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        refuse("file.not_json", line=error.lineno, position=error.colno)
    except (RecursionError, ValueError):  # nested too deep, or an integer of thousands of digits
        refuse("file.not_json", line=1, position=1)


def _refuse_constant(_name):
    raise ValueError("not a JSON number")


def read(data, options):
    """Table of the list at ``options.path``; lists on the way are joined ("houses.premises")."""
    items = _follow([load_json(data, options.encoding)], options.path)
    if len(items) > options.max_rows:
        refuse("file.too_many_rows", limit=options.max_rows)
    columns = {}
    for item in items:
        if isinstance(item, dict):
            columns.update(dict.fromkeys(_flat(item)))
    if not columns:
        refuse("file.json_path", wanted=options.path or "$")

    def rows():
        for number, item in enumerate(items, start=1):
            if isinstance(item, dict):
                flat = _flat(item)
                yield Row(number, tuple(flat.get(name) for name in columns))
            else:
                yield Row(number, (None,) * len(columns), (problem("row.not_object", row=number),))

    return Table(tuple(columns), Rows(rows), {"count": len(items)})


def _follow(found, path):
    steps = [step for step in path.replace("[]", "").strip("$.").split(".") if step]
    for step in steps:
        found = [
            item.get(step, _MISSING) if isinstance(item, dict) else _MISSING
            for item in _spread(found)
        ]
        if all(item is _MISSING for item in found):
            refuse("file.json_path", wanted=path)
        found = [item for item in found if item is not _MISSING and item is not None]
    found = list(_spread(found))
    return found


def _spread(found):
    for item in found:
        if isinstance(item, list):
            yield from item
        else:
            yield item


def _flat(item, prefix=""):
    """{"a.b": value}; lists stay values."""
    flat = {}
    for key, value in item.items():
        if isinstance(value, dict) and value:
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat
