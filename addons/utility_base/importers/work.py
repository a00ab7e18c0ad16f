"""Unit of work of a portion of rows: found, created and updated in bulk, with a journal.

An importer says for each row which records it wants (``row_work.want``); ``flush`` goes through
the entities in the importer's order, looks all wanted records of an entity up with one query an
identity, creates the missing ones in one call, writes differences grouped by equal values, and
notes every change with the values before, so that the whole import can be undone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from odoo.tools import float_compare

from ..tools.transition import TRANSITION
from .identity import Ref, resolve
from .rows import RowError


class Want:
    """A wish of one row: this record, with these values."""

    __slots__ = ("defaults", "keys", "main", "ref", "row", "values")

    def __init__(self, row, keys, values, defaults, main, ref):
        self.row = row
        self.keys = keys
        self.values = values
        self.defaults = defaults
        self.main = main
        self.ref = ref


@dataclass(slots=True)
class Change:
    """What a row did to a record; ``before`` and ``after`` hold JSON-ready values of fields."""

    row: object
    model: str
    res_id: int
    kind: str
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)


class RowWork:
    """Wishes of one row; they join the portion only when the whole row could be planned."""

    def __init__(self, row):
        self.row = row
        self.wants = []
        self.notes = []

    def note(self, kind, *values):
        """Leave something for the importer's ``finish``, when all records exist."""
        self.notes.append((kind, (self.row, *values)))

    def want(self, entity, keys=(), values=None, defaults=None, *, main=False, known=None):
        """Ask for a record of ``entity``.

        :param keys: ``[(identity name, values in the order of its fields)]``, the surest first
        :param values: written to a new and to a known record; None values are left alone
        :param defaults: written to a new record only
        :param main: the outcome of the row is the outcome of this record
        :param known: id of the record when it is known already
        :return: :class:`Ref`
        """
        ref = Ref(known)
        values, defaults = _writable(values), _writable(defaults)
        self.wants.append((entity, Want(self.row, tuple(keys), values, defaults, main, ref)))
        return ref


def _writable(values):
    """Values as the ORM takes them: None left out, exact numbers as floats of their digits."""
    return {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in (values or {}).items()
        if value is not None
    }


class Work:
    """All wishes of a portion, and the journal of what was done."""

    def __init__(self, env, entities):
        self.env = env
        self.entities = entities
        self.wants = defaultdict(list)
        self.notes = defaultdict(list)
        self.changes = []

    def add(self, row_work):
        for entity, want in row_work.wants:
            self.wants[entity.stage or entity.model].append(want)
        for kind, values in row_work.notes:
            self.notes[kind].append(values)

    def flush(self):
        """Carry the wishes out. Raises what the ORM raises: the caller holds a savepoint."""
        for entity in self.entities:
            wants = self.wants.pop(entity.stage or entity.model, [])
            if wants:
                self._flush_entity(entity, wants)

    def _flush_entity(self, entity, wants):
        model = self.env[entity.model]
        self._find(entity, model, wants)
        fresh = self._group_new(wants)
        known = [want for want in wants if want.ref.id]
        if fresh:
            self._create(entity, model, fresh)
        if known:
            self._update(model, known)

    def _find(self, entity, model, wants):
        by_identity = defaultdict(set)
        for want in wants:
            if not want.ref.id:
                want.keys = tuple(
                    (name, entity.identities[name].key(values)) for name, values in want.keys
                )
                for name, key in want.keys:
                    by_identity[name].add(key)
        found = {
            name: entity.identities[name].find(model, keys) for name, keys in by_identity.items()
        }
        for want in wants:
            if not want.ref.id:
                want.ref.id = next((found[n][key] for n, key in want.keys if key in found[n]), None)

    def _group_new(self, wants):
        """Wishes for one new record put together: [[want, ...], ...] in the order of the file."""
        groups, by_key = [], {}
        for want in wants:
            if want.ref.id:
                continue
            group = next((by_key[key] for key in want.keys if key in by_key), None)
            if group is None:
                group = []
                groups.append(group)
            group.append(want)
            for key in want.keys:
                by_key[key] = group
        return groups

    def _create(self, entity, model, groups):
        vals_list = []
        for group in groups:
            vals = {}
            for want in group:
                for name, value in want.values.items():
                    value = resolve(value)
                    if want.main and vals.get(name, value) != value:
                        raise RowError("IMP-TWICE", value=value, other=group[0].row.number)
                    vals[name] = value
            for want in group:
                for name, value in want.defaults.items():
                    vals.setdefault(name, resolve(value))
            vals_list.append(vals)
        # contracts come in force from the program before; an importer fills the fields it knows only
        records = model.with_context(utility_transition=TRANSITION).create(vals_list)
        for record, group, vals in zip(records, groups, vals_list, strict=True):
            for want in group:
                want.ref.id = record.id
                state = "created" if want is group[0] else "unchanged"
                outcome(want.row, record, state, want.main)
            self.changes.append(
                Change(group[0].row, entity.model, record.id, "created", {}, _plain(vals))
            )
        for name in entity.children:
            for record, group in zip(records, groups, strict=True):
                for child in record[name]:
                    self.changes.append(Change(group[0].row, child._name, child.id, "created"))

    def _update(self, model, wants):
        names = sorted({name for want in wants for name in want.values})
        records = model.browse(dict.fromkeys(want.ref.id for want in wants))
        if names:
            records.fetch(names)
        written = {}
        groups = defaultdict(list)
        for want in wants:
            record = model.browse(want.ref.id)
            state = written.setdefault(record.id, {})
            diff = {}
            for name, value in want.values.items():
                value = resolve(value)
                current = state.get(name, _current(record, name))
                if differs(model._fields[name], self.env, current, value):
                    diff[name] = value
            outcome(want.row, record, "updated" if diff else "unchanged", want.main)
            if not diff:
                continue
            before = {name: state.get(name, _current(record, name)) for name in diff}
            state.update(diff)
            groups[tuple(sorted(diff.items(), key=lambda item: item[0]))].append(record.id)
            self.changes.append(
                Change(want.row, model._name, record.id, "updated", _plain(before), _plain(diff))
            )
        for diff, ids in groups.items():
            model.browse(ids).write(dict(diff))

    def create(self, model, wanted, main=False):
        """Create records past the wishes: ``wanted`` is [(row, values)]; journaled the same way."""
        records = self.env[model].create([_writable(vals) for _row, vals in wanted])
        for record, (row, vals) in zip(records, wanted, strict=True):
            outcome(row, record, "created", main)
            self.changes.append(Change(row, model, record.id, "created", {}, _plain(vals)))
        return records

    def write(self, row, record, vals, main=False):
        """Write one record past the wishes when something differs; returns whether it did."""
        vals = {
            name: value
            for name, value in _writable(vals).items()
            if differs(record._fields[name], self.env, _current(record, name), value)
        }
        if vals:
            before = _plain({name: _current(record, name) for name in vals})
            record.write(vals)
            outcome(row, record, "updated", main)
            change = Change(row, record._name, record.id, "updated", before, _plain(vals))
            self.changes.append(change)
        return bool(vals)


def outcome(row, record, state, main):
    """Note on ``row`` what happened; a new record beside the main one only updates the row."""
    rank = ("pending", "unchanged", "updated", "created")
    if not main and state == "created":
        state = "updated"
    if rank.index(state) > rank.index(row.state):
        row.state = state
    if main or row.record is None:
        row.record = (record._name, record.id)


def _current(record, name):
    value = record[name]
    return value.id if record._fields[name].relational else value


def differs(field_, env, current, value):
    """Whether writing ``value`` would change ``current``; numbers count to the field's digits."""
    if field_.type in ("float", "monetary"):
        digits = field_.get_digits(env) if field_.type == "float" else None
        return (
            float_compare(
                float(current or 0), float(value or 0), precision_digits=digits[1] if digits else 6
            )
            != 0
        )
    if field_.type in ("many2many", "one2many"):
        return False
    return (current or False) != (value or False)


def _plain(values):
    """JSON-ready values; commands of one2many fields have no place in a journal."""
    return {
        name: _json(value)
        for name, value in ((n, resolve(v)) for n, v in values.items())
        if not isinstance(value, list | tuple)
    }


def _json(value):
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
