"""Heating shared by a house meter (ПП 354, Приложение 2, формулы 3, 3(1), 3(3); Ukraine: own and
common).

V is the house volume, S_i the heated area of a premise, S of all premises, C the common area.
"""

from .consumption import measured_uses, own_uses
from .house_meter import house_volume, shown_by
from .methods import Method, register
from .periods import months_of_year
from .pricing import Use
from .problems import ProblemError
from .rounding import ZERO, settle


class Share:
    """A premise's share: volume, its own reading within it, readings used, trace values."""

    __slots__ = ("volume", "own", "used", "trace")

    def __init__(self, volume, own, used, trace):
        self.volume = volume
        self.own = own
        self.used = used
        self.trace = trace


@register
class Heating(Method):
    """Own share of the house meter; without one the own meter, else the norm."""

    name = "heating"

    def uses(self, charge, plan, line):
        house = charge.house
        if house is not None:
            try:
                shares = house.heating(plan)
            except ProblemError:
                if line.meters:
                    # the account whose own meter is wrong is told so, the others that they wait
                    measured_uses(charge, plan, line)
                raise
            if shares is not None:
                share, method = shares
                mine = share[charge.ref]
                if not mine.used and not charge.heated_area and not charge.account.area:
                    raise ProblemError("NO_OWN_AREA", service=plan.code)
                if not mine.volume and not mine.used:
                    return []
                return [
                    Use(
                        *charge.active(line),
                        [(None, mine.volume)],
                        method,
                        mine.trace,
                        used=mine.used,
                        own_volume=mine.own,
                    )
                ]
        if plan.service.heating_mode != "even" and not plan.in_season:
            # out of season only what a meter shows is charged
            uses = measured_uses(charge, plan, line) if line.meters else None
            return [use for use in uses or () if use.method == "meter"]
        if charge.account.individually_heated and not line.meters:
            return []
        return own_uses(charge, plan, line)


def heating_shares(house, plan):
    """({account ref: :class:`Share`}, method), or None where the norm applies.

    The shares add up to the house volume exactly, to six digits.
    """
    volume, method, formula = _volume(house, plan)
    if volume is None:
        return None
    return share_volume(house, plan, volume, formula), method


def share_volume(house, plan, volume, formula):
    """A volume of heat divided over the accounts of a house: {account ref: :class:`Share`}.

    formula: ``month`` counts readings of flats, ``even`` divides by area alone.

    :raises ProblemError: NO_AREA
    """
    areas = [charge.heated_area for charge in house.charges]
    total = sum(areas, ZERO)
    if not total:
        raise ProblemError("NO_AREA", service=plan.code)
    own = _own_readings(house, plan) if formula != "even" else {}
    common = _common_volume(plan.service, volume)
    if common is None:
        values, rest = _shares_ru(house, volume, areas, total, own)
    else:
        values, rest = _shares_ua(house, volume, areas, total, own, common)
    values = settle(values, volume, [charge.ref for charge in house.charges])
    common_area = house.building.common_area
    shares = {}
    for charge, area, value in zip(house.charges, areas, values, strict=True):
        reading, used = None, ()
        if charge.ref in own:
            reading, used = _reading(own, charge), own[charge.ref].used
        trace = ("heating", (formula, volume, area, total, common_area, reading, rest))
        shares[charge.ref] = Share(value, reading, used, trace)
    return shares


def _volume(house, plan):
    """(house volume of the month, method, name of the formula)."""
    if plan.service.heating_mode == "even":
        year = house.month.first.year - 1
        known = [
            volume
            for meter in house.building.meters
            if meter.service == plan.code and meter.component is None
            for period in months_of_year(year)
            if (volume := shown_by(meter, period)) is not None
        ]
        if not known:
            return None, "", ""
        return sum(known) / 12, "house", "even"
    found = house_volume(house, plan.code)
    if not found.exists or found.volume is None:
        return None, "", ""
    return found.volume, "house" if found.method == "meter" else "house_average", "month"


def _own_readings(house, plan):
    """Uses of the accounts whose own heat meter gives a volume, by account ref."""
    found = {}
    for charge in house.charges:
        for line in charge.account.services:
            if line.code == plan.code and line.meters:
                try:
                    uses = measured_uses(charge, plan, line)
                except ProblemError:
                    raise ProblemError(
                        "HOUSE_INCOMPLETE", service=plan.code, account=charge.ref
                    ) from None
                if uses and uses[0].method != "norm":
                    found[charge.ref] = uses[0]
    return found


def _shares_ru(house, volume, areas, total, own):
    """Readings, or the average of the metered, or by area; then the rest by area of all."""
    owns = [_reading(own, charge) for charge in house.charges]
    metered_area = sum((a for a, v in zip(areas, owns, strict=True) if v is not None), ZERO)
    apart = sum(
        (
            area
            for charge, area in zip(house.charges, areas, strict=True)
            if charge.account.individually_heated
        ),
        ZERO,
    )
    if metered_area:
        a_metre = sum(v for v in owns if v is not None) / metered_area
    else:
        heated = total - apart + house.building.common_area
        a_metre = volume / heated if heated else ZERO
    first = []
    for charge, area, reading in zip(house.charges, areas, owns, strict=True):
        if reading is not None:
            first.append(reading)
        else:
            first.append(ZERO if charge.account.individually_heated else area * a_metre)
    rest = volume - sum(first)
    return [v + area * rest / total for v, area in zip(first, areas, strict=True)], rest


def _shares_ua(house, volume, areas, total, own, common):
    """Own heat over connected premises, common needs over all (Закон 2119-VIII ст.10)."""
    owns = [_reading(own, charge) for charge in house.charges]
    free = [
        ZERO if reading is not None or charge.account.individually_heated else area
        for charge, area, reading in zip(house.charges, areas, owns, strict=True)
    ]
    rest = volume - common - sum(v for v in owns if v is not None)
    connected = sum(free)
    values = []
    for area, part, reading in zip(areas, free, owns, strict=True):
        value = common * area / total
        if reading is not None:
            value += reading
        elif part:
            value += rest * part / connected
        values.append(value)
    if not connected and rest:
        values = [v + rest * area / total for v, area in zip(values, areas, strict=True)]
    return values, common


def _reading(own, charge):
    use = own.get(charge.ref)
    return None if use is None else sum(volume for _zone, volume in use.volumes)


def _common_volume(service, volume):
    if service.common_volume is not None:
        return min(service.common_volume, volume)
    if service.common_share is not None:
        return volume * service.common_share
    return None
