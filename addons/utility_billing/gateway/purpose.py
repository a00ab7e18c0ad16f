"""What a payer means by the purpose of a payment: account, month, service, penalty, registry.

The words are given: which of them mean what differs by country and by utility.
"""

import re
from dataclasses import dataclass
from datetime import date

from odoo.addons.utility_base.gateway.problem import Problem
from odoo.addons.utility_base.gateway.values_date import parse_period

_MONTH = re.compile(
    r"(?<![\d./-])(?:(0?[1-9]|1[0-2])[./-](20\d\d)|(20\d\d)[./-](0[1-9]|1[0-2]))(?![\d./-])"
)
_NAMED = re.compile(r"([^\W\d_]{3,12})\.?\s+(20\d\d)")
# accounts have four digits at least, so that a house number is none
_NUMBERS = {
    "account": r"[\s:№N#.-]*([0-9][0-9-]{2,18}[0-9])",
    "registry": r"[\s:№N#.-]*([0-9]{1,20})",
}
_ANY_NUMBER = re.compile(r"(?<![\d./-])(\d{5,13})(?![\d./-])")


@dataclass(frozen=True, slots=True)
class Word:
    """``stem`` begins a word of the text; ``meaning`` is account, registry, service, penalty, deposit;
    ``value`` is what it stands for (the service)."""

    stem: str
    meaning: str
    value: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """``accounts``: numbers after a word for the account, else whatever may be one."""

    accounts: tuple[str, ...] = ()
    named: bool = False
    registry: str = ""
    period: date | None = None
    service: object = None
    penalty: bool = False
    deposit: bool = False


def parse_purpose(text, words):
    """Purpose of a text.

    >>> words = [Word("л/с", "account"), Word("вод", "service", "water"), Word("пен", "penalty")]
    >>> found = parse_purpose("Оплата за воду по л/с № 0000012345 за 10.2025", words)
    >>> found.accounts, found.period, found.service, found.penalty
    (('0000012345',), datetime.date(2025, 10, 1), 'water', False)
    >>> parse_purpose("Пеня, октябрь 2025 г., 12345678", words).accounts
    ('12345678',)
    """
    text = " ".join((text or "").replace("\u00a0", " ").split())
    accounts, registry, service = [], "", None
    penalty = deposit = False
    # longer words are more exact: they decide before the shorter
    for word in sorted(words, key=lambda w: (-len(w.stem), w.stem)):
        stem = re.escape(word.stem)
        if word.meaning in _NUMBERS:
            pattern = rf"(?<!\w){stem}\w*{_NUMBERS[word.meaning]}"
            for match in re.finditer(pattern, text, re.IGNORECASE):
                number = match[1].replace("-", "")
                if word.meaning == "registry":
                    registry = registry or number
                elif number not in accounts:
                    accounts.append(number)
        elif re.search(rf"(?<!\w){stem}", text, re.IGNORECASE):
            if word.meaning == "penalty":
                penalty = True
            elif word.meaning == "deposit":
                deposit = True
            elif service is None:
                service = word.value
    named = bool(accounts)
    if not named:
        accounts = [n for n in dict.fromkeys(_ANY_NUMBER.findall(text)) if n != registry]
    return Purpose(
        accounts=tuple(accounts),
        named=named,
        registry=registry,
        period=_period(text),
        service=service,
        penalty=penalty,
        deposit=deposit,
    )


def _period(text):
    """The only month that the text names; of several none is meant."""
    found = {date(int(m[2] or m[3]), int(m[1] or m[4]), 1) for m in _MONTH.finditer(text)}
    for match in _NAMED.finditer(text):
        period = parse_period(f"{match[1]} {match[2]}")
        if period and not isinstance(period, Problem):
            found.add(period)
    return found.pop() if len(found) == 1 else None
