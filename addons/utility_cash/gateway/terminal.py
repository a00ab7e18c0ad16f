"""Card terminals through a bridge: a small program beside the terminal that speaks JSON.

The bridge takes ``{"op": "status|pay|cancel|reconcile", "id": ..., "amount": kopecks, ...}`` and
answers ``{"state": "approved|declined|processing|absent", "rrn", "auth_code", "card", "slip",
"text"}``: by HTTP POST to its address, or as one line over TCP (``tcp://host:port``). The ``id`` is
of the caller; a bridge never charges one id twice, and ``status`` tells what became of it.
"""

import json
import socket
from dataclasses import dataclass
from urllib.parse import urlparse

import requests

STATES = ("approved", "declined", "processing", "absent")
STATUS_TIMEOUT = 10  # seconds
PAY_TIMEOUT = 90  # the payer looks for the card and types a PIN


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` is one of ``STATES``; what the terminal printed is in ``slip``."""

    state: str
    rrn: str = ""
    auth_code: str = ""
    card: str = ""
    slip: str = ""
    text: str = ""


class NoAnswer(Exception):
    """Nobody knows whether the card was charged: ask :meth:`Bridge.status` before anything else."""


def read(answer):
    """:class:`Outcome` of a bridge's answer.

    >>> read({"state": "approved", "rrn": 12}).rrn
    '12'
    """
    if not isinstance(answer, dict) or answer.get("state") not in STATES:
        raise NoAnswer("the bridge does not tell the state")
    names = ("rrn", "auth_code", "card", "slip", "text")
    return Outcome(answer["state"], **{name: str(answer.get(name) or "") for name in names})


class Bridge:
    def __init__(self, url, key=""):
        self.url, self.key = url, key

    def status(self, number):
        return self._ask({"op": "status", "id": number}, STATUS_TIMEOUT)

    def pay(self, number, amount):
        """Charge ``amount`` (Decimal, in roubles)."""
        return self._ask({"op": "pay", "id": number, "amount": int(amount * 100)}, PAY_TIMEOUT)

    def cancel(self, number, amount, rrn):
        """Give back the payment ``rrn``."""
        return self._ask(
            {"op": "cancel", "id": number, "amount": int(amount * 100), "rrn": rrn}, PAY_TIMEOUT
        )

    def reconcile(self, number):
        """Totals of the day with the bank."""
        return self._ask({"op": "reconcile", "id": number}, PAY_TIMEOUT)

    def _ask(self, request, timeout):
        parts = urlparse(self.url)
        try:
            if parts.scheme == "tcp":
                return read(_by_tcp(parts.hostname, parts.port, request, timeout))
            response = requests.post(
                self.url, json=request, headers={"X-Key": self.key}, timeout=timeout
            )
            response.raise_for_status()
            return read(response.json())
        except (requests.RequestException, OSError, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error


def _by_tcp(host, port, request, timeout):
    with socket.create_connection((host, port), timeout) as connection:
        connection.sendall(json.dumps(request).encode() + b"\n")
        with connection.makefile("rb") as stream:
            return json.loads(stream.readline())
