"""Other values that another program may have used, as factors on our charge lines (Z02)."""

from decimal import Decimal

from .lines import CHARGE
from .periods import days_in, first_day
from .rounding import ZERO

#: persons that are tried in place of ours
PERSONS = range(0, 13)


def factors(lines, book):
    """``(cause, facts, function line -> factor)`` of all that may be tried."""
    charges = [line for line in lines if line.kind == CHARGE and line.price]
    if not charges:
        return
    prices = {(line.component, line.zone): line.price for line in charges}
    flat = len({line.price for line in charges}) == len(prices) == 1
    if flat:
        yield from _prices(charges[0], book)
    elif len(prices) == 1:
        # the price changed within the month: each of ours for the whole of it
        for price in sorted({line.price for line in charges}):
            facts = {"old_price": f"{price:f}"}
            yield "tariff_date", facts, lambda line, p=price: p / line.price if line.price else 1
    persons = _base(charges, "person")
    if persons:
        for count in PERSONS:
            if count != persons:
                facts = {"old_persons": str(count), "persons": f"{persons:f}"}
                yield "residents", facts, lambda _line, c=count: c / persons
    area = _base(charges, "area") or _base(charges, "m2")
    if area:
        for other in book.areas:
            if other and other != area:
                facts = {"old_area": f"{other:f}", "area": f"{area:f}"}
                yield "area", facts, lambda _line, o=other: o / area
    yield from _norms(charges, book)
    yield from _followed(charges, book)
    yield from _days(charges, book)


def _prices(line, book):
    key = (line.component, line.zone)
    own = [t for t in book.service.tariffs if (t.component, t.zone) == key and t.value]
    holding = [t for t in own if t.value == line.price]
    customers = {t.customer for t in holding}
    for tariff in sorted(own, key=lambda t: (t.customer not in customers, abs(_age(t, book)))):
        if tariff.value != line.price:
            cause = "tariff_date" if tariff.customer in customers else "tariff"
            facts = {
                "old_price": f"{tariff.value:f}",
                "price": f"{line.price:f}",
                "from": str(tariff.date_from or ""),
                "to": str(tariff.date_to or ""),
                "ref": tariff.ref,
            }
            yield cause, facts, lambda _line, v=tariff.value: v / line.price


def _age(tariff, book):
    return (first_day(book.period) - tariff.date_from).days if tariff.date_from else 10**6


def _base(charges, per):
    """The one base (persons, area) of all lines, or None."""
    found = set()
    for line in charges:
        key, values = line.trace[0] if line.trace else ("", ())
        if key not in ("norm", "base") or values[0] != per:
            return None
        found.add(Decimal(values[1]))
    return found.pop() if len(found) == 1 and 0 not in found else None


def _norms(charges, book):
    used = {
        Decimal(line.trace[0][1][2])
        for line in charges
        if line.trace and line.trace[0][0] == "norm"
    }
    if len(used) != 1 or 0 in used:
        return
    own = used.pop()
    for norm in book.service.norms:
        value = monthly(norm)
        if value != own:
            facts = {"old_norm": f"{value:f}", "norm": f"{own:f}", "ref": norm.ref}
            yield "norm", facts, lambda _line, v=value: v / own


def _followed(charges, book):
    """The volume is that of other services: what explains those explains it."""
    if charges[0].method != "sum":
        return
    parts = [(code, Decimal(volume)) for code, volume in charges[0].trace[0][1][0]]
    told = {code: book.sources[code] for code, _volume in parts if code in book.sources}
    total = sum((volume for _code, volume in parts), ZERO)
    other = sum((volume * _ratio(told.get(code)) for code, volume in parts), ZERO)
    if total and other != total:
        verdict = next(found for found in told.values() if _ratio(found) != 1)
        yield verdict.cause, verdict.facts, lambda _line: other / total


def _ratio(verdict):
    """By what a verdict multiplies the volume of its service."""
    facts = verdict.facts if verdict is not None else {}
    for name in ("persons", "norm", "volume", "days"):
        if f"old_{name}" in facts and Decimal(facts.get(name) or 0):
            return Decimal(facts[f"old_{name}"]) / Decimal(facts[name])
    return 1


def monthly(norm):
    return norm.value / 12 if norm.base == "year" else norm.value


def _days(charges, book):
    """The whole month in place of our days, or fewer days than ours."""
    total = days_in(book.period)
    ours = sum((line.date_to - line.date_from).days + 1 for line in charges if line.date_from)
    parts = len({(line.component, line.zone) for line in charges})
    ours //= parts or 1
    for days in (total, *range(1, total)):
        if ours and days != ours:
            facts = {"old_days": str(days), "days": str(ours)}
            yield "days", facts, lambda _line, d=days: Decimal(d) / ours
