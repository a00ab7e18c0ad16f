"""Webkassa, the on-line cash register of Kazakhstan.

Calls of one cash box are made one after the other by the caller. ``ExternalCheckNumber`` makes a
check repeatable: a second call with it answers error 14, and the ticket is fetched instead.
"""

from dataclasses import dataclass
from decimal import Decimal

import requests

from .fiscal import Answer, FiscalError, TokenExpired, ask, number

OPERATION_TYPES = {"sale": 2, "refund": 3}
PAYMENT_TYPES = {"cash": 0, "card": 1, "qr": 4}
UNIT_PIECE = 796
ROUND_NONE = 2
_TOKEN_EXPIRED, _SHIFT_TOO_LONG, _SAME_NUMBER = 2, 11, 14
_WRONG_LOGIN, _SHIFT_CLOSED = 1, 12
_PASSING = {-1, 18, 505}  # unavailable for the moment: unknown error, offline limit, service


@dataclass(frozen=True, slots=True)
class Settings:
    url: str
    login: str
    password: str
    api_key: str
    cashbox: str


def build(receipt, settings):
    """JSON-ready check of ``receipt``, without the token."""
    contact = receipt.contact.strip()
    check = {
        "CashboxUniqueNumber": settings.cashbox,
        "OperationType": OPERATION_TYPES[receipt.kind],
        "Positions": [
            {
                "PositionName": item.name[:255],
                "PositionCode": item.code or str(index),
                "Price": number(item.amount),
                "Count": 1,
                "TaxPercent": number(item.vat or Decimal(0)),
                "TaxType": 100 if item.vat else 0,
                "UnitCode": UNIT_PIECE,
                "Discount": 0,
                "Markup": 0,
            }
            for index, item in enumerate(receipt.items, 1)
        ],
        "Payments": [
            {"Sum": number(amount), "PaymentType": PAYMENT_TYPES[kind]}
            for kind, amount in receipt.tenders.items()
            if amount
        ],
        "Change": 0,
        "RoundType": ROUND_NONE,
        "ExternalCheckNumber": receipt.external_id,
    }
    if contact:
        check["CustomerEmail" if "@" in contact else "CustomerPhone"] = contact
    if receipt.kind == "refund" and receipt.basis:
        check["ReturnBasisDetails"] = {
            "DateTime": receipt.basis.get("DateTime", ""),
            "Total": number(receipt.total),
            "CheckNumber": receipt.basis.get("CheckNumber", ""),
            "RegistrationNumber": receipt.basis.get("Cashbox", {}).get("RegistrationNumber", ""),
            "IsOffline": bool(receipt.basis.get("OfflineMode")),
        }
    return check


def read_check(answer):
    """:class:`Answer` of a check or a ticket.

    >>> read_check({"Data": {"CheckNumber": "77", "TicketUrl": "t"}}).number
    '77'
    """
    data = answer.get("Data") or {}
    if not data.get("CheckNumber"):
        raise FiscalError("answer", "no check number in the answer", True)
    return Answer("done", str(data["CheckNumber"]), data=data)


def error_of(answer):
    """``(code, text)`` of the first error of an answer, or None."""
    errors = answer.get("Errors") or []
    if not errors:
        return None
    return int(errors[0].get("Code", -1)), str(errors[0].get("Text", ""))


class Webkassa:
    """Driver. ``token`` is that of the last login; :attr:`token` afterwards is the one to keep."""

    def __init__(self, settings, log, token=""):
        self.settings, self.log, self.token = settings, log, token
        self.session = requests.Session()

    def register(self, receipt):
        """:class:`Answer` ``done``; a shift over 24 hours is closed and the check repeated."""
        check = build(receipt, self.settings)
        for attempt in (1, 2):
            answer = self._call("Check", check)
            error = error_of(answer)
            if not error:
                return read_check(answer)
            code, text = error
            if code == _SAME_NUMBER:
                return self.poll(receipt.external_id)
            if code == _SHIFT_TOO_LONG and attempt == 1:
                self.close_shift()
                continue
            return self._failed(code, text)
        raise FiscalError(_SHIFT_TOO_LONG, "the shift of the device stays open", True)

    def poll(self, external_id):
        """The ticket that an external number made."""
        answer = self._call(
            "GetTicketByExternalCheckNumber",
            {"CashboxUniqueNumber": self.settings.cashbox, "ExternalCheckNumber": external_id},
        )
        error = error_of(answer)
        return self._failed(*error) if error else read_check(answer)

    def close_shift(self):
        """Z report as the device tells it; a shift closed already gives an empty one."""
        answer = self._call("ZReport", {"CashboxUniqueNumber": self.settings.cashbox})
        error = error_of(answer)
        if error and error[0] == _SHIFT_CLOSED:
            return {}
        if error:
            raise FiscalError(*error, True)
        return answer.get("Data") or {}

    def report(self):
        """X report: the totals of the device's open shift."""
        answer = self._call("XReport", {"CashboxUniqueNumber": self.settings.cashbox})
        error = error_of(answer)
        if error:
            raise FiscalError(*error, True)
        return answer.get("Data") or {}

    def _failed(self, code, text):
        if code in _PASSING or code == _WRONG_LOGIN:
            raise FiscalError(code, text, True)
        return Answer("failed", error=f"{code}: {text}")

    def _call(self, operation, payload):
        for attempt in (1, 2):
            if not self.token:
                self._login()
            try:
                return self._once(operation, payload)
            except TokenExpired:
                self.token = ""
                if attempt == 2:
                    raise
        raise FiscalError("token", "the device refuses its own token", True)

    def _once(self, operation, payload):
        status, answer = ask(
            self.session,
            self.log,
            operation,
            f"{self.settings.url.rstrip('/')}/{operation}",
            {"Token": self.token, **payload},
            {"X-API-KEY": self.settings.api_key},
            hide=("Token",),
        )
        error = error_of(answer)
        if error and error[0] == _TOKEN_EXPIRED:
            raise TokenExpired(*error, True)
        if status >= 500:
            raise FiscalError("http", f"HTTP {status}", True)
        return answer

    def _login(self):
        _status, answer = ask(
            self.session,
            self.log,
            "Authorize",
            f"{self.settings.url.rstrip('/')}/Authorize",
            {"Login": self.settings.login, "Password": self.settings.password},
            {"X-API-KEY": self.settings.api_key},
            hide=("Password",),
        )
        token = (answer.get("Data") or {}).get("Token")
        if not token:
            code, text = error_of(answer) or ("login", "login refused")
            raise FiscalError(code, text, True)
        self.token = token
