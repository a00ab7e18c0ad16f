"""Addresses in one line, taken apart: settlement, street, house, block, flat (A19).

Kinds are the values of ``utility.locality.kind`` and ``utility.street.kind``.
"""

import re
from dataclasses import dataclass

from .values import clean_text

_LOCALITY = (
    ("city", "г|гор|город|м|місто|қ|қала|қаласы"),
    ("town", "пгт|смт"),
    ("settlement", "рп|р п|п|пос|посёлок|поселок|селище|кент|кенті"),
    ("village", "с|село|ауыл|ауылы"),
    ("hamlet", "д|дер|деревня|х|хутор"),
    ("station", "ст|станция|станиця|станица"),
    ("garden", "снт|днт|тсн"),
)
_STREET = (
    ("street", "ул|улица|вул|вулиця|көш|көшесі"),
    ("avenue", "пр-т|пр-кт|просп|проспект|даң|даңғылы"),
    ("lane", "пер|переулок|пров|провулок|тұйық көше"),
    ("boulevard", "б-р|бул|бульвар|бульвары"),
    ("square", "пл|площадь|площа|алаңы"),
    ("drive", "пр-д|проезд|проїзд|өткелі"),
    ("highway", "ш|шоссе|шосе|тас жолы"),
    ("embankment", "наб|набережная|набережна|жағалауы"),
    ("tract", "тракт"),
    ("microdistrict", "мкр|мкрн|микрорайон|мікрорайон|м-н|ы-н|ықшам ауданы"),
    ("block", "кв-л|квартал"),
    ("dead_end", "туп|тупик"),
)
_HOUSE = "д|дом|буд|будинок|үй"
_BLOCK = "корп|корпус|к|стр|строение|блок"
_FLAT = "кв|квартира|пәтер|п|пом|помещение|комн|ком"


@dataclass(frozen=True, slots=True)
class Address:
    locality: str = ""
    locality_kind: str = "city"
    street: str = ""
    street_kind: str = "street"
    house: str = ""
    block: str = ""
    flat: str = ""
    rest: tuple[str, ...] = ()
    postal_code: str = ""


def split_address(text):
    """Parts of an address written in one line; what is not understood stands in ``rest``.

    >>> found = split_address("634000, г. Томск, пр-т Ленина, д. 5, корп. 2, кв. 17а")
    >>> found.locality, found.street_kind, found.street, found.house, found.block, found.flat
    ('Томск', 'avenue', 'Ленина', '5', '2', '17а')
    >>> found = split_address("Абай ауылы, Достық көшесі, 12/1 үй")
    >>> found.locality_kind, found.locality, found.street, found.house
    ('village', 'Абай', 'Достық', '12/1')
    """
    found, rest = {}, []
    for part in (part.strip() for part in (clean_text(text) or "").split(",")):
        if not part:
            continue
        if re.fullmatch(r"\d{5,6}", part) and "postal_code" not in found:
            found["postal_code"] = part
        elif not _take_part(part, found):
            rest.append(part)
    if "street" in found and "house" not in found:
        _house_from_street(found)
    return Address(**found, rest=tuple(rest))


def _take_part(part, found):
    """Put one comma-separated part where it belongs; False when it belongs nowhere."""
    if "street" in found or "locality" in found:
        for name, words in (("house", _HOUSE), ("block", _BLOCK), ("flat", _FLAT)):
            value = _after_word(part, words) if name not in found else None
            if value and re.match(r"\d|[А-Яа-яA-Za-z]\b", value):
                found[name] = value
                return True
    for name, kinds in (("street", _STREET), ("locality", _LOCALITY)):
        if name in found or (name == "locality" and "street" in found):
            continue
        for kind, words in kinds:
            value = _after_word(part, words)
            if value:
                found[name], found[f"{name}_kind"] = value, kind
                return True
    if "street" in found and re.fullmatch(r"\d+\s?[\w/-]*", part):
        name = next((n for n in ("house", "flat") if n not in found), None)
        if name:
            found[name] = part
            return True
    return False


def _after_word(part, words):
    """``part`` without the word of its kind, before or after the name; None without such a word."""
    if match := re.fullmatch(rf"(?:{words})(?:\.\s*|\s+)(.+)", part, re.IGNORECASE):
        return match[1].strip()
    if match := re.fullmatch(rf"(.+?)\s+(?:{words})\.?", part, re.IGNORECASE):
        return match[1].strip()
    return None


def _house_from_street(found):
    """Of «ул. Мира 5а» without a comma: the trailing number is the house."""
    if match := re.fullmatch(r"(.*[^\W\d].*?)\s+(\d+\s?[\w/-]*)", found["street"]):
        found["street"], found["house"] = match[1], match[2]
