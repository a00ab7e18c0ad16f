"""Privileges: a negative line of ``percent`` of the fee for what the entitled persons may use.

``actual``: their share of the quantity; ``norm``: their share, at most their norm; ``area_norm``:
their share of ``min(area, area_norm_person * residents + area_norm_household)``. The same share
of the period's reductions is left out, and so is the uplift.
"""

from decimal import Decimal
from typing import NamedTuple

from .hours import overlap_days
from .lines import CHARGE, PRIVILEGE, RECALCULATION, ChargeLine
from .people import norm_uses
from .reductions import gross_fee
from .rounding import HUNDRED, ONE, ZERO, money
from .vat import inside


def privilege_lines(charge):
    """Lines of all privileges of the account, on its charge and reduction lines."""
    groups = {}
    reduced = {}
    for line in charge.lines:
        if line.kind == CHARGE:
            groups.setdefault(line.key, []).append(line)
        elif line.kind == RECALCULATION and line.cause != "settlement":
            reduced[line.key] = reduced.get(line.key, ZERO) - line.amount
    found = []
    for key, lines in groups.items():
        charged = sum(line.amount for line in lines)
        left = charged - reduced.get(key, ZERO)
        if left <= 0:
            continue
        for privilege in charge.account.privileges:
            if key[0] not in privilege.services:
                continue
            fee, share, trace = _entitled_fee(charge, lines, privilege)
            kept = ONE - reduced.get(key, ZERO) / charged
            amount = min(left, money(fee * share * kept * privilege.percent / HUNDRED))
            if amount > 0:
                left -= amount
                values = (privilege.percent, fee, share, kept, trace, privilege.key)
                found.append(_line(charge, lines, amount, ("privilege", values), privilege))
    return found


def _entitled_fee(charge, lines, privilege):
    """(fee of the days of the privilege, the part of it that it counts, trace values).

    A line by norm is a segment of constant people; what a meter showed belongs to the people of
    all days of the month on which the privilege holds.
    """
    fees = [gross_fee(line) * _days_share(privilege, line) for line in lines]
    fee = sum(fees)
    if len(charge.people) == 1:
        return fee, *entitled_share(charge, lines[0].service, privilege, charge.people[0])
    counted, whole = ZERO, _people(charge, privilege, charge.month.first, charge.month.last)
    for line, part in zip(lines, fees, strict=True):
        people = whole
        if line.method == "norm" and line.date_from is not None:
            people = _people(charge, privilege, line.date_from, line.date_to)
        share, trace = entitled_share(charge, line.service, privilege, people)
        counted += part * share
    return fee, counted / fee if fee else ZERO, trace


class _People(NamedTuple):
    """Average people of some days."""

    residents: Decimal
    persons: Decimal


def _people(charge, privilege, first, last):
    """Those of the days from ``first`` to ``last`` on which the privilege holds."""
    first = max(first, privilege.date_from or first)
    last = min(last, privilege.date_to or last)
    residents = persons = days = ZERO
    for span in charge.people:
        count = overlap_days(first, last, span.date_from, span.date_to)
        residents += count * span.residents
        persons += count * span.persons
        days += count
    return _People(residents / days, persons / days) if days else _People(ZERO, ZERO)


def entitled_share(charge, code, privilege, of):
    """(the part of the service's quantity that the privilege counts, trace values).

    :param of: the people of the days looked at (``residents``, ``persons``)
    """
    people = of.residents or of.persons
    persons = people if privilege.persons is None else min(privilege.persons, people)
    share = ONE * persons / people if people else ONE
    if privilege.within == "norm":
        return _within_norm(charge, code, share)
    if privilege.within == "area_norm":
        return _within_area(charge, code, share, of.residents)
    return share, (privilege.within, persons, people)


def _within_norm(charge, code, share):
    plan = charge.plan(code)
    volume = charge.volumes.get(code, ZERO)
    if not plan.has_norm or not volume:
        return share, ("actual", share, volume)
    norm = sum(part for use in norm_uses(charge, plan) for _zone, part in use.volumes)
    allowed = min(volume, norm)
    return share * allowed / volume, ("norm", share, norm)


def _within_area(charge, code, share, residents):
    plan = charge.plan(code)
    area = charge.account.area
    standard = plan.parameter("area_norm_person", ZERO) * residents + plan.parameter(
        "area_norm_household", ZERO
    )
    if not area:
        return share, ("area_norm", share, standard)
    return share * min(area, standard) / area, ("area_norm", share, standard)


def _days_share(privilege, line):
    """The part of a line's days on which the privilege holds."""
    if privilege.date_from is None and privilege.date_to is None:
        return ONE
    total = (line.date_to - line.date_from).days + 1
    days = overlap_days(
        line.date_from,
        line.date_to,
        privilege.date_from or line.date_from,
        privilege.date_to or line.date_to,
    )
    return ONE * days / total


def privilege_parts(line):
    """``[(key of the privilege, signed amount)]``: what of a line privileges took off."""
    if not line.trace:
        return ()
    name, values = line.trace[0]
    if line.kind == PRIVILEGE:
        return ((values[5] if len(values) > 5 else None, line.amount),)
    if name == "correction" and len(values) > 2:
        return tuple((key, Decimal(amount)) for key, amount in values[2])
    return ()


def _line(charge, lines, amount, trace, privilege):
    first = lines[0]
    net, vat = inside(-amount, first.vat_rate)
    return ChargeLine(
        charge.ref,
        first.service,
        charge.period,
        PRIVILEGE,
        first.component,
        first.zone,
        ZERO,
        net,
        vat,
        -amount,
        date_from=first.date_from,
        date_to=lines[-1].date_to,
        vat_rate=first.vat_rate,
        vat_included=first.vat_included,
        trace=(trace, None, privilege.ref),
    )
