"""Which price holds on a day: dated tariffs by customer group, component, zone and block.

A month is cut into spans wherever a tariff begins or ends; inside a span every component and zone
has one price. A tariff of the account's own customer group goes before one for everybody.
"""

from datetime import timedelta

from .problems import ProblemError
from .rounding import ONE

DAY = timedelta(days=1)


class Price:
    """A price of one component and zone: a unit value or blocks.

    blocks: ``(border or None, value)`` ascending. memo: amounts already computed, by quantity.
    """

    __slots__ = ("value", "blocks", "per_person", "last_without_meter", "ref", "memo")

    def __init__(self, tariff):
        self.value = tariff.value
        self.blocks = tuple((block.to, block.value) for block in tariff.blocks)
        self.per_person = tariff.blocks_per == "person"
        self.last_without_meter = tariff.without_meter == "last"
        self.ref = tariff.ref
        self.memo = {}

    def slices(self, quantity, scale):
        """The quantity cut at the borders times ``scale``: list of (quantity, unit value).

        >>> from decimal import Decimal
        >>> from .model import Block, Tariff
        >>> price = Price(Tariff(blocks=(Block(Decimal(3), Decimal(10)), Block(None, Decimal(20)))))
        >>> price.slices(Decimal(8), 2)
        [(Decimal('6'), Decimal('10')), (Decimal('2'), Decimal('20'))]
        """
        if quantity <= 0:
            return [(quantity, self.blocks[0][1])]
        found = []
        below = 0
        for border, value in self.blocks:
            top = quantity if border is None else min(quantity, border * scale)
            if top > below:
                found.append((top - below, value))
                below = top
        if below < quantity:
            # the last block has no end even where one was written down
            found.append((quantity - below, self.blocks[-1][1]))
        return found


class Part:
    """The price of a component. heated: its quantity is the heat in the volume. main: it shows the
    consumption itself (any but the heat in it), once a zone.
    """

    __slots__ = ("component", "price", "heated", "main")

    def __init__(self, component, price, heated):
        self.component = component
        self.price = price
        self.heated = heated
        self.main = False


class PriceSpan:
    """Days of a month with constant prices. ``parts[zone]``: list of :class:`Part`."""

    __slots__ = ("date_from", "date_to", "days", "parts", "general")

    def __init__(self, date_from, date_to, parts):
        self.date_from = date_from
        self.date_to = date_to
        self.days = (date_to - date_from).days + 1
        self.parts = parts
        self.general = parts.get(None)
        for found in parts.values():
            next((part for part in found if not part.heated), found[0]).main = True

    def of_zone(self, zone):
        """Prices for a register zone: those of the zone, else those without a zone."""
        return self.parts.get(zone, self.general)


def holds(row, day):
    """Whether a dated row (tariff, norm) holds on a day."""
    return (row.date_from is None or row.date_from <= day) and (
        row.date_to is None or row.date_to >= day
    )


def cut(first, last, rows):
    """The spans of [first, last] in which none of the dated rows begins or ends."""
    starts = {first}
    for row in rows:
        if row.date_from is not None and first < row.date_from <= last:
            starts.add(row.date_from)
        if row.date_to is not None and first <= row.date_to < last:
            starts.add(row.date_to + DAY)
    ordered = sorted(starts)
    ends = [start - DAY for start in ordered[1:]] + [last]
    return list(zip(ordered, ends, strict=True))


def own_first(rows):
    """Rows of the account's own customer group before those for everybody, seasonal ones first."""
    return sorted(rows, key=lambda row: (row.customer is None, not getattr(row, "months", ())))


def price_spans(service, customer, first, last):
    """The :class:`PriceSpan` list of a service for a customer group between two days.

    :raises ProblemError: OVERLAP if two tariffs of one key hold on one day.
    """
    rows = [
        row
        for row in service.tariffs
        if row.customer in (None, customer) and (not row.months or first.month in row.months)
    ]
    return [
        PriceSpan(start, end, _parts(service, [row for row in rows if holds(row, start)], start))
        for start, end in cut(first, last, rows)
    ]


def _parts(service, rows, day):
    chosen = {}
    for row in own_first(rows):
        key = (row.component, row.zone)
        if key in chosen:
            same = chosen[key].customer == row.customer
            if same and bool(chosen[key].months) == bool(row.months):
                raise ProblemError("OVERLAP", service=service.code, day=day.isoformat())
        elif not any(
            # a group with its own price list of another shape does not mix with the general one
            own.customer != row.customer and (own.component is None) != (row.component is None)
            for own in chosen.values()
        ):
            chosen[key] = row
    parts = {}
    for (component, zone), row in chosen.items():
        heated = component == "heat" and (
            service.heat_norm is not None or service.resource == "hot_water"
        )
        parts.setdefault(zone, []).append(Part(component, Price(row), heated))
    return parts


def overlap(service):
    """The first overlap in a service's tariffs or norms as (row, row, day), or None.

    Checked when data are entered; a charge finds only overlaps inside its month.
    """
    for rows, key in (
        (service.tariffs, lambda row: (row.customer, row.component, row.zone, row.months)),
        (service.norms, lambda row: (row.customer, row.per, row.component)),
    ):
        for index, row in enumerate(rows):
            for other in rows[index + 1 :]:
                if key(row) == key(other) and _meet(row, other):
                    days = [day for day in (row.date_from, other.date_from) if day]
                    return row, other, max(days) if days else row.date_to or other.date_to
    return None


def _meet(row, other):
    return (row.date_from is None or other.date_to is None or row.date_from <= other.date_to) and (
        other.date_from is None or row.date_to is None or other.date_from <= row.date_to
    )


def scale_of(charge, price, use, days):
    """What block borders are multiplied by for ``days`` of a month (persons, reading days)."""
    scale = ONE if days == charge.month.days else ONE * days / charge.month.days
    if use.border_scale is not None:
        scale *= use.border_scale
    if price.per_person:
        scale *= charge.persons if use.persons is None else use.persons
    return scale
