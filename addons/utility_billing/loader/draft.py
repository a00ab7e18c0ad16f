"""Drafts of tariffs, norms, parameters and formulas: the world of a run as it would be with them.

A draft holds from its first day on: rows of the same key end the day before, later ones go. Nothing is
written; :class:`DraftWorldLoader` reads what the run reads and lays the drafts over it.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from ..engine import Norm, Parameter, Tariff
from .world import WorldLoader

DAY = timedelta(days=1)
HUNDRED = Decimal(100)
SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class TariffDraft:
    """A price from ``tariff.date_from`` on, for exactly its key; ids or None for everybody."""

    service: int
    supplier: int | None
    locality: int | None
    tariff: Tariff

    def apply(self, worlds):
        new = self.tariff
        place = (self.service, self.supplier, self.locality)
        key = (new.component, new.zone, new.customer, new.months)

        def same(row):
            old = row[3]
            return row[:3] == place and (old.component, old.zone, old.customer, old.months) == key

        kept = _ended(worlds._tariffs, same, new.date_from)
        worlds._tariffs = [*kept, (self.service, self.supplier, self.locality, new)]


@dataclass(frozen=True, slots=True)
class NormDraft:
    """A norm from ``norm.date_from`` on; ``buildings`` (frozenset or None) is part of its key."""

    service: int
    locality: int | None
    buildings: frozenset | None
    norm: Norm

    def apply(self, worlds):
        new = self.norm
        key = (self.service, self.locality, new.per, new.component, new.customer)

        def same(row):
            found = row[3]
            if (*row[:2], found.per, found.component, found.customer) != key:
                return False
            return bool(row[2]) == bool(self.buildings) and (
                not self.buildings or bool(self.buildings & row[2])
            )

        kept = _ended(worlds._norms, same, new.date_from)
        worlds._norms = [*kept, (self.service, self.locality, self.buildings, new)]


@dataclass(frozen=True, slots=True)
class PercentDraft:
    """Prices or norms of a service changed by a percentage from a day on, steps kept.

    subject: ``tariff`` or ``norm``. What is None is not asked: all components, groups, places.
    """

    subject: str
    service: int
    percent: Decimal
    date_from: date
    component: str | None = None
    zone: str | None = None
    customer: str | None = None
    locality: int | None = None
    supplier: int | None = None

    def apply(self, worlds):
        name = "_tariffs" if self.subject == "tariff" else "_norms"
        found = []
        for row in getattr(worlds, name):
            fact = row[3]
            if not self._asked(row) or (fact.date_to and fact.date_to < self.date_from):
                found.append(row)
                continue
            start = max(fact.date_from, self.date_from) if fact.date_from else self.date_from
            if fact.date_from is None or fact.date_from < start:
                found.append((*row[:3], replace(fact, date_to=start - DAY)))
            found.append((*row[:3], self._changed(fact, start)))
        setattr(worlds, name, found)

    def _asked(self, row):
        fact = row[3]
        places = (row[2], row[1]) if self.subject == "tariff" else (row[1], None)
        return row[0] == self.service and all(
            wanted is None or wanted == value
            for wanted, value in (
                (self.component, fact.component),
                (self.zone, getattr(fact, "zone", None)),
                (self.customer, fact.customer),
                (self.locality, places[0]),
                (self.supplier, places[1]),
            )
        )

    def _changed(self, fact, start):
        factor = 1 + self.percent / HUNDRED
        values = {"date_from": start}
        if fact.value is not None:
            values["value"] = (fact.value * factor).quantize(SIX)
        if self.subject == "tariff" and fact.blocks:
            values["blocks"] = tuple(
                replace(block, value=(block.value * factor).quantize(SIX)) for block in fact.blocks
            )
        return replace(fact, **values)


@dataclass(frozen=True, slots=True)
class ParameterDraft:
    """A rule parameter from its day on. ``state``: region, or None."""

    state: int | None
    parameter: Parameter

    def apply(self, worlds):
        new = self.parameter
        key = (new.code, new.service, new.customer)
        # it goes before what the country and the company say of the same thing
        kept = [
            (state, row)
            for state, row in worlds._parameters
            if (row.code, row.service, row.customer) != key
            or state != self.state
            or row.date_from is None
            or row.date_from < new.date_from
        ]
        worlds._parameters = [*kept, (self.state, replace(new, layer=2))]


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """Other settings of a service, e.g. a formula that is not saved yet."""

    service: int
    values: dict

    def apply(self, worlds):
        worlds.service_values[self.service] = self.values


def _ended(rows, same, day):
    """``rows`` with those that are ``same`` ended before ``day``; what begins later goes."""
    kept = []
    for row in rows:
        fact = row[3]
        if not same(row) or (fact.date_to and fact.date_to < day):
            kept.append(row)
        elif fact.date_from is None or fact.date_from < day:
            kept.append((*row[:3], replace(fact, date_to=day - DAY)))
    return kept


class DraftWorldLoader(WorldLoader):
    """Worlds of a company with drafts laid over what is stored, in their order."""

    def __init__(self, env, company, cursor, period, drafts=()):
        super().__init__(env, company, cursor, period)
        self.service_values = {}
        for draft in drafts:
            draft.apply(self)

    def engine_service(self, service, code, tariffs, norms):
        found = super().engine_service(service, code, tariffs, norms)
        values = self.service_values.get(service.id)
        return replace(found, **values) if values else found
