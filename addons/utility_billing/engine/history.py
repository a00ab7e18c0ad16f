"""What the ledger says of earlier months: history of a service and readings already used."""

from .account import Past
from .lines import CHARGE

#: lines that tell what was consumed in a month; reductions and tampering do not
CONSUMPTION = ("settlement", "correction")


class History:
    """What a ledger that grows tells of earlier months; lines come in the order of writing.

    A correction of a month is added to the month that it corrects; its method, being newer, counts.
    """

    __slots__ = ("_count", "_months", "_used")

    def __init__(self, lines=()):
        self._count = 0
        self._months = {}
        self._used = {}
        self.upto(lines)

    def upto(self, lines):
        """Take in what ``lines`` have beyond those taken before; returns the history."""
        for line in lines[self._count :]:
            if line.used:
                self._use(line)
            if line.kind == CHARGE or line.cause in CONSUMPTION:
                self._consume(line)
        self._count = len(lines)
        return self

    def _use(self, line):
        month = line.of_period or line.period
        for serial, zone, day, value, *_base in line.used:
            key = (line.account, line.service, serial, zone)
            self._used.setdefault(key, []).append((month, day, value))

    def _consume(self, line):
        period = line.of_period or line.period
        months = self._months.setdefault((line.account, line.service), {})
        zones = months.setdefault(period, {})
        past = zones.get(line.zone)
        if past is None:
            zones[line.zone] = Past(period, line.consumed, line.method, line.reason, line.zone)
            return
        past.volume += line.consumed
        if line.method and line.cause == "correction":
            for other in zones.values():
                other.method, other.reason = line.method, line.reason

    def months(self, account, service, before=None):
        """:class:`~.account.Past` of the months before a period (None: all), one a zone."""
        return [
            past
            for period, zones in self._months.get((account, service), {}).items()
            if before is None or period < before
            for past in zones.values()
        ]

    def used(self, key, before):
        """Readings used before a period: [(day, value)] of (account, service, serial, zone)."""
        return [(day, value) for month, day, value in self._used.get(key, ()) if month < before]

    def by_month(self):
        """{(account, service, period): [:class:`~.account.Past`, one a zone]}."""
        return {
            (*key, period): list(zones.values())
            for key, months in self._months.items()
            for period, zones in months.items()
        }


def months_of(lines):
    """{(account, service, period): [:class:`~.account.Past`, one a zone]} from ledger lines."""
    return History(lines).by_month()


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
