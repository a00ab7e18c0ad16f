"""Addresses as people write them, taken apart into locality, street, house and premise (A19).

One spelling everywhere: what this returns is how the parts are stored, and ``fold`` is how they are
compared, so that "ул. Ленина, 12 а", "Ленина ул. д.12А" and "УЛИЦА ЛЕНИНА 12-а" are one house.
"""

import re
from dataclasses import dataclass, replace

from . import address_words as words
from .problem import problem
from .values import clean_text, name_key

_HOUSE = re.compile(
    r"№?\s*(\d+)\s*[-]?\s*([^\W\d_])?(?:\s*([/])\s*(\d+)\s*([^\W\d_])?)?", re.UNICODE
)
_HOUSE_FLAT = re.compile(r"(\d+\s*[^\W\d_]?)\s*-\s*(\d+[^\W\d_]?)")
_HOUSE_BLOCK = re.compile(r"(.*\d[^\W\d_]?)\s*к\.?\s*(\d+)", re.IGNORECASE)
_PREFIX = re.compile(r"([^\W\d_]+(?:[-/][^\W\d_]+)?)\.?\s*(.*)", re.UNICODE)
_SUFFIX = re.compile(r"(.+?)\s+([^\W\d_]+(?:[-/][^\W\d_]+)?)\.?", re.UNICODE)
_TAIL_NUMBER = re.compile(r"(.*[^\W\d_]{2,}\.?)\s+(\d+\s*[^\W\d_]?(?:\s*[-/]\s*\d+[^\W\d_]?)?)")
_MARKS = "|".join(map(re.escape, words.NUMBERED))
_STREET_MARKS = "|".join(
    re.escape(word) for word in sorted(words.STREET, key=len, reverse=True) if len(word) > 1
)
_NUMBERED = re.compile(rf"(?<=[\w.])\s+(?=(?:{_MARKS})\.?\s*№?\s*\d)", re.IGNORECASE)
_GLUED = re.compile(r"(?<=\d)(?=(?:кв|корп|стр)\.?\s*\d)", re.IGNORECASE)
_LATIN = str.maketrans("abcehkmoptxy", "авсенкмортху")
_KAZAKH_NUMBER = re.compile(r"(\d+\s*[^\W\d_]?(?:/\d+)?)\s+(үй|пәтер|пәт|п)", re.IGNORECASE)
_STREET_INSIDE = re.compile(
    rf"(?<=\w)\s+(?=(?:{_STREET_MARKS})(?:\.\s*|\s+)[^\s,.])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of an address in their one spelling; empty where the text does not name them."""

    postal_code: str = ""
    region: str = ""
    district: str = ""
    locality: str = ""
    locality_kind: str = ""
    street: str = ""
    street_kind: str = ""
    house: str = ""
    block: str = ""
    premise_kind: str = ""
    premise: str = ""
    room: str = ""


def fold(text):
    """Text as it is compared: no case, ё, odd spaces, dots or Latin look-alikes.

    >>> fold("Ленина") == fold("ЛЕHИНА"), fold("12А") == fold("12a")  # a Latin H, a Latin a
    (True, True)
    """
    key = name_key(text)
    # a house number has one letter: nothing but the number tells which alphabet was meant
    return key.translate(_LATIN) if key[:1].isdigit() else key


def house_number(text):
    """A house or flat number in its one spelling: ``12 а``, ``12-а`` and ``12А`` are ``12А``.

    >>> [house_number(x) for x in ("12 а", "12-а", "12А", "№ 7", "5/2", " 15 / 2 б", "б/н")]
    ['12А', '12А', '12А', '7', '5/2', '15/2Б', 'б/н']
    """
    text = clean_text(text) or ""
    match = _HOUSE.fullmatch(text)
    if not match:
        return text
    number, letter, slash, second, second_letter = match.groups("")
    return f"{number}{letter.upper()}{slash}{second}{second_letter.upper()}"


def street_name(text):
    """(kind, name) of a street named with or without its word; kind is empty without one.

    >>> street_name("ул. Ленина"), street_name("Абай көшесі"), street_name("пр-кт Мира")
    (('street', 'Ленина'), ('street', 'Абай'), ('avenue', 'Мира'))
    >>> street_name("8 Марта")
    ('', '8 Марта')
    """
    return _marked(text, words.STREET)


def locality_name(text):
    """(kind, name) of a locality: ``г. Энск`` is a city, plain ``Энск`` has no kind.

    >>> locality_name("с. Ивановка"), locality_name("Энск")
    (('village', 'Ивановка'), ('', 'Энск'))
    """
    return _marked(text, words.LOCALITY)


def _marked(text, markers):
    text = clean_text(text) or ""
    for pattern, name, word in ((_PREFIX, 2, 1), (_SUFFIX, 1, 2)):
        match = pattern.fullmatch(text)
        if match and match[name] and match[word].casefold() in markers:
            return markers[match[word].casefold()], match[name].strip()
    return "", text


def parse_address(text, *, has_locality=False):
    """Parts of an address written as one text, or a Problem.

    ``has_locality``: the locality is known from elsewhere, a lone word is then the street.

    >>> a = parse_address("123456, г. Энск, ул. Ленина, д. 5 корп. 2, кв. 12а")
    >>> a.postal_code, a.locality, a.street, a.street_kind, a.house, a.block, a.premise
    ('123456', 'Энск', 'Ленина', 'street', '5', '2', '12А')
    >>> b = parse_address("Энск, Ленина 5-12")
    >>> b.locality, b.street, b.house, b.premise
    ('Энск', 'Ленина', '5', '12')
    >>> c = parse_address("м. Київ, просп. Миру, буд. 7Б, кв. 3")
    >>> c.locality_kind, c.street_kind, c.house, c.premise_kind
    ('city', 'avenue', '7Б', 'flat')
    >>> parse_address("Ленина ул. д.5 кв.12", has_locality=True).street
    'Ленина'
    >>> d = parse_address("Алматы қ., Абай даңғ., 10 үй, 5 п.")
    >>> d.locality, d.street_kind, d.house, d.premise
    ('Алматы', 'avenue', '10', '5')
    >>> parse_address("г. Энск").code
    'IMP-ADDRESS'
    """
    shown = clean_text(text)
    if not shown:
        return problem("IMP-ADDRESS", value="", reason="it is empty")
    prepared = _STREET_INSIDE.sub(", ", _NUMBERED.sub(", ", _GLUED.sub(", ", shown)))
    found, plain, numbers = {}, [], []
    for part in filter(None, (piece.strip(" .;") for piece in prepared.split(","))):
        _take(part, found, plain, numbers)
    _place_numbers(found, numbers, plain)
    _place_words(found, plain, has_locality)
    if not found.get("house"):
        return problem("IMP-ADDRESS", value=shown, reason="no house number")
    address = Address(**found)
    if match := _HOUSE_BLOCK.fullmatch(address.house):
        address = replace(address, house=match[1], block=address.block or match[2])
    return replace(
        address, house=house_number(address.house), premise=house_number(address.premise)
    )


def _take(part, found, plain, numbers):
    """Sort one part of an address into ``found``, unmarked words or unmarked numbers."""
    if re.fullmatch(r"\d{5,6}", part) and "postal_code" not in found:
        found["postal_code"] = part
    elif match := _KAZAKH_NUMBER.fullmatch(part):
        if match[2].casefold() == "үй":
            found["house"] = match[1]
        else:
            _set_premise(found, "flat", match[1])
    elif re.match(r"№?\s*\d", part) and not re.search(r"[^\W\d_]{2,}", part):
        numbers.append(part)
    elif part.casefold() in words.COUNTRY:
        return
    elif not (_take_prefix(part, found) or _take_suffix(part, found)):
        plain.append(part)


def _take_prefix(part, found):
    match = _PREFIX.fullmatch(part)
    if not match or not match[2]:
        return False
    word, rest = match[1].casefold(), match[2].strip()
    number = bool(re.match(r"№?\s*\d", rest))
    rest_number = rest.lstrip("№ ")
    if number and word in words.HOUSE and "house" not in found:
        found["house"] = rest_number
    elif number and word in words.BLOCK:
        found["block"] = house_number(rest_number)
    elif word in words.BLOCK_NAMED:
        found["block"] = f"{words.BLOCK_NAMED[word]} {house_number(rest)}"
    elif word in words.PREMISE and (number or len(word) > 2):
        _set_premise(found, words.PREMISE[word], rest_number)
    elif word in words.STREET:
        found["street"], found["street_kind"] = rest, words.STREET[word]
    elif word in words.DISTRICT:
        found["district"] = rest
    elif word in words.REGION:
        found["region"] = rest
    elif word in words.LOCALITY and not number:
        found["locality"], found["locality_kind"] = rest, words.LOCALITY[word]
    else:
        return False
    return True


def _set_premise(found, kind, number):
    """A room of a communal flat stands beside its flat; any other premise stands alone."""
    if kind == "room" and found.get("premise_kind") == "flat":
        found["room"] = house_number(number)
    else:
        found["premise_kind"], found["premise"] = kind, number


def _take_suffix(part, found):
    match = _SUFFIX.fullmatch(part)
    if not match:
        return False
    name, word = match[1].strip(), match[2].casefold()
    if word in words.STREET:
        found["street"], found["street_kind"] = name, words.STREET[word]
    elif word in words.DISTRICT:
        found["district"] = name
    elif word in words.REGION:
        found["region"] = name
    elif word in words.LOCALITY and (len(word) > 1 or word in "гмқ"):
        found["locality"], found["locality_kind"] = name, words.LOCALITY[word]
    else:
        return False
    return True


def _place_numbers(found, numbers, plain):
    """Unmarked numbers are the house, then the flat; a street may end with its house."""
    if "house" not in found and not numbers:
        source = found.get("street") or (plain[-1] if plain else "")
        if match := _TAIL_NUMBER.fullmatch(source):
            numbers.append(match[2])
            if "street" in found:
                found["street"] = match[1]
            else:
                plain[-1] = match[1]
                _take(plain.pop(), found, plain, numbers)
    for number in numbers:
        pair = _HOUSE_FLAT.fullmatch(number)
        if "house" not in found:
            if pair and "premise" not in found:
                found["house"], number = pair[1], pair[2]
                _set_premise(found, "flat", number)
            else:
                found["house"] = number
        elif "premise" not in found:
            _set_premise(found, "flat", number)


def _place_words(found, plain, has_locality):
    """Unmarked words: the locality stands before the street."""
    rest = list(plain)
    if "street" not in found and rest and (len(rest) > 1 or "locality" in found or has_locality):
        found["street"] = rest.pop()
    if "locality" not in found and rest:
        found["locality"] = rest.pop()
