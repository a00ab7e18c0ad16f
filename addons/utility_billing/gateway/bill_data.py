"""What a payment document shows: plain values, no layout and no language of the reader.

The billing run fills one :class:`BillDocument` a bill; ``document.render_bills`` turns many of them
into one PDF. Money is ``Decimal`` with two digits in ``currency``; volumes and tariffs are
``Decimal`` with as many digits as are worth printing (trailing zeros are dropped by the renderer).
``None`` means "does not apply" and prints as a dash, ``Decimal(0)`` prints as a zero.

Names of things that stand in the database (services, units, notices, addresses) must come already
translated into ``lang``; words of the form itself come from ``bill_labels.json``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class BillParty:
    """Who is paid: the managing company, the supplier or the settlement centre.

    ``code`` is ИНН, ЄДРПОУ or БИН; ``code2`` is КПП where there is one. ``account`` is the
    settlement account or IBAN, ``bank_code`` БИК/МФО, ``correspondent`` the correspondent account
    (RU only).
    """

    name: str
    code: str = ""
    code2: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    hours: str = ""
    dispatcher: str = ""
    bank_name: str = ""
    bank_code: str = ""
    account: str = ""
    correspondent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One service of the month. ``total`` = charged + recalculated - privilege (+ uplift inside
    charged).

    ``recalculated`` is signed (negative lowers the bill); ``privilege`` is what is taken off,
    positive. ``group`` puts lines under a heading ("Housing", "Communal", "Common needs") or a
    supplier's name; lines of one group must stand together. ``note`` is a short explanation under
    the service's name ("by meter", "norm 4.33 m³ × 3 persons"). ``common``: the share of the common
    needs of the house; ``uplift``: the excess for a missing meter, a line of its own. ``method`` is
    the method of the charge line, ``supplier`` who renders the service. ``names`` are (language,
    name) where the service has other names than the printed one: for forms in two languages.
    """

    service: str
    unit: str = ""
    volume: Decimal | None = None
    tariff: Decimal | None = None
    charged: Decimal = ZERO
    recalculated: Decimal = ZERO
    privilege: Decimal = ZERO
    total: Decimal = ZERO
    group: str = ""
    note: str = ""
    method: str = ""
    supplier: str = ""
    common: bool = False
    uplift: bool = False
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillReading:
    """One register of one meter: what the month began and ended with.

    ``zone`` is the name of the tariff zone ("day", "night"), empty for single-zone meters.
    ``volume`` already holds ratio and roll-over, so it need not equal current - previous.
    """

    meter: str
    service: str
    unit: str = ""
    zone: str = ""
    previous: Decimal | None = None
    previous_date: date | None = None
    current: Decimal | None = None
    current_date: date | None = None
    volume: Decimal | None = None
    verification: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillBalance:
    """From the debt a month began with to what is to be paid.

    ``opening`` > 0 is a debt, < 0 an advance. ``charged`` is the sum of the lines' totals.
    ``paid`` is what came in since the last bill. ``closing`` = opening + charged + penalty - paid;
    ``is_consistent`` tells whether the four agree. ``later`` is what of it an agreement does not ask
    for yet; below zero: a level asks for more than is charged so far.
    """

    opening: Decimal = ZERO
    charged: Decimal = ZERO
    paid: Decimal = ZERO
    penalty: Decimal = ZERO
    closing: Decimal = ZERO
    later: Decimal = ZERO

    @property
    def is_consistent(self):
        """
        >>> BillBalance(opening=Decimal(10), charged=Decimal(5), paid=Decimal(3),
        ...             closing=Decimal(12)).is_consistent
        True
        """
        return self.opening + self.charged + self.penalty - self.paid == self.closing

    @property
    def due(self):
        """What the payer is asked for: never negative.

        >>> BillBalance(closing=Decimal("-7.10")).due
        Decimal('0.00')
        >>> BillBalance(closing=Decimal(100), later=Decimal(60)).due
        Decimal('40')
        """
        return max(self.closing - self.later, ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPremise:
    """What is charged for: areas in m², persons registered, numbers in state registers."""

    total_area: Decimal | None = None
    living_area: Decimal | None = None
    heated_area: Decimal | None = None
    residents: int | None = None
    unified: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillReference:
    """Reference of a service: norms, and what the whole house used of it in the month.

    ``norm`` is that of a premise, ``norm_common`` of the common needs; ``house_premises`` and
    ``house_common`` are sums over the house; ``house_meters`` are current values of its meters.
    """

    service: str
    unit: str = ""
    norm: Decimal | None = None
    norm_common: Decimal | None = None
    house_premises: Decimal | None = None
    house_common: Decimal | None = None
    house_meters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillCorrection:
    """A recalculation and its ground; ``amount`` below zero lowers the bill."""

    service: str
    amount: Decimal
    reason: str = ""
    period: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillInstalment:
    """A service that is paid in instalments: what of this month and of earlier ones is asked now."""

    service: str
    of_month: Decimal = ZERO
    of_past: Decimal = ZERO
    interest: Decimal = ZERO
    rate: Decimal = ZERO

    @property
    def total(self):
        return self.of_month + self.of_past + self.interest


@dataclass(frozen=True, slots=True, kw_only=True)
class BillCode:
    """A machine-readable code. ``payload`` is text, or bytes in the encoding the standard asks for.

    ``kind`` is ``qr``, ``code128``, ``ean13`` or ``i2of5``; ``caption`` is printed under it.
    """

    payload: str | bytes
    kind: str = "qr"
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPayee:
    """One of those who are paid by a document: requisites, services, what is owed to them.

    ``due`` is what the document asks for this payee: an advance with another may lower it.
    """

    party: BillParty
    services: tuple[str, ...] = ()
    balance: BillBalance = BillBalance()
    due: Decimal = ZERO
    codes: tuple[BillCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BillNotice:
    """A message to the payer. Plain text; ``important`` prints it in a frame.

    ``place`` is ``top``, ``bottom`` or ``back`` (a page of its own); ``picture`` is the file name of
    ``image`` (PNG, JPEG or SVG).
    """

    text: str
    title: str = ""
    important: bool = False
    place: str = "bottom"
    picture: str = ""
    image: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillDocument:
    """One payment document of one personal account for one month.

    ``lang`` is ``ru``, ``uk``, ``kk`` or ``en``; ``currency`` an ISO code (``RUB``, ``UAH``,
    ``KZT``). ``period`` is the first day of the month that is billed. ``facts`` are labelled
    details of the premise in printing order: area, persons registered, ЕЛС, ИД ЖКУ and so on.
    ``amount_in_words`` asks for the sum to pay in words. ``form`` is the kind of template, ``variant``
    its variant (``large``), ``template`` the id of one chosen for the account. ``payees`` are those
    to be paid where the document is for several; ``supplier`` issues it. ``explanation`` is the
    data of the appendix "why this amount", see ``bill_view.explanation_view``. ``subsidy`` is the part
    of the balance's ``paid`` that a subsidy paid.
    """

    number: str
    date: date
    period: date
    due_date: date | None
    account: str
    payer: str
    address: str
    supplier: BillParty
    lang: str = "ru"
    currency: str = "RUB"
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[BillLine, ...] = ()
    readings: tuple[BillReading, ...] = ()
    balance: BillBalance = BillBalance()
    codes: tuple[BillCode, ...] = ()
    notices: tuple[BillNotice, ...] = ()
    amount_in_words: bool = False
    form: str = "bill"
    variant: str = ""
    template: int | None = None
    premise: BillPremise = BillPremise()
    references: tuple[BillReference, ...] = ()
    corrections: tuple[BillCorrection, ...] = ()
    instalments: tuple[BillInstalment, ...] = ()
    payees: tuple[BillPayee, ...] = ()
    last_payment: date | None = None
    subsidy: Decimal = ZERO
    explanation: dict | None = None
