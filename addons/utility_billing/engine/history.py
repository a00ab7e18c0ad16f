"""What the ledger says of earlier months: history of a service and readings already used."""

from .account import Past
from .lines import CHARGE

#: lines that tell what was consumed in a month; reductions and tampering do not
CONSUMPTION = ("settlement", "correction")


def months_of(lines):
    """{(account, service, period): [:class:`~.account.Past`, one a zone]} from ledger lines.

    A correction of a month is added to the month that it corrects; its method, being newer, counts.
    Lines must come in the order in which they were written.
    """
    found = {}
    for line in lines:
        if line.kind != CHARGE and line.cause not in CONSUMPTION:
            continue
        period = line.of_period or line.period
        zones = found.setdefault((line.account, line.service, period), {})
        past = zones.get(line.zone)
        if past is None:
            zones[line.zone] = Past(period, line.consumed, line.method, line.reason, line.zone)
            continue
        past.volume += line.consumed
        if line.method and line.cause == "correction":
            for other in zones.values():
                other.method, other.reason = line.method, line.reason
    return {key: list(zones.values()) for key, zones in found.items()}


def used_readings(lines, before):
    """{(account, service, serial, zone): day} of the last readings used before a period."""
    found = {}
    for line in lines:
        if (line.of_period or line.period) >= before:
            continue
        for serial, zone, day, *_values in line.used:
            key = (line.account, line.service, serial, zone)
            if key not in found or day > found[key]:
                found[key] = day
    return found
