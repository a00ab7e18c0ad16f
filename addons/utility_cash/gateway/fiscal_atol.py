"""ATOL Online, protocol v4 (ФФД 1.05) and v5 (ФФД 1.2).

Source: official description "АТОЛ Онлайн" v4.6. The v5 differences (numeric objects, ``measure``)
are to be confirmed with the provider's current description before the first real receipt.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import requests

from .fiscal import Answer, FiscalError, TokenExpired, ask, number

NAME_LENGTH = 128
MOST_ITEMS = 100
PAYMENT_TYPES = {"cash": 0, "card": 1, "qr": 1}
OPERATIONS = {"sale": "sell", "refund": "sell_refund"}
#: v5: codes of tag 1212; 4 service, 10 payment
OBJECTS = {"4": ("service", "payment"), "5": (4, 10)}
_WAITING = {34}  # the state is not known yet, ask later
_SAME_ID = {33}  # a document with this external id exists: its uuid comes along
_TOKEN = {10, 11, 12, 13, 14}  # wrong, missing or expired token


@dataclass(frozen=True, slots=True)
class Settings:
    url: str  # up to and with /possystem
    login: str
    password: str
    group: str
    inn: str
    email: str
    address: str
    taxation: str = "osn"
    version: str = "4"
    callback: str = ""


def vat_type(rate):
    """Code of a VAT rate: ``none``, ``vat0``, ``vat10``, ``vat22`` ...

    >>> vat_type(Decimal("20.0")), vat_type(None)
    ('vat20', 'none')
    """
    return "none" if rate is None else f"vat{int(rate)}"


def vat_included(amount, rate):
    """VAT in ``amount`` that includes it, to the kopeck.

    >>> vat_included(Decimal("253.80"), Decimal(20))
    Decimal('42.30')
    """
    share = amount * rate / (100 + rate) if rate else Decimal(0)
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def build(receipt, settings):
    """JSON-ready document of ``receipt``.

    :raises FiscalError: too many items; nothing was sent
    """
    if not 1 <= len(receipt.items) <= MOST_ITEMS:
        raise FiscalError("items", f"{len(receipt.items)} items, 1 to {MOST_ITEMS} allowed", False)
    contact = receipt.contact.strip()
    client = {"email": contact} if "@" in contact else {"phone": contact.replace(" ", "")}
    if not contact:
        client = {"email": settings.email}  # the law wants an address; the payer gave none
    document = {
        "external_id": receipt.external_id,
        "timestamp": f"{receipt.at:%d.%m.%Y %H:%M:%S}",
        "receipt": {
            "client": client,
            "company": {
                "email": settings.email,
                "sno": settings.taxation,
                "inn": settings.inn,
                "payment_address": settings.address,
            },
            "items": [_item(item, settings.version) for item in receipt.items],
            "payments": [
                {"type": PAYMENT_TYPES[kind], "sum": number(amount)}
                for kind, amount in receipt.tenders.items()
                if amount
            ],
            "total": number(receipt.total),
        },
    }
    if settings.callback:
        document["service"] = {"callback_url": settings.callback}
    return document


def _item(item, version):
    service, payment = OBJECTS[version]
    values = {
        "name": item.name[:NAME_LENGTH],
        "price": number(item.amount),
        "quantity": 1.0,
        "sum": number(item.amount),
        "payment_method": "advance" if item.advance else "full_payment",
        "payment_object": payment if item.advance else service,
        "vat": {"type": vat_type(item.vat)},
    }
    if item.vat is not None:
        values["vat"]["sum"] = number(vat_included(item.amount, item.vat))
    return values | ({"measure": 0} if version == "5" else {"measurement_unit": "усл"})


def read_report(answer):
    """:class:`Answer` of a report or a callback.

    >>> read_report({"status": "wait", "uuid": "u"}).state
    'sent'
    >>> read_report({"status": "fail", "uuid": "u", "error": {"code": 1, "text": "x"}}).error
    '1: x'
    """
    uuid, error = str(answer.get("uuid") or ""), answer.get("error") or {}
    status = answer.get("status")
    if status == "done":
        return Answer("done", uuid, data=answer.get("payload") or {})
    if status == "wait" or (error and _code(error) in _WAITING):
        return Answer("sent", uuid)
    if status == "fail":
        return Answer("failed", uuid, f"{error.get('code', '')}: {error.get('text', '')}")
    raise FiscalError("answer", "no status in the report", True)


def _code(error):
    try:
        return int(error.get("code"))
    except (TypeError, ValueError):
        return 0


class Atol:
    """Driver. ``token`` is that of the last login; :attr:`token` afterwards is the one to keep."""

    def __init__(self, settings, log, token=""):
        self.settings, self.log, self.token = settings, log, token
        self.session = requests.Session()
        self.base = f"{settings.url.rstrip('/')}/v{settings.version}"

    def register(self, receipt):
        """:class:`Answer` ``sent`` with the uuid to poll; an id known already gives its uuid."""
        document = build(receipt, self.settings)
        operation = OPERATIONS[receipt.kind]
        answer = self._call(operation, f"{self.settings.group}/{operation}", document)
        error = answer.get("error") or {}
        if error and _code(error) not in _SAME_ID:
            raise FiscalError(error.get("code"), error.get("text", ""), _code(error) in (1, 2))
        if not answer.get("uuid"):
            raise FiscalError("answer", "no uuid in the answer", True)
        return Answer("sent", str(answer["uuid"]))

    def poll(self, uuid):
        return read_report(
            self._call("report", f"{self.settings.group}/report/{uuid}", method="GET")
            | {"uuid": uuid}
        )

    def _call(self, operation, path, payload=None, method="POST"):
        for attempt in (1, 2):
            if not self.token:
                self._login()
            try:
                return self._once(operation, path, payload, method)
            except TokenExpired:
                self.token = ""
                if attempt == 2:
                    raise
        raise FiscalError("token", "the device refuses its own token", True)

    def _once(self, operation, path, payload, method):
        status, answer = ask(
            self.session,
            self.log,
            operation,
            f"{self.base}/{path}",
            payload,
            {"Token": self.token},
            method,
        )
        error = answer.get("error") or {}
        if status == 401 or (error and _code(error) in _TOKEN):
            raise TokenExpired(error.get("code", 401), error.get("text", "token"), True)
        if status >= 500:
            raise FiscalError("http", f"HTTP {status}", True)
        return answer

    def _login(self):
        _status, answer = ask(
            self.session,
            self.log,
            "getToken",
            f"{self.base}/getToken",
            {"login": self.settings.login, "pass": self.settings.password},
            hide=("pass",),
        )
        if not answer.get("token"):
            error = answer.get("error") or {}
            raise FiscalError(error.get("code", "login"), error.get("text", "login refused"), True)
        self.token = answer["token"]
