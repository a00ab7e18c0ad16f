"""What the engine gives back: charge lines."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

CHARGE = "charge"
UPLIFT = "uplift"
RECALCULATION = "recalculation"
PRIVILEGE = "privilege"


class Shared:
    """What lines of many accounts have in common.

    values: all fields of a line but the account. text: free for who writes the lines: what was
    made of the first serves the others.
    """

    __slots__ = ("values", "text")

    def __init__(self, values):
        self.values = (*values, self)
        self.text = None


@dataclass(slots=True)
class ChargeLine:
    """One line of the sub-ledger.

    account: :attr:`Account.ref`. period: the month it is charged in. kind: ``charge``,
    ``uplift``, ``recalculation`` or ``privilege``. volume: in the unit of the component (Gcal for
    ``heat``), not rounded; zero for an uplift. amount = net + vat, all rounded to 0.01. price:
    unit price of the tariff (None: blocks, formula). of_period: the month that a recalculation
    corrects. cause: why there is a recalculation (``outage quality not_rendered missed_pickup
    absence settlement tampering correction annual``). method/reason: how the volume was found,
    see
    :class:`~.account.Past`. date_from/date_to: the days of the segment. used: the readings it
        rests on as ``(serial, zone, day, value, base_day, base_value)``. trace: compact
        explanation. consumed: what the account itself used, in the unit of the service, on one
        line a segment and zone and zero on its other components; history counts it.
        shared: not None on lines that differ by nothing but the account; who changes such a
        line sets None.
    """

    account: object
    service: str
    period: str
    kind: str
    component: str | None
    zone: str | None
    volume: Decimal
    net: Decimal
    vat: Decimal
    amount: Decimal
    price: Decimal | None = None
    method: str = ""
    reason: str = ""
    date_from: date | None = None
    date_to: date | None = None
    of_period: str | None = None
    cause: str = ""
    vat_rate: Decimal = Decimal(0)
    vat_included: bool = True
    used: tuple = ()
    trace: tuple = ()
    consumed: Decimal = Decimal(0)
    shared: "Shared | None" = field(default=None, compare=False, repr=False)

    @property
    def key(self):
        """What a line is called in differences: service, component and zone."""
        return (self.service, self.component or "", self.zone or "")


@dataclass(slots=True)
class BuildingCharge:
    """Result of a house: lines of all accounts, problems, and the carry for the next period.

    carry: negative rest of common needs by service code (zero or below).
    """

    lines: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    carry: dict[str, Decimal] = field(default_factory=dict)
