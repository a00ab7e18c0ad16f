"""What all accounts of a run have in common."""

from .month import Month
from .parameters import Parameters


class World:
    """Services and dated parameters that are common to all accounts of a run.

    Build one a run (or portion) and use it for all its accounts: what a month needs is looked up
    once and kept. After a change of services or parameters build a new world.
    """

    __slots__ = ("services", "parameters", "_months")

    def __init__(self, services=(), parameters=()):
        self.services = {service.code: service for service in services}
        self.parameters = Parameters(parameters)
        self._months = {}

    def month(self, period):
        """The prepared :class:`~.month.Month` of a period."""
        found = self._months.get(period)
        if found is None:
            found = self._months[period] = Month(self, period)
        return found
