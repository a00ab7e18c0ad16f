"""The open exchange file: bytes to :class:`~.exchange_model.Exchange` and back.

Strict about what it can't understand, tolerant about how it is written: ids as numbers, decimals
with commas, single objects for lists, the four parts as separate files. Each problem names its path
(``houses[0].premises[3].accounts[0].account``). An object without a required field is left out, a
wrong optional field is left empty; the rest is read.
"""

import json
import re

from .exchange_checks import check
from .exchange_fields import Choice, Nested, described
from .exchange_model import Exchange
from .problem import Problem, problem, refuse
from .read_json import load_json

#: Key that tells which of the four lists a bare list is.
_SIGNS = (("counters", "serial"), ("accruals", "utilities_title"), ("payments", "sum"),
          ("houses", "address"))  # fmt: skip


def parse(data, encoding=""):
    """(exchange, problems). ``GatewayError`` when it is no JSON or not of this structure at all.

    >>> found, problems = parse(b'{"houses": [{"id": 1, "address": "x", "premises": [{}]}]}')
    >>> found.houses[0].id, [(p.code, p.path) for p in problems]
    ('1', [('exchange.required', 'houses[0].premises[0].id')])
    """
    root = load_json(data, encoding)
    if isinstance(root, list):
        root = {_kind_of(root): root}
    if not isinstance(root, dict) or not root.keys() & {name for name, _sign in _SIGNS}:
        refuse("exchange.root")
    problems, unknown = [], set()
    exchange = _object(Exchange, root, "", problems, unknown)
    problems.extend(check(exchange))
    return exchange, problems


def _kind_of(items):
    for name, sign in _SIGNS:
        if any(isinstance(item, dict) and sign in item for item in items):
            return name
    return refuse("exchange.root")


def _object(model, source, path, problems, unknown):
    """Object of a model, or None when a required field is missing or wrong."""
    values, complete = {}, True
    known = set()
    for name, key, kind, _doc, required in described(model):
        known.add(key)
        place = f"{path}.{key}" if path else key
        raw = source.get(key)
        before = len(problems)
        if raw is None:
            value = kind.empty
        elif isinstance(kind, Nested):
            value = _nested(kind, raw, place, problems, unknown)
        else:
            value = kind.read(raw)
            if isinstance(value, Problem):
                problems.append(value.at(path=place))
                value = kind.empty
            elif value is None:
                value = kind.empty
            elif isinstance(kind, Choice) and kind.is_open and value and value not in kind.known:
                known_words = ", ".join(kind.known)
                problems.append(
                    problem(
                        "value.choice", path=place, value=value, known=known_words, is_warning=True
                    )
                )
        if required and value == kind.empty:
            complete = False
            if len(problems) == before:
                problems.append(problem("exchange.required", path=place))
        values[name] = value
    _tell_unknown(source.keys() - known, path, problems, unknown)
    return model(**values) if complete else None


def _nested(kind, raw, path, problems, unknown):
    if not kind.many:
        if isinstance(raw, dict):
            return _object(kind.model, raw, path, problems, unknown) if raw else None
        problems.append(problem("exchange.type", path=path, value=raw, expected="object"))
        return None
    if isinstance(raw, dict):  # one registration instead of a list of one
        raw = [raw]
    if not isinstance(raw, list):
        problems.append(problem("exchange.type", path=path, value=raw, expected="list"))
        return ()
    found = []
    for index, item in enumerate(raw):
        place = f"{path}[{index}]"
        if not isinstance(item, dict):
            problems.append(problem("exchange.type", path=place, value=item, expected="object"))
            continue
        value = _object(kind.model, item, place, problems, unknown)
        if value is not None:
            found.append(value)
    return tuple(found)


def _tell_unknown(keys, path, problems, unknown):
    """Warn once a field, not once an object: a foreign file has the same field a thousand times."""
    for key in sorted(map(str, keys)):
        place = f"{path}.{key}" if path else key
        general = re.sub(r"\[\d+\]", "[]", place)
        if general not in unknown:
            unknown.add(general)
            problems.append(problem("exchange.unknown_field", path=place, is_warning=True))


def build(exchange):
    """Bytes of a file: UTF-8, fields in the order of the model, empty ones left out.

    The same values always give the same bytes.

    >>> from .exchange_model import House
    >>> build(Exchange(houses=(House(id="1", address="ул. Мира, 1"),))).decode()
    '{"houses": [\\n{"id": "1", "address": "ул. Мира, 1"}\\n]}\\n'
    """
    parts = []
    for key, value in _plain(exchange).items():
        if isinstance(value, list):
            # one object a line keeps files of a million readings readable and comparable
            lines = ",\n".join(_dumps(item) for item in value)
            parts.append(f"{_dumps(key)}: [\n{lines}\n]")
        else:
            parts.append(f"{_dumps(key)}: {_dumps(value)}")
    return ("{" + ",\n".join(parts) + "}\n").encode()


def dump_item(item):
    """One object of a file as a JSON-ready dictionary, e.g. to work on it apart from the file."""
    return _plain(item)


def load_item(model, source):
    """The object again that ``dump_item`` gave.

    >>> from .exchange_model import Entrance
    >>> load_item(Entrance, dump_item(Entrance(number="2", floors=9)))
    Entrance(id='', number='2', floors=9)
    """
    return _object(model, source, "", [], set())


def _dumps(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=False)


def _plain(item):
    """JSON-ready dictionary of an object without its empty fields."""
    result = {}
    for name, key, kind, _doc, _required in described(type(item)):
        value = getattr(item, name)
        if value is None or value == kind.empty:
            continue
        if isinstance(kind, Nested):
            result[key] = [_plain(part) for part in value] if kind.many else _plain(value)
        else:
            result[key] = kind.write(value)
    return result
