"""How wishes for records are told apart and recognised in the register."""

from dataclasses import dataclass, field

from odoo.fields import Domain

from ..gateway.address import fold


class Ref:
    """Id of a record that may not exist yet; known after its entity was flushed."""

    __slots__ = ("id",)

    def __init__(self, record_id=None):
        self.id = record_id


def resolve(value):
    return value.id if isinstance(value, Ref) else value


@dataclass(frozen=True, slots=True)
class Identity:
    """By which fields a record is recognised.

    ``scope``: the fields that go into the query; the rest is compared here, ``folded`` ones without
    case, ё and look-alike letters. Without a scope nothing is searched: the key only makes rows of
    one portion mean the same new record.
    """

    fields: tuple[str, ...]
    scope: tuple[str, ...] = ()
    folded: frozenset = frozenset()
    archived: bool = False

    def key(self, values):
        """Comparable key out of values in the order of ``fields``."""
        return tuple(
            fold(value or "") if name in self.folded else (value or False)
            for name, value in zip(self.fields, map(resolve, values), strict=True)
        )

    def find(self, model, keys):
        """``{key: id}`` of the records of ``model`` that have one of the keys."""
        if not self.scope or not keys:
            return {}
        domain = Domain.TRUE
        for name in self.scope:
            place = self.fields.index(name)
            domain &= Domain(name, "in", sorted({key[place] for key in keys}, key=str))
        records = model.with_context(active_test=not self.archived).search_fetch(
            domain, list(self.fields), order="id desc"
        )
        found = {}
        for record in records:
            values = [
                record[name].id if model._fields[name].relational else record[name]
                for name in self.fields
            ]
            key = self.key(values)
            if key in keys:
                found[key] = record.id  # the oldest wins: it is the one others refer to
        return found


@dataclass(frozen=True, slots=True)
class Entity:
    """A model that an importer writes. ``children``: one2many made by its ``create``.

    ``stage`` tells two entities of one model apart, where one has to exist before the other.
    """

    model: str
    identities: dict[str, Identity] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    stage: str = ""
