"""Facts that hold from a day on: a changed value ends the earlier row and begins a new one."""

from collections import defaultdict
from datetime import timedelta

from odoo.fields import Domain

from .identity import resolve
from .work import differs


def set_facts(work, model, items, main=False):
    """Make facts hold from their days on, keeping what held before.

    A fact that holds already on its day with the same values is left alone, so that the same file
    changes nothing. A row that begins on the day or later is corrected in place; an earlier one is
    ended the day before.

    :param main: the facts are what the rows are about
    :param items: [(row, {identity field: value}, day, {field: value})]; the first identity field is
        the owner that rows are searched by
    """
    if not items:
        return
    items = [
        (row, {name: resolve(value) for name, value in identity.items()}, day, values)
        for row, identity, day, values in items
    ]
    known = _known(work.env[model], items)
    fresh = {}
    for row, identity, day, values in items:
        key = _key(identity)
        spans = known[key]
        current = next(
            (r for r in spans if r.date_from <= day and (not r.date_to or r.date_to >= day)), None
        )
        later = next((r for r in reversed(spans) if r.date_from > day), None)
        target = current or later
        if not target:
            fresh[key] = (row, {**identity, "date_from": day, **values})
        elif not _differs(target, values):
            continue
        elif target.date_from >= day:
            work.write(row, target, values, main)
        else:
            end = target.date_to
            work.write(row, target, {"date_to": day - timedelta(days=1)}, main)
            vals = {**_copied(target, identity), **values, **identity, "date_from": day}
            fresh[key] = (row, {**vals, "date_to": end or None})
    if fresh:
        work.create(model, list(fresh.values()), main)


def _known(model, items):
    """Rows there are, newest first, by their identity."""
    names = list(items[0][1])
    owners = sorted({identity[names[0]] for _row, identity, _day, _values in items})
    domain = Domain(names[0], "in", owners)
    known = defaultdict(list)
    for record in model.search(domain, order="date_from desc, id desc"):
        known[_key({n: _value(record, n) for n in names})].append(record)
    return known


def _key(identity):
    return tuple(identity[name] or False for name in identity)


def _value(record, name):
    value = record[name]
    return value.id if record._fields[name].relational else value


def _differs(record, values):
    return any(
        value is not None
        and differs(record._fields[name], record.env, _value(record, name), resolve(value))
        for name, value in values.items()
    )


def _copied(record, identity):
    """Values that the new row takes over from the one that it follows."""
    data = record.copy_data()[0]
    for name in (*identity, "date_from", "date_to", "external_id"):
        data.pop(name, None)
    return {name: value for name, value in data.items() if not isinstance(value, list)}
