"""Facts that change a charge: absence, outage, bad quality, tampering and the like.

An event takes effect in the first charge of a period that does not end before the event does;
``ends`` is the day that decides. ``service`` is a service code.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .periods import last_day


@dataclass(slots=True)
class Absence:
    """``persons`` residents away; the days of departure and arrival are not full days.

    ``applied``: day of the application, where it may be too late (None: in time).
    """

    persons: int
    departure: date
    arrival: date
    applied: date | None = None

    @property
    def ends(self):
        return self.arrival


@dataclass(slots=True)
class Outage:
    """No supply from start to end (date-times). ``planned``: announced repair work."""

    service: str
    start: datetime
    end: datetime
    planned: bool = False

    @property
    def ends(self):
        return last_moment(self.start, self.end)


@dataclass(slots=True)
class Quality:
    """A measured value beside the norm from start to end; ``hours``: of the deviation, if given."""

    service: str
    value: Decimal
    norm: Decimal
    start: datetime
    end: datetime
    measure: str = "temperature"
    hours: Decimal | None = None

    @property
    def ends(self):
        return last_moment(self.start, self.end)


@dataclass(slots=True)
class Tampering:
    """Unauthorised consumption by ``capacity`` (units a day), by ``pipe_mm``, or by norm."""

    service: str
    date_from: date
    date_to: date
    capacity: Decimal | None = None
    pipe_mm: Decimal | None = None

    @property
    def ends(self):
        return self.date_to


@dataclass(slots=True)
class Refusal:
    """Acts of refused access to the meters of a service on these days."""

    service: str
    dates: tuple[date, ...]

    @property
    def ends(self):
        return min(self.dates)


@dataclass(slots=True)
class Suspension:
    """A service cut off from/to (None: not reconnected yet); both days without it."""

    service: str
    date_from: date
    date_to: date | None = None

    @property
    def ends(self):
        return self.date_from


@dataclass(slots=True)
class NotRendered:
    """A housing service that was not rendered on whole days from/to."""

    service: str
    date_from: date
    date_to: date

    @property
    def ends(self):
        return self.date_to


@dataclass(slots=True)
class MissedPickup:
    """Waste not taken away: hours beyond the allowed ones in a period."""

    period: str
    excess_hours: Decimal

    @property
    def ends(self):
        return last_day(self.period)


@dataclass(slots=True)
class Away:
    """A meter removed for repair from/to (None: not back yet)."""

    service: str
    date_from: date
    date_to: date | None = None

    @property
    def ends(self):
        return self.date_from


def last_moment(start, end):
    """The last day that an interval touches; midnight at its end belongs to the day before.

    >>> last_moment(datetime(2022, 1, 1), datetime(2022, 2, 1))
    datetime.date(2022, 1, 31)
    """
    if end <= start:
        return start.date()
    return (end - timedelta(microseconds=1)).date()
