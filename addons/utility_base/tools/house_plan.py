"""What a new house consists of, planned before anything is written. No Odoo here.

Numbers of premises, accounts and meters follow patterns with tokens in braces: ``{code:4}{flat:4}``
pads with zeros to four places, ``{check}`` is the Luhn digit of all digits of the result.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

KIND_DIGITS = {"flat": "1", "room": "1", "house": "1", "commercial": "2", "parking": "3"}
LIMIT = 5000

_TOKEN = re.compile(r"\{(\w*)(?::(\d))?\}")
_RANGE = re.compile(r"(?P<prefix>[^\d]*)(?P<first>\d+)\s*[-–—]\s*(?P=prefix)(?P<last>\d+)")


class PlanError(ValueError):
    """A layout that cannot be planned; ``code`` names the text, ``params`` fill it in."""

    def __init__(self, code, **params):
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}")


@dataclass(slots=True, kw_only=True)
class PlannedPremise:
    """One premise to be made; areas in m2, ``None`` where unknown.

    ``residents`` is the number to declare. ``payer`` is a name, empty for the generic one.
    """

    kind: str = "flat"
    number: str = ""
    entrance: int | None = None
    floor: int | None = None
    position: int = 0
    total: Decimal | None = None
    living: Decimal | None = None
    heated: Decimal | None = None
    rooms: int = 0
    residents: int = 0
    payer: str = ""
    phone: str = ""
    email: str = ""
    with_account: bool = True
    account: str = ""
    serials: dict = field(default_factory=dict)


def parse_numbers(text):
    """Numbers of premises written as single ones and ranges, in the order given.

    >>> parse_numbers("1-3, 5, 7а")
    ['1', '2', '3', '5', '7а']
    >>> parse_numbers("М01-М03;К1")
    ['М01', 'М02', 'М03', 'К1']
    >>> parse_numbers("9-7")
    Traceback (most recent call last):
    ...
    addons.utility_base.tools.house_plan.PlanError: range_order {'range': '9-7'}
    """
    numbers = []
    for part in re.split(r"[,;\n]", text or ""):
        part = " ".join(part.split())
        if not part:
            continue
        found = _RANGE.fullmatch(part)
        if not found:
            numbers.append(part)
            continue
        first, last = int(found["first"]), int(found["last"])
        if last < first:
            raise PlanError("range_order", range=part)
        if last - first >= LIMIT:
            raise PlanError("too_many", limit=LIMIT)
        width = len(found["first"]) if found["first"].startswith("0") else 1
        prefix = found["prefix"].strip()
        numbers += [f"{prefix}{number:0{width}}" for number in range(first, last + 1)]
    if len(numbers) > LIMIT:
        raise PlanError("too_many", limit=LIMIT)
    return numbers


def plan_flats(entrances, floors, per_floor, first_number=1, first_floor=1):
    """Flats numbered through the entrances, in each from the lowest floor up.

    >>> flats = plan_flats(2, 2, 3)
    >>> [(f.entrance, f.floor, f.position, f.number) for f in flats][3:8]
    [(1, 2, 1, '4'), (1, 2, 2, '5'), (1, 2, 3, '6'), (2, 1, 1, '7'), (2, 1, 2, '8')]
    """
    if min(entrances, floors, per_floor) < 1:
        raise PlanError("layout_empty")
    if entrances * floors * per_floor > LIMIT:
        raise PlanError("too_many", limit=LIMIT)
    places = [
        (entrance, floor, position)
        for entrance in range(1, entrances + 1)
        for floor in range(first_floor, first_floor + floors)
        for position in range(1, per_floor + 1)
    ]
    return [
        PlannedPremise(number=str(number), entrance=entrance, floor=floor, position=position)
        for number, (entrance, floor, position) in enumerate(places, start=first_number)
    ]


def place_flats(numbers, entrances, floors, per_floor, first_floor=1):
    """Flats with the given numbers, put into entrances and floors in their order.

    Numbers beyond the layout stay without a place; a layout with a zero places none.

    >>> [(f.number, f.entrance, f.floor) for f in place_flats(["1", "1а", "2"], 1, 2, 1)]
    [('1', 1, 1), ('1а', 1, 2), ('2', None, None)]
    """
    whole = min(entrances, floors, per_floor) >= 1
    flats = plan_flats(entrances, floors, per_floor, 1, first_floor) if whole else []
    for index, number in enumerate(numbers):
        if index < len(flats):
            flats[index].number = number
        else:
            flats.append(PlannedPremise(number=number))
    return flats[: len(numbers)]


def luhn(text):
    """Check digit of the digits in ``text`` by ISO/IEC 7812-1.

    >>> luhn("7992739871")
    '3'
    """
    total = 0
    for index, digit in enumerate(reversed([int(c) for c in text if c.isdigit()])):
        doubled = digit * 2 if index % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def fill_pattern(pattern, premise, **more):
    """``pattern`` with its tokens filled from the premise and ``more``.

    >>> flat = PlannedPremise(number="12", entrance=1, floor=3, position=4)
    >>> fill_pattern("{code:3}{kind}{flat:4}{check}", flat, code="7")
    '007100126'
    >>> fill_pattern("HV-{flat}-{n}", flat, n=2)
    'HV-12-2'
    >>> fill_pattern("{street}", flat)
    Traceback (most recent call last):
    ...
    addons.utility_base.tools.house_plan.PlanError: token {'token': '{street}'}
    """
    values = {
        "kind": KIND_DIGITS.get(premise.kind, "4"),
        "flat": premise.number,
        "entrance": premise.entrance or 0,
        "floor": premise.floor or 0,
        "position": premise.position,
        **more,
    }

    def filled(match):
        name, width = match[1], int(match[2] or 0)
        if name == "check":
            return match[0]
        if name not in values:
            raise PlanError("token", token=match[0])
        return padded(values[name], width)

    text = _TOKEN.sub(filled, pattern)
    return text.replace("{check}", luhn(text.replace("{check}", "")))


def padded(value, width):
    """Text with its leading digits padded by zeros.

    >>> padded("7а", 4), padded("К7", 4)
    ('0007а', 'К7')
    """
    text = str(value or "").strip()
    digits = len(text) - len(text.lstrip("0123456789"))
    return text[:digits].zfill(width) + text[digits:] if digits else text


def duplicates(values):
    """Values that come more than once, in the order of their second coming.

    >>> duplicates(["1", "2", "1", "1"])
    ['1']
    """
    seen, twice = set(), {}
    for value in values:
        if value in seen:
            twice[value] = True
        seen.add(value)
    return list(twice)
