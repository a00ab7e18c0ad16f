"""What the engine is given: the common world (services, prices, parameters).

Every quantity is :class:`~decimal.Decimal` in the unit of its service, every price is in the
currency of the database a unit, every day is a :class:`~datetime.date`, both ends of a span
belong to it, ``None`` as an end means "open". Periods are texts ``YYYY-MM``. The engine never
changes an input object.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(slots=True)
class Parameter:
    """One dated value of a rule parameter (``utility.rule.parameter``).

    ``value`` is a Decimal, a text (policies, divisors) or a tuple (dates, service codes).
    ``layer`` orders sources: a higher layer hides a lower one whatever their detail (what holds
    everywhere, the country pack, its regions, the company's own records or a scenario file).
    ``ref`` is the legal reference.
    """

    code: str
    value: object
    date_from: date | None = None
    date_to: date | None = None
    service: str | None = None
    customer: str | None = None
    layer: int = 0
    ref: str = ""


@dataclass(slots=True)
class Block:
    """A slice of a block tariff: ``to`` is its upper border a month (None: the last block)."""

    to: Decimal | None
    value: Decimal


@dataclass(slots=True)
class Tariff:
    """A price with validity. ``value`` is a unit price; or ``blocks`` are given instead.

    ``customer`` names a tariff group (None: everybody), ``component`` a part of a service such as
    ``cold`` and ``heat``, ``zone`` a register zone such as ``day``. Territories and suppliers are
    not known here: a world holds the prices of one place. ``blocks_per`` is ``account`` or
    ``person`` (borders times persons). ``without_meter="last"``: a volume found without a meter
    is charged at the last block. ``ref`` is the order that set it, shown in explanations.
    ``months``: numbers of the months of its season, empty: all; a seasonal price goes before one
    for the whole year.
    """

    value: Decimal | None = None
    date_from: date | None = None
    date_to: date | None = None
    customer: str | None = None
    component: str | None = None
    zone: str | None = None
    blocks: tuple[Block, ...] = ()
    blocks_per: str = "account"
    without_meter: str | None = None
    ref: str = ""
    months: tuple[int, ...] = ()


@dataclass(slots=True)
class Norm:
    """A norm of consumption: units of the service a ``per`` (person, m2, unit) and ``base``.

    ``base`` is ``month`` or ``year`` (divided by 12). ``component`` limits it to one component,
    ``customer`` as with :class:`Tariff`.
    """

    value: Decimal
    per: str = "person"
    base: str = "month"
    date_from: date | None = None
    date_to: date | None = None
    component: str | None = None
    customer: str | None = None
    ref: str = ""


@dataclass(slots=True)
class Service:
    """A service of the catalogue with its prices.

    code: technical code, the key everywhere. unit: of volume (``m3``, ``kWh``, ``Gcal``, ``m2``
    ...). resource: what is consumed, decides the rules of quality and house shares
    (``cold_water``,
        ``hot_water``, ``heating``, ``solid_waste``...); default: the code.
    basis: the charging method: ``meter_or_norm area person fixed unit house_share formula``
        or any other registered strategy.
    heat_norm: Gcal to heat one m3 (component ``heat``), or ``"house"``: measured by the house.
    vat_included: the price contains VAT. vat_rate: percent; None: parameter ``vat_rate``.
    formula: text of the money formula (basis ``formula``).
    heating_mode: ``season``, ``even`` or None. season_months: month numbers, empty: all.
    common_volume/common_share: UA, common needs in Gcal a period, or share (fraction) of the meter.
    common_needs: ``norm actual norm_with_annual_correction`` of a common service, and
    common_of: the code of the service whose house meter it shares.
    volume_from: codes whose volumes add up to this one's where it has no meter (sewerage).
    waste_accounting: ``norm containers norm_with_annual_correction`` or None.
    reduction: overrides of reduction parameters by name.
    capital: own payment document and balance. sequence: order on documents.
    """

    code: str
    unit: str = ""
    resource: str = ""
    basis: str = "meter_or_norm"
    tariffs: tuple[Tariff, ...] = ()
    norms: tuple[Norm, ...] = ()
    heat_norm: Decimal | str | None = None
    vat_included: bool = True
    vat_rate: Decimal | None = None
    formula: str | None = None
    heating_mode: str | None = None
    season_months: tuple[int, ...] = ()
    common_volume: Decimal | None = None
    common_share: Decimal | None = None
    common_needs: str | None = None
    common_of: str | None = None
    volume_from: tuple[str, ...] = ()
    waste_accounting: str | None = None
    reduction: dict[str, Decimal] = field(default_factory=dict)
    capital: bool = False

    def __post_init__(self):
        self.resource = self.resource or self.code
