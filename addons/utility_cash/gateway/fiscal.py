"""What all fiscal devices share: the receipt as they take it, their answer, their errors.

A driver has ``register(receipt)``, ``poll(number)`` and, where the device knows them,
``close_shift()`` and ``report()``; see :mod:`.fiscal_atol` and :mod:`.fiscal_webkassa`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import requests

TIMEOUT = 20  # seconds


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the receipt. ``vat`` is a rate in per cent, None without VAT."""

    name: str
    amount: Decimal
    vat: Decimal | None = None
    advance: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment or a refund (``kind``) as a device registers it; ``at`` is local time.

    ``external_id`` makes the call repeatable: the same id never makes a second receipt.
    ``tenders``: sums by way of payment (cash, card, qr). ``basis``: data of the receipt that a
    refund takes back, as its device told them.
    """

    external_id: str
    kind: str
    at: datetime
    items: tuple[Item, ...]
    tenders: Mapping[str, Decimal]
    contact: str = ""
    basis: Mapping = field(default_factory=dict)

    @property
    def total(self):
        return sum((item.amount for item in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Answer:
    """``state`` sent (``number`` is asked for later), done, or failed for good."""

    state: str
    number: str = ""
    error: str = ""
    data: Mapping = field(default_factory=dict)


class FiscalError(Exception):
    """A call that brought no answer about the receipt.

    ``retry``: the same call may be repeated and will not make a second receipt. ``code`` is that
    of the device, or ``network``, ``timeout``, ``http``, ``answer``.
    """

    def __init__(self, code, text, retry):
        super().__init__(f"{code}: {text}")
        self.code, self.text, self.retry = str(code), text, retry


class TokenExpired(FiscalError):
    """The device wants a new login; the driver logs in once more and repeats."""


def ask(session, log, operation, url, payload=None, headers=None, method="POST", hide=()):
    """JSON answer ``(status, dict)`` of a device; every call is told to ``log``.

    ``log(operation, request, status, answer)`` gets the request without the values of ``hide``.

    :raises FiscalError: no answer, or no JSON: to be repeated
    """
    shown = {key: "***" if key in hide else value for key, value in (payload or {}).items()}
    try:
        response = session.request(
            method, url, json=payload, headers=headers or {}, timeout=TIMEOUT
        )
    except requests.Timeout as error:
        log(operation, shown, 0, {"error": "timeout"})
        raise FiscalError("timeout", "no answer in time", True) from error
    except requests.RequestException as error:
        log(operation, shown, 0, {"error": type(error).__name__})
        raise FiscalError("network", type(error).__name__, True) from error
    try:
        answer = response.json()
    except ValueError as error:
        log(operation, shown, response.status_code, {"text": response.text[:500]})
        raise FiscalError(
            "http" if response.status_code >= 400 else "answer",
            f"HTTP {response.status_code}",
            True,
        ) from error
    if not isinstance(answer, dict):
        answer = {"answer": answer}
    log(operation, shown, response.status_code, _without_secrets(answer))
    return response.status_code, answer


def _without_secrets(answer):
    """The answer as it may be stored: tokens open the device to whoever reads them."""
    return {
        key: "***"
        if key.lower() == "token"
        else _without_secrets(value)
        if isinstance(value, dict)
        else value
        for key, value in answer.items()
    }


def number(amount):
    """A sum as JSON writes it: 253.8, not a binary approximation of more digits.

    >>> number(Decimal("253.80"))
    253.8
    """
    return float(round(amount, 2))
