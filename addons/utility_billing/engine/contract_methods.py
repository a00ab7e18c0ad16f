"""What is agreed with an organisation, and standing charges of meters: quantities that nobody reads.

Contract volume and connected capacity: ПП 354 п.42-43 for premises that are no dwellings, the
contracts of ПП 442, 776 and 1034. A usable reading of an own meter goes before both.
"""

from .consumption import NOT_SENT, by_reading, read_meters
from .methods import Method, register
from .pricing import Use
from .problems import ProblemError
from .rounding import ONE


class Agreed(Method):
    """A quantity agreed beforehand; where an own meter was read, what it shows."""

    def uses(self, charge, plan, line):
        reason = ""
        if line.meters:
            read = read_meters(charge, plan, line)
            if read.complete:
                return [by_reading(charge, plan, line, read)]
            # the reading that comes later settles what is charged now
            reason = NOT_SENT if read.present and read.usable else ""
        start, end, days = charge.active(line)
        volume, trace = self.agreed(line, days, charge.month.days)
        return [Use(start, end, days, [(None, volume)], self.name, trace, reason=reason)]

    def agreed(self, line, days, month_days):
        """(volume of the days, trace).

        :raises ProblemError: nothing was agreed
        """
        raise NotImplementedError


@register
class ContractVolume(Agreed):
    """The agreed volume of a month, by days where the service began or ended in it."""

    name = "contract"

    def agreed(self, line, days, month_days):
        volume = line.contract_volume
        if volume is None:
            raise ProblemError("NO_CONTRACT_VOLUME", service=line.code)
        trace = ("base", (self.name, volume, days, month_days))
        return volume if days == month_days else volume * days / month_days, trace


@register
class ConnectedCapacity(Agreed):
    """Connected capacity an hour times hours of use a day times days."""

    name = "capacity"

    def agreed(self, line, days, month_days):
        if line.capacity is None:
            raise ProblemError("NO_CAPACITY", service=line.code)
        trace = ("capacity", (line.capacity, line.capacity_hours, days))
        return line.capacity * line.capacity_hours * days, trace


@register
class PerMeter(Method):
    """A standing charge for each meter that stands on the account, by the days it stood.

    ``Service.volume_from`` names the services whose meters count; empty: those of all.
    """

    name = "per_meter"

    def uses(self, charge, plan, line):
        start, end, days = charge.active(line)
        sources = plan.service.volume_from
        stood = [
            _days_stood(meter, start, end)
            for other in charge.account.services
            if not sources or other.code in sources
            for meter in other.meters
        ]
        total = sum(stood)
        if not total:
            return []
        month_days = charge.month.days
        trace = ("per_meter", (sum(1 for part in stood if part), total, month_days))
        return [Use(start, end, days, [(None, ONE * total / month_days)], self.name, trace)]


def _days_stood(meter, first, last):
    """Days of a span on which a meter stood; on the day of a replacement the new one counts."""
    begins = meter.installed or next(
        (dial.initial_date for dial in meter.registers if dial.initial_date), None
    )
    start = first if begins is None else max(first, begins)
    if meter.removed is None or meter.removed > last:
        return max(0, (last - start).days + 1)
    return max(0, (meter.removed - start).days)
