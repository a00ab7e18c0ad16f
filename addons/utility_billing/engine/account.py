"""What the engine is given of one account: people, areas, services, meters, history, events."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class Residents:
    """Number of residents (registered and temporary) from a day to a day, both included."""

    count: int
    date_from: date | None = None
    date_to: date | None = None


@dataclass(slots=True)
class Register:
    """A dial of a meter. ``readings``: (day, value) ascending by day, only valid ones.

    initial_date/initial_value: the value at installation; without them the first reading is
    the start. used: day of the last reading that earlier periods were charged by (None: none
    but the initial); readings up to that day are settled. Readings after the end of the
    charged period may be present, they are not looked at.
    """

    zone: str | None = None
    initial_date: date | None = None
    initial_value: Decimal | None = None
    readings: list[tuple[date, Decimal]] = field(default_factory=list)
    used: date | None = None


@dataclass(slots=True)
class Verification:
    """A verification: the meter counts again from ``day`` with ``value`` (by zone) to ``until``.

    values: start values in the order of the meter's registers.
    """

    day: date
    until: date | None
    values: tuple[Decimal, ...]


@dataclass(slots=True)
class Meter:
    """A meter on an account, flat or house.

    ratio: volume of one unit of the dial. digits: whole digits before it passes zero (None:
    unknown, then a smaller reading is an error). installed/removed: days on which it stood.
    verified_until: last day on which it may be used. failed_from: first day of a failure.
    """

    serial: str
    registers: list[Register]
    digits: int | None = None
    ratio: Decimal = Decimal(1)
    installed: date | None = None
    removed: date | None = None
    verified_until: date | None = None
    verifications: tuple[Verification, ...] = ()
    failed_from: date | None = None


@dataclass(slots=True)
class Past:
    """What an earlier period was charged for a service (the volume of its charge lines, with
    later corrections of that period, without uplift and reductions).

    One entry for each zone where the lines have zones. method: ``meter`` (by readings),
    ``average``, ``norm``, ``sum``... ; reason: why no reading was used: ``""``, ``not_sent``,
    ``unusable``, ``refused``, ``away``, ``no_meter``.
    """

    period: str
    volume: Decimal
    method: str = "meter"
    reason: str = ""
    zone: str | None = None


@dataclass(slots=True)
class AccountService:
    """A service on an account.

    date_from/date_to: days on which the account has it (None: always). no_meter: ``possible`` or
    ``impossible`` to set a meter where none stands. history: :class:`Past` of earlier periods,
    ascending; needed only where the period before was not charged by readings or the charged
    period has no reading (at least ``average_months_max`` months by readings and everything since
    the last used reading), an empty list is a valid "nothing known". units: for services charged a
    unit (None: those of the account). contract_volume: agreed units a month; capacity: connected
    units an hour, used capacity_hours a day (organisations).
    """

    code: str
    meters: list[Meter] = field(default_factory=list)
    no_meter: str = "impossible"
    date_from: date | None = None
    date_to: date | None = None
    history: list[Past] = field(default_factory=list)
    units: Decimal | None = None
    contract_volume: Decimal | None = None
    capacity: Decimal | None = None
    capacity_hours: Decimal = Decimal(24)


@dataclass(slots=True)
class Privilege:
    """A privilege of ``percent`` of the fee for ``services``; ``within``: norm, actual, area_norm.

    persons: entitled persons (None: all residents). key: under which what it took off is accounted
    for with who pays for it; kept in the trace of its lines and of their corrections.
    """

    percent: Decimal
    services: tuple[str, ...]
    within: str = "actual"
    persons: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    ref: str = ""
    key: int | None = None


@dataclass(slots=True)
class Container:
    """Waste containers: ``count`` of ``volume`` m3, emptied ``pickups[period]`` times.

    persons_total/area_total: base of the share (None: the house's persons).
    """

    volume: Decimal
    count: int = 1
    pickups: dict[str, Decimal] = field(default_factory=dict)
    persons_total: int | None = None
    area_total: Decimal | None = None


@dataclass(slots=True)
class Account:
    """A personal account.

    ref: any key of the caller, returned on the lines. customer: tariff group. area: of the
    premise, m2. heated_area: None = area. individually_heated: lawful own boiler. residents: a list
    of spans (several on one day add up; a day without any: nobody). owners: number of owners.
    units: for services a unit (seats, pets). flat: ref of the communal flat (rooms), with
    rooms_area_total. services: in the order of the bill. events: see :mod:`.events`; those of
    the house may be given here or on the building.
    """

    ref: object
    services: list[AccountService] = field(default_factory=list)
    kind: str = "individual"
    customer: str = "individual"
    area: Decimal = Decimal(0)
    heated_area: Decimal | None = None
    individually_heated: bool = False
    rooms_area_total: Decimal | None = None
    flat: object = None
    residents: list[Residents] = field(default_factory=list)
    owners: int = 1
    units: Decimal = Decimal(0)
    containers: list[Container] = field(default_factory=list)
    privileges: list[Privilege] = field(default_factory=list)
    events: list = field(default_factory=list)

    def units_of(self, line):
        """Units of a service: those of its row on the account, else the account's."""
        return self.units if line.units is None else line.units


@dataclass(slots=True)
class MeterGroup:
    """The houses behind a group meter.

    weights: ``(house, weight)`` of the houses that share it (area or persons). own: the house it
    is given for. less: meters of the houses behind it that have one of their own; what they show
    is taken off first.
    """

    weights: tuple[tuple[object, Decimal], ...]
    own: object
    less: list = field(default_factory=list)


@dataclass(slots=True)
class HouseMeter:
    """A house meter: ``volumes[period]``, or readings of a meter. failed_from: first bad day.

    digits: whole digits before it passes zero. installed/removed: days on which it stood.
    ratio: volume of one unit of the dial. group: it serves several houses.
    """

    service: str
    component: str | None = None
    volumes: dict[str, Decimal] = field(default_factory=dict)
    readings: list[tuple[date, Decimal]] = field(default_factory=list)
    failed_from: date | None = None
    serial: str = ""
    digits: int | None = None
    ratio: Decimal = Decimal(1)
    installed: date | None = None
    removed: date | None = None
    group: MeterGroup | None = None


@dataclass(slots=True)
class Flat:
    """A communal flat: its whole area and the shared meters, by service code."""

    ref: object
    area: Decimal = Decimal(0)
    services: dict[str, AccountService] = field(default_factory=dict)


@dataclass(slots=True)
class Building:
    """A house. accounts: ALL its accounts (house totals are theirs). common_area: m2.

    carry: negative rest of common needs from earlier periods by service code (zero or below).
    """

    ref: object
    accounts: list[Account] = field(default_factory=list)
    common_area: Decimal = Decimal(0)
    meters: list[HouseMeter] = field(default_factory=list)
    flats: dict[object, Flat] = field(default_factory=dict)
    containers: list[Container] = field(default_factory=list)
    events: list = field(default_factory=list)
    carry: dict[str, Decimal] = field(default_factory=dict)
