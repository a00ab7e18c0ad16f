"""Whose money in suspense may be: what speaks for an account, and how much (E02, E07).

No single likeness is a proof: a name has namesakes, a digit may be wrong. An account is *sure* when
several independent facts point at it and no other account comes near.
"""

from collections.abc import Mapping

#: what speaks for an account -> points
POINTS: Mapping[str, int] = {
    "learned": 60,  # people gave such money to it before
    "purpose": 60,  # the purpose names it
    "former": 60,  # its number in the program before, or of another day
    "digits": 40,  # one slip of the pen away from the number that was written
    "name": 35,  # surname and initials
    "surname": 15,
    "address": 30,
    "sum": 30,  # exactly what the bill or the account says
}
SURE = 75  # points from which on nobody need look, with two reasons or more
LEAD = 25  # points that the next account has to be behind
_ALIKE = str.maketrans("ЁЄІЇҐ", "ЕЕИИГ")


def words_of(name):
    """Words of a name in capitals, letters that are written in two ways as one.

    >>> words_of("Иванов И.И."), words_of("ЁЛКИН Пётр")
    (['ИВАНОВ', 'И', 'И'], ['ЕЛКИН', 'ПЕТР'])
    """
    text = (name or "").upper().translate(_ALIKE)
    return "".join(char if char.isalpha() or char == "-" else " " for char in text).split()


def name_likeness(payer, name):
    """ "name" where surname and initials agree, "surname" where the first name is not known, else "".

    >>> name_likeness("Иванов И. И.", "ИВАНОВ ИВАН ИВАНОВИЧ")
    'name'
    >>> name_likeness("ИВАНОВ", "Иванов Иван"), name_likeness("Иванов П.", "Иванов Иван")
    ('surname', '')
    """
    given, known = words_of(payer), words_of(name)
    if not given or not known or given[0] != known[0]:
        return ""
    pairs = list(zip(given[1:3], known[1:3], strict=False))
    for one, other in pairs:
        short = min(len(one), len(other))
        if (one[:1] != other[:1]) if short == 1 else one != other:
            return ""
    return "name" if pairs else "surname"


def points_of(reasons):
    return sum(POINTS[reason] for reason in reasons)


def choose(found):
    """(account, reasons, is sure) of ``{account: reasons}``, or None; a draw is no suggestion.

    >>> choose({1: {"digits", "name"}, 2: {"surname"}})
    (1, ['digits', 'name'], True)
    >>> choose({1: {"digits"}, 2: {"surname"}})
    (1, ['digits'], False)
    >>> choose({1: {"digits"}, 2: {"digits"}}) is None
    True
    >>> choose({1: {"digits", "name"}, 2: {"digits", "surname"}})[2]
    False
    """
    ranked = sorted(found.items(), key=lambda item: -points_of(item[1]))
    if not ranked or not ranked[0][1]:
        return None
    account, reasons = ranked[0]
    best = points_of(reasons)
    second = points_of(ranked[1][1]) if len(ranked) > 1 else 0
    if best == second:
        return None
    sure = best >= SURE and best - second >= LEAD and len(reasons) > 1
    return account, sorted(reasons, key=lambda reason: (-POINTS[reason], reason)), sure
