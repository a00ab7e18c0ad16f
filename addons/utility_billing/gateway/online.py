"""Calls of terminals, banks and wallets, whatever protocol they speak.

A module a protocol turns :class:`HttpCall` into :class:`Call` and :class:`Outcome` into bytes. Each
has ``PROTOCOL`` (its name), ``CONTENT_TYPE``, ``REPEAT`` (what a repeated payment is answered with:
``stored``, the first answer byte for byte, or ``duplicate``, a code that the protocol has for it),
``parse(http)`` and ``build(call, outcome, options)``. A parser never raises: what is wrong with a
call stands in ``Call.error`` as one of the codes below, so that it is answered in the protocol.

Codes: ``ok``; ``temporary`` (repeat later); ``unknown_request``; ``account_format``;
``unknown_account``; ``closed``; ``id_format``; ``date_format``; ``amount_format``;
``amount_small``; ``amount_large``; ``conflict`` (the id was used for another payment);
``duplicate``; ``unknown_payment``; ``cancel_refused``; ``denied``; ``other``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

_AMOUNT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
MAX_ID = 255
MAX_ACCOUNT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCall:
    """What came over HTTP: parameters of the address and the form, and the bare body."""

    params: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. ``action`` is check, pay, cancel or status; ``moment`` the partner's time.

    ``shown_id`` is the id as it came, for the answer to an id that is refused.
    """

    action: str = ""
    external_id: str = ""
    account: str = ""
    amount: Decimal | None = None
    moment: datetime | None = None
    error: str = ""
    shown_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the answer says. ``balance`` above zero is a debt; ``reference`` is our number."""

    code: str
    text: str = ""
    reference: str = ""
    moment: datetime | None = None
    amount: Decimal | None = None
    name: str = ""
    address: str = ""
    balance: Decimal | None = None
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineOptions:
    """Settings of an agent that change how an answer looks."""

    id_tag: str = ""
    payee_code: str = ""
    payee_name: str = ""
    service_code: str = ""
    service_name: str = ""


def strict_amount(text):
    """Sum with a point and at most two decimals, above zero; else None: money is not guessed.

    >>> strict_amount("10.5"), strict_amount("10,5"), strict_amount("1e3"), strict_amount("0.00")
    (Decimal('10.50'), None, None, None)
    >>> strict_amount("10.001"), strict_amount("-5"), strict_amount("٣")
    (None, None, None)
    """
    if not _AMOUNT.fullmatch(text or ""):
        return None
    amount = Decimal(text).quantize(Decimal("0.01"))
    return amount or None


def strict_moment(text, pattern):
    """Date and time in exactly one spelling, or None.

    >>> strict_moment("20251104123105", "%Y%m%d%H%M%S")
    datetime.datetime(2025, 11, 4, 12, 31, 5)
    >>> strict_moment("2025110412310", "%Y%m%d%H%M%S") is None
    True
    """
    try:
        moment = datetime.strptime(text or "", pattern)
    except ValueError:
        return None
    # strptime takes numbers without their zeros
    return moment if moment.strftime(pattern) == text and moment.year >= 2000 else None


def first_error(*checks):
    """Code of the first check ``(code, is right)`` that fails, or "".

    >>> first_error(("id_format", True), ("amount_format", False))
    'amount_format'
    """
    return next((code for code, right in checks if not right), "")


def clean(text):
    """Text that XML can carry.

    >>> clean("a\\x00b\\x0bc")
    'abc'
    """
    return "".join(
        c for c in ("" if text is None else str(text)) if c in "\t\n" or " " <= c < "\ufffe"
    )


def money(amount):
    return f"{amount:.2f}"
