"""What the meters of a house show for a period: the reading, the average of a failed meter, or
nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from .periods import first_day, last_day, month_number, period_of, shift
from .problems import ProblemError
from .readings import difference
from .rounding import ZERO, settle, volume6

#: customer group under which parameters of house meters are looked up
HOUSE = "house"
#: no season is longer; where to stop looking for an older month
YEAR = 12


@dataclass(slots=True)
class HouseVolume:
    """volume: None where neither a reading nor an average is known. method: meter or average.

    exists: the house has a meter of this kind at all.
    """

    volume: Decimal | None
    method: str = "meter"
    exists: bool = True


def house_volume(house, code, component=None, period=None):
    """The volume of all house meters of a service (component) in a period."""
    period = period or house.month.period
    meters = [
        meter
        for meter in house.building.meters
        if meter.service == code and meter.component == component and stands(meter, period)
    ]
    if not meters:
        return HouseVolume(None, exists=False)
    total, method = ZERO, "meter"
    for meter in meters:
        volume = shown_by(meter, period)
        if volume is None:
            volume = _average(house, meter, period)
            method = "average"
        if volume is None:
            return HouseVolume(None)
        total += volume
    return HouseVolume(total, method)


def stands(meter, period):
    """Whether the meter stood on a day of the period."""
    return (meter.installed is None or meter.installed <= last_day(period)) and (
        meter.removed is None or meter.removed >= first_day(period)
    )


def shown_by(meter, period):
    """The volume by readings, or None where there is none or the meter had failed.

    Of a group meter: the part of the house.

    :raises ProblemError: NEGATIVE for a smaller reading that is no rollover, GROUP_BELOW, NO_AREA
    """
    volume = _shown(meter, period)
    return volume if meter.group is None or volume is None else _part(meter, period, volume)


def _shown(meter, period):
    if meter.failed_from is not None and meter.failed_from <= last_day(period):
        return None
    if period in meter.volumes:
        return meter.volumes[period]
    before, inside = None, []
    for day, reading in meter.readings:
        reading_period = period_of(day)
        if reading_period < period:
            before = reading
        elif reading_period == period:
            inside.append((day, reading))
    if before is None and len(inside) > 1:
        # a meter that was set in the month counts from its first value
        before = inside[0][1]
    if before is None or not inside:
        return None
    return difference(meter, before, *inside[-1]) * meter.ratio


def _part(meter, period, volume):
    """The part of a house in a group meter; the parts add up to the volume, to six digits."""
    group = meter.group
    for other in group.less:
        known = shown_by(other, period)
        if known is None:
            return None
        volume -= known
    if volume < 0:
        raise ProblemError("GROUP_BELOW", meter=meter.serial, period=period)
    keys = [key for key, _weight in group.weights]
    total = sum(weight for _key, weight in group.weights)
    if not total:
        raise ProblemError("NO_AREA", service=meter.service)
    volume = volume6(volume)
    values = [volume * weight / total for _key, weight in group.weights]
    return settle(values, volume, keys)[keys.index(group.own)]


def known_periods(meter, before):
    """Periods before the given one with a volume by readings, newest first."""
    periods = set(meter.volumes)
    periods.update(period_of(day) for day, _value in meter.readings)
    return [
        period
        for period in sorted(periods, reverse=True)
        if period < before and shown_by(meter, period) is not None
    ]


def _average(house, meter, period):
    """The average of a meter without reading, as long as the limit of periods allows it."""
    service = house.month.world.services.get(meter.service)
    season = ()
    if service is not None and service.resource == "heating":
        season = service.season_months
    if season and month_number(period) not in season:
        return ZERO
    known = known_periods(meter, period)
    if not known:
        return None
    limit, most, least = (
        int(house.month.parameter(code, meter.service, HOUSE, 0))
        for code in ("average_limit_periods", "average_months_max", "average_months_min")
    )
    missing = _without_reading(known[0], period, season)
    if missing >= limit:
        return None
    if season:
        months = last_season(known, season, period)
    else:
        months = known[:most]
    if not months or len(months) < least:
        return None
    return sum(shown_by(meter, month) for month in months) / len(months)


def _without_reading(last_known, period, season):
    """Periods charged without reading between the last known one and this one."""
    count = 0
    month = shift(last_known, 1)
    while month < period:
        if not season or month_number(month) in season:
            count += 1
        month = shift(month, 1)
    return count


def last_season(known, season, period):
    """Months of the last whole heating period among the known ones (newest first).

    The period that still runs counts only where no earlier one is known.

    >>> last_season(["2026-01", "2025-12", "2025-04", "2025-03"], (12, 1, 2, 3, 4), "2026-02")
    ['2025-04', '2025-03']
    """
    seasons = []
    for month in known:
        if month_number(month) not in season:
            continue
        if seasons and _joined(month, seasons[-1][-1], season):
            seasons[-1].append(month)
        else:
            seasons.append([month])
    if not seasons:
        return []
    if len(seasons) > 1 and _joined(seasons[0][0], period, season):
        return seasons[1]
    return seasons[0]


def _joined(earlier, later, season):
    """Both months lie in one heating period: every month between them belongs to the season."""
    month = shift(earlier, 1)
    for _step in range(YEAR):
        if month >= later:
            return True
        if month_number(month) not in season:
            return False
        month = shift(month, 1)
    return False
