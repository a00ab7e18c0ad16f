"""Which encoding a text file is in, when nobody says: utf-8, cp1251, cp866, cp1125 or koi8-r.

Single-byte Cyrillic encodings all decode any byte, so the guess weighs how much the result looks
like Russian or Ukrainian: frequency of letters, case inside words, letters instead of
pseudographics.
"""

import codecs
import math
import re

from .problem import refuse

GUESSED = ("cp1251", "cp866", "cp1125", "koi8-r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", *GUESSED, "koi8-u", "kz1048")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PER_MILLE = {
    "о": 105, "е": 80, "а": 82, "и": 70, "н": 67, "т": 58, "с": 50, "р": 47, "в": 48, "л": 42,
    "к": 36, "м": 31, "д": 30, "п": 28, "у": 28, "я": 20, "ы": 15, "ь": 16, "г": 17, "з": 17,
    "б": 16, "ч": 13, "й": 12, "х": 10, "ж": 8, "ш": 7, "ю": 7, "ц": 5, "щ": 4, "э": 2, "ф": 2,
    "ъ": 0.4, "ё": 0.5, "і": 25, "ї": 4, "є": 3, "ґ": 0.2,
}  # fmt: skip
_WEIGHT = {letter: math.log(share / 5) for letter, share in _PER_MILLE.items()}
_FOREIGN = -6.0  # a letter of another alphabet or a sign that texts of this trade never hold
_NEUTRAL = frozenset("№«»—–“”„’…°§±€₽₴₸\u00a0")
_SAMPLE = 60_000
_PRIOR = 4.0
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_BEFORE_LETTER = re.compile(r"[°±§](?=[А-яІіЇїЄєҐґ])")  # cp1125 letters read as cp866


def decode(data, encoding=""):
    """(text, encoding used); without an encoding it is guessed. BOM is removed.

    >>> decode("Иванов Иван".encode("cp866"))
    ('Иванов Иван', 'cp866')
    >>> decode("ІВАНЕНКО ЇЖАКЕВИЧ".encode("cp1125"))[1]
    'cp1125'
    >>> decode("Иванов".encode("cp1251"), "utf-8")
    Traceback (most recent call last):
    ...
    odoo.addons...GatewayError: file.encoding: The text can't be read as utf-8 ...
    """
    if encoding:
        return _strict(data, encoding), encoding
    found = guess_encoding(data)
    return _strict(data, found), found


def _strict(data, encoding):
    # a BOM that the profile did not announce is no part of the first column's name
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        refuse("file.encoding", encoding=encoding, position=error.start)
    except LookupError:
        refuse("file.option", option="encoding", reason=f"unknown encoding {encoding}")


def guess_encoding(data):
    """Name of the likeliest encoding; plain ASCII counts as utf-8.

    >>> [guess_encoding("Оплата за воду".encode(e)) for e in ("utf-8", "cp1251", "koi8-r")]
    ['utf-8', 'cp1251', 'koi8-r']
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4:
            return "utf-8"  # cut in the middle of a letter: say so when it is decoded
    sample = _sample(data)
    scores = {name: likeness(sample.decode(name, "replace")) for name in GUESSED}
    scores["cp1251"] += _PRIOR  # a few letters tell nothing, and most files are in cp1251
    return max(GUESSED, key=lambda name: scores[name])


def _sample(data):
    """Bytes worth weighing: lines that hold anything beyond ASCII, at most ``_SAMPLE`` bytes."""
    if len(data) <= _SAMPLE:
        return data
    taken, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            taken.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return b"\n".join(taken)


def likeness(text):
    """How much a text looks like Russian or Ukrainian; only comparing two readings means something.

    >>> likeness("Оплата за воду") > likeness("нОКЮРЮ ГЮ БНДС")
    True
    """
    score = 1.5 * _FOREIGN * len(_SIGN_BEFORE_LETTER.findall(text))
    for char in text:
        if char > "\x7f" and char not in _NEUTRAL:
            score += _WEIGHT.get(char.lower(), _FOREIGN)
    for word in _WORD.findall(text):
        if word.isascii() or len(word) < 2:
            continue
        if not (word.islower() or word.isupper() or word.istitle()):
            score -= 3.0
        if any(char.isascii() for char in word):
            score -= 1.0  # rare, but "Iванов" with a Latin I is a habit of cp866 programs
    return score


def encode(text, encoding, replacements=None):
    """Bytes in a single-byte encoding; letters it lacks are replaced by the map, else refused.

    cp866 has no Ukrainian і/І/ґ: programs write the Latin letter instead, so that map is built in.

    >>> encode("Ганна Іванівна", "cp866").decode("cp866")
    'Ганна Iванiвна'
    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        swaps = {**UKRAINIAN_IN_CP866, **(replacements or {})}
    except LookupError:
        refuse("file.option", option="encoding", reason=f"unknown encoding {encoding}")
    swapped = text.translate(str.maketrans(swaps))
    try:
        return swapped.encode(encoding)
    except UnicodeEncodeError as error:
        refuse("file.not_encodable", encoding=encoding, char=swapped[error.start])


UKRAINIAN_IN_CP866 = {"І": "I", "і": "i", "Ґ": "Г", "ґ": "г"}
