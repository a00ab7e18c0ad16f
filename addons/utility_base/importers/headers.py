"""Which column of a file fills which target: by the words of its heading."""

import hashlib
import re
from difflib import SequenceMatcher

from ..gateway.values import name_key

_NOISE = re.compile(r"[^\w\s/%]|_", re.UNICODE)
LEAST_SCORE = 0.86


def heading_key(text):
    """Heading without case, punctuation, odd spaces and look-alike letters.

    >>> heading_key("Лицевой  счёт №") == heading_key("лицевой_счет")
    True
    """
    return " ".join(_NOISE.sub(" ", name_key(text)).split())


def signature(kind, file_kind, columns):
    """Fingerprint of the shape of a file: the same headings of the same import give the same.

    >>> first = signature("residents", "csv", ["Счёт", "ФИО"])
    >>> first == signature("residents", "csv", ["счет", "фио"])
    True
    """
    text = "\n".join([kind, file_kind, *(heading_key(name) for name in columns)])
    return hashlib.sha256(text.encode()).hexdigest()


def match_columns(columns, targets):
    """``{target name: column}``: every column is used once, the surest pairs first.

    >>> from .fields import Target
    >>> match_columns(["№ л/с", "Ф.И.О."], [
    ...     Target("account", "Account", aliases=("л/с", "лицевой счет")),
    ...     Target("name", "Full name", aliases=("фио", "ф и о"))])
    {'account': '№ л/с', 'name': 'Ф.И.О.'}
    """
    scored = []
    for place, column in enumerate(columns):
        key = heading_key(column)
        for rank, target in enumerate(targets):
            score = max(
                _score(key, heading_key(word))
                for word in (target.name, target.label, *target.aliases)
            )
            if score >= LEAST_SCORE:
                scored.append((-score, rank, place, target.name, column))
    result, used = {}, set()
    for _best, _rank, place, target, column in sorted(scored):
        if target not in result and place not in used:
            result[target] = column
            used.add(place)
    return result


def _score(column, word):
    """1 for the same words, less for a heading that holds the word or differs by a typo."""
    if not column or not word:
        return 0.0
    if column == word:
        return 1.0
    if len(word) >= 4 and re.search(rf"(?:^|\s){re.escape(word)}(?:\s|$)", column):
        # "дата рождения жильца" holds "дата рождения": the longer the word, the surer
        return 0.87 + 0.1 * len(word) / len(column)
    if min(len(column), len(word)) >= 5:
        return SequenceMatcher(None, column, word).ratio() - 0.02
    return 0.0
