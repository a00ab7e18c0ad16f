"""Verification dates and defects of meters."""

from collections import defaultdict

from ..engine import Verification
from .reader import rows


def apply_verifications(loader, meters):
    """Set ``verified_until``, ``verifications`` and ``failed_from`` of the meters.

    The verification valid at the installation gives the first end; one made in time moves it; one
    made after the end restarts the count with its own values, or where none were written down
    with the first reading from its day on.

    :param meters: ``{installation id: (Meter, meter id)}``
    """
    by_meter = defaultdict(list)
    for meter, meter_id in meters.values():
        by_meter[meter_id].append(meter)
    ids = list(by_meter)
    found = rows(
        loader.cursor,
        "SELECT id, meter_id, date, valid_until FROM utility_meter_verification"
        " WHERE meter_id = ANY(%s) AND result = 'passed' AND date <= %s ORDER BY meter_id, date, id",
        ids,
        loader.last,
    )
    values = _values(loader.cursor, found, by_meter)
    for id_, meter_id, day, until in found:
        for meter in by_meter[meter_id]:
            _verify(meter, day, until, tuple(values[id_].values()) if id_ in values else ())
    for meter_id, day in rows(
        loader.cursor,
        "SELECT meter_id, MAX(date_from) FROM utility_meter_defect WHERE meter_id = ANY(%s)"
        " AND kind = 'failed' AND date_from <= %s AND (date_to IS NULL OR date_to >= %s)"
        " GROUP BY meter_id",
        ids,
        loader.last,
        loader.first,
    ):
        for meter in by_meter[meter_id]:
            meter.failed_from = day


def _values(cursor, verifications, by_meter):
    """``{verification id: {place: value}}`` of those made where the meter stood already."""
    later = [
        id_
        for id_, meter_id, day, _until in verifications
        if any(day > meter.installed for meter in by_meter[meter_id])
    ]
    values = defaultdict(dict)
    if later:
        for verification, value in rows(
            cursor,
            "SELECT rd.verification_id, rd.value FROM utility_reading rd"
            " JOIN utility_meter_register r ON r.id = rd.register_id"
            " WHERE rd.verification_id = ANY(%s) AND rd.state = 'accepted'"
            " ORDER BY rd.verification_id, r.sequence, r.id",
            later,
        ):
            values[verification][len(values[verification])] = value
    return values


def _verify(meter, day, until, values):
    if day <= meter.installed or (not values and _in_time(meter, day)):
        if meter.verifications:
            last = meter.verifications[-1]
            meter.verifications = (
                *meter.verifications[:-1],
                Verification(last.day, until, last.values),
            )
        else:
            meter.verified_until = until
        return
    if not values:
        found = []
        for register in meter.registers:
            later = [value for reading_day, value in register.readings if reading_day >= day]
            if not later:
                return
            found.append(later[0])
        values = tuple(found)
    meter.verifications = (*meter.verifications, Verification(day, until, values))


def _in_time(meter, day):
    until = meter.verifications[-1].until if meter.verifications else meter.verified_until
    return until is None or day <= until
