"""What the meters of a service show for a period.

The reading of a period is the last usable one dated in it; the volume is its difference to the last
reading used (or the initial value) times the ratio, added up over the meters and by zone.
"""

from .problems import ProblemError
from .rounding import ONE, ZERO


class Shown:
    """Answer of :func:`shown`.

    present: a meter stands in the period. complete: every counting meter has a usable reading.
    usable: every meter that stands at the end of the period may be used. volumes: {zone: volume}
    since the last readings used. base: the earliest base day. days: between the readings. used:
    the readings, see :attr:`~.lines.ChargeLine.used`.
    """

    __slots__ = ("present", "complete", "usable", "volumes", "base", "days", "used")

    def __init__(self):
        self.present = False
        self.complete = True
        self.usable = True
        self.volumes = {}
        self.base = None
        self.days = 0
        self.used = ()


def shown(meters, first, last, since=None):
    """Read the meters of a service in the period [first, last].

    :param since: first day of the months charged without a reading up to now (None: there are
        none); a meter removed since then still counts with its final reading
    :raises ProblemError: NEGATIVE if a reading is below the one before it and is no rollover.
    """
    result = Shown()
    seen = False
    for meter in meters:
        if not meter.registers:
            raise ProblemError("NO_REGISTER", meter=meter.serial)
        start = meter.installed or meter.registers[0].initial_date
        if start is not None and start > last:
            continue
        gone = meter.removed is not None and meter.removed <= last
        if not gone or meter.removed >= first:
            result.present = True
            read = _read(result, meter, first, last)
        elif since is not None and meter.removed >= since:
            read = _read(result, meter, since, last)
        else:
            continue
        seen = seen or read
        if not gone:
            if not read:
                result.complete = False
            if meter.failed_from is not None or meter.verified_until is not None:
                result.usable = result.usable and counts(meter, last)
    result.complete = result.complete and seen
    return result


def counts(meter, day):
    """Whether the meter may be used on a day: stands, verified, not failed."""
    if meter.removed is not None and day > meter.removed:
        return False
    if meter.failed_from is None and meter.verified_until is None:
        return True
    good = (meter.failed_from is None or day < meter.failed_from) and (
        meter.verified_until is None or day <= meter.verified_until
    )
    for verification in meter.verifications:
        if verification.day <= day:
            good = verification.until is None or day <= verification.until
            if meter.failed_from is not None and verification.day < meter.failed_from <= day:
                good = False
    return good


def _read(result, meter, first, last):
    """Add the meter's volume; False where a register has no usable reading in the period."""
    simple = meter.failed_from is None and meter.verified_until is None and meter.removed is None
    complete = True
    for index, register in enumerate(meter.registers):
        base_day, base_value = register.initial_date, register.initial_value
        reading = None
        used = register.used
        for row in reversed(register.readings):
            day = row[0]
            if used is not None and day <= used:
                if day == used:
                    base_day, base_value = row
                break
            if reading is None and first <= day <= last and (simple or counts(meter, day)):
                reading = row
            elif base_value is None and used is None:
                # without an initial value the first reading is where the count begins
                base_day, base_value = register.readings[0]
        extra = ZERO
        if meter.verifications:
            base_day, base_value, extra = _restart(meter, index, base_day, base_value, last)
        if result.base is None or (base_day is not None and base_day < result.base):
            result.base = base_day
        if reading is None or base_value is None or reading[0] <= base_day:
            complete = False
            continue
        volume = reading[1] - base_value
        if volume < 0:
            volume = difference(meter, base_value, *reading)
        if extra:
            volume += extra
        if meter.ratio != ONE:
            volume *= meter.ratio
        zone = register.zone
        if zone in result.volumes:
            volume += result.volumes[zone]
        result.volumes[zone] = volume
        days = (reading[0] - base_day).days
        if days > result.days:
            result.days = days
        result.used += ((meter.serial, zone, *reading, base_day, base_value),)
    return complete


def _restart(meter, index, day, value, last):
    """The base after verifications: (day, value, volume counted before the last one of them)."""
    extra = ZERO
    for verification in meter.verifications:
        if verification.day > last or (day is not None and verification.day <= day):
            continue
        start = verification.values[index]
        if value is not None and start >= value and _unbroken(meter, verification):
            extra += start - value
        day, value = verification.day, start
    return day, value, extra


def _unbroken(meter, verification):
    """The meter counted until the day of the verification itself, so nothing is lost."""
    before = [row for row in meter.verifications if row.day < verification.day]
    until = before[-1].until if before else meter.verified_until
    if meter.failed_from is not None and meter.failed_from <= verification.day:
        return bool(before) and before[-1].day >= meter.failed_from
    return until is None or until >= verification.day


def difference(meter, before, day, value):
    """Dial units between two readings of a register; a rollover where it is plausible.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from .account import Meter
    >>> meter = Meter("W1", [], digits=5)
    >>> difference(meter, Decimal("99987.4"), date(2026, 3, 24), Decimal("6.1"))
    Decimal('18.7')
    """
    found = value - before
    if found < 0:
        if meter.digits is not None:
            around = found + 10**meter.digits
            if 0 <= around * 10 < 10**meter.digits:
                return around
        raise ProblemError(
            "NEGATIVE",
            value=f"{value:f}",
            day=day.isoformat(),
            before=f"{before:f}",
            meter=meter.serial,
        )
    return found
