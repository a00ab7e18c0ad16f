"""Why another program charged another sum: hypotheses tried on the lines of the engine (Z02).

A hypothesis says by what the charge lines would have to be multiplied - another price of the tariff
book, another number of persons, another area, other days. It is the cause where the lines, priced so,
meet the other program's sum. One that nothing explains is ``other`` and is left to a person.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from .lines import CHARGE, PRIVILEGE, RECALCULATION, UPLIFT
from .rounding import ZERO, money
from .shadow_factors import PERSONS, factors, monthly

KOPECK = Decimal("0.01")

MATCH = "match"
CAUSES = (
    "rounding", "sign", "tariff_date", "tariff", "residents", "area", "norm", "days", "reading", "method",
    "house_share", "privilege", "uplift", "recalculation", "vat", "several", "service_here",
    "service_there", "account_here", "account_there", "problem", "other",
)  # fmt: skip


@dataclass(slots=True)
class OldCharge:
    """What the other program charged for a service of an account; None: not told."""

    amount: Decimal
    volume: Decimal | None = None
    price: Decimal | None = None


@dataclass(slots=True)
class Book:
    """What may be tried in place of ours: the service with all its prices and norms, areas.

    sources: :class:`Verdict` by code on the services whose volumes this one adds up.
    """

    service: object
    period: str
    areas: tuple = ()
    sources: dict = field(default_factory=dict)


@dataclass(slots=True)
class Verdict:
    """cause: one of :data:`CAUSES` or ``match``; facts: the values that met the sum, as texts."""

    cause: str
    facts: dict = field(default_factory=dict)


def classify(old, lines, book):
    """The :class:`Verdict` on one service of an account.

    :param old: :class:`OldCharge` or None where the other program charged nothing
    :param lines: our lines; empty where we charge nothing
    """
    new = sum((line.amount for line in lines), ZERO)
    if old is None:
        return Verdict(MATCH if not new else "service_there")
    if old.amount == new:
        return Verdict(MATCH)
    if not lines:
        return Verdict("service_here" if old.amount else MATCH)
    for test in TESTS:
        found = test(old, lines, book, new)
        if found is not None:
            return found
    return Verdict("other")


def _sign(old, _lines, _book, new):
    return Verdict("sign") if new and old.amount == -new else None


def _rounding(old, lines, _book, new):
    """A kopeck a line: rounded otherwise, or cut off."""
    same = old.volume is None or _close(old.volume, _volume(lines))
    if same and abs(old.amount - new) <= KOPECK * len(lines):
        return Verdict("rounding", {"difference": f"{old.amount - new:.2f}"})
    return None


def _kinds(old, lines, _book, new):
    """Without our recalculations, privileges or uplift it is the same sum."""
    for kind in (RECALCULATION, PRIVILEGE, UPLIFT):
        part = sum((line.amount for line in lines if line.kind == kind), ZERO)
        if part and old.amount == new - part:
            return Verdict(kind, {"amount": f"{part:.2f}"})
    return None


def _vat(old, lines, _book, _new):
    net = sum((line.net for line in lines), ZERO)
    if old.amount == net:
        return Verdict("vat", {"rate": f"{lines[0].vat_rate:f}"})
    on_top = sum((money(line.amount * (100 + line.vat_rate) / 100) for line in lines), ZERO)
    if old.amount == on_top:
        return Verdict("vat", {"rate": f"{lines[0].vat_rate:f}"})
    return None


def _single(old, lines, book, _new):
    """One other value of the book."""
    for cause, facts, factor in factors(lines, book):
        if _meets(old, lines, factor):
            return Verdict(cause, facts)
    return None


def _told_volume(old, lines, book, _new):
    """The other program tells its volume: by our price it is the volume that differs, else the price."""
    charges = [line for line in lines if line.kind == CHARGE]
    volume = _volume(lines)
    if old.volume is None or not charges:
        return None
    facts = {"old_volume": f"{old.volume:f}", "volume": f"{volume:f}"}
    if volume and _meets(old, lines, lambda _line: old.volume / volume):
        method = charges[0].method
        if method in ("house", "house_average", "containers") or book.service.common_needs:
            return Verdict("house_share", facts)
        if method in ("area",):
            return Verdict("area", facts)
        if method in ("meter", "average", "norm", "sum"):
            norms = {monthly(norm) for norm in book.service.norms if norm.per == "person"}
            whole = [n for n, k in product(norms, PERSONS) if k and _close(old.volume, n * k)]
            if method != "norm" and whole:
                return Verdict("method", {**facts, "norm": f"{whole[0]:f}"})
            return Verdict("reading" if method in ("meter", "average") else "method", facts)
    if old.volume and volume and _close(old.volume, volume):
        price = old.amount / old.volume
        return Verdict("tariff", {"old_price": f"{price.quantize(Decimal('0.0001')):f}"})
    return None


def _by_norm(old, lines, book, _new):
    """We have a reading, the other program charged persons by the norm."""
    charges = [line for line in lines if line.kind == CHARGE]
    if not charges or charges[0].method not in ("meter", "average") or charges[0].price is None:
        return None
    for norm, persons in product(book.service.norms, PERSONS):
        if (
            persons
            and norm.per == "person"
            and old.amount == money(monthly(norm) * persons * charges[0].price)
        ):
            return Verdict("method", {"norm": f"{norm.value:f}", "persons": str(persons)})
    return None


def _several(old, lines, book, _new):
    """Two other values together, to the kopeck."""
    # any sum is met by some price and some number of days: days are no part of a pair
    found = [factor for factor in factors(lines, book) if factor[0] != "days"]
    for one, other in product(found, found):
        if one[0] >= other[0] or {one[0], other[0]} == {"tariff", "tariff_date"}:
            continue
        if _meets(old, lines, lambda line, a=one[2], b=other[2]: a(line) * b(line)):
            return Verdict("several", {"causes": f"{one[0]}, {other[0]}", **one[1], **other[1]})
    return None


def _meets(old, lines, factor):
    """Whether the lines multiplied by the factor make the other sum, to the kopeck.

    Rounded lines, unrounded fees, or the sum rounded once: programs differ in it.
    """
    amounts = [line.amount * factor(line) for line in lines]
    if sum(map(money, amounts)) == old.amount:
        return True
    fees = [
        line.volume * line.price * factor(line)
        if line.price and line.kind == CHARGE and line.vat_included
        else amount
        for line, amount in zip(lines, amounts, strict=True)
    ]
    return old.amount in (sum(map(money, fees)), money(sum(fees)))


def _volume(lines):
    return sum((line.volume for line in lines if line.kind == CHARGE), ZERO)


def _close(one, other):
    """Equal to the digits that files usually carry."""
    return abs(one - other) <= Decimal("0.0005")


TESTS = (_sign, _rounding, _kinds, _single, _told_volume, _by_norm, _vat, _several)
