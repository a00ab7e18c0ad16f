"""Payment QR of the National Bank of Ukraine, formats 002 and 003.

The QR holds ``https://qr.bank.gov.ua/`` + base64url without padding of LF-joined lines; error
correction M. Encoding 1 is UTF-8, 2 is windows-1251 (the bytes are converted, not only declared).
Legal source: NBU resolution No. 97 of 19.08.2025 and the rules before it for format 002.
"""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from odoo.addons.utility_base.gateway.problem import GatewayError, problem

HOST = "https://qr.bank.gov.ua/"
ENCODINGS = {"1": "utf-8", "2": "cp1251"}
MAX_URL = 507
MAX_AMOUNT = Decimal("999999999.99")
#: Purpose of a communal payment (ISO 20022 category/purpose).
UTILITY_PURPOSE = "SUPP/SUPP"
#: Lock masks of 003: everything fixed, or the payer may change the sum.
LOCK_ALL, LOCK_BUT_SUM = "FFFF", "FEFF"
_STAMP = "%y%m%d%H%M%S"
_LIMITS = {
    "recipient": 140,
    "code": 10,
    "category": 9,
    "reference": 35,
    "purpose": 420,
    "display": 140,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NbuPayment:
    """What a code says. ``amount`` None leaves the sum to the payer (hryvnias, two digits).

    ``function`` (003): UCT transfer, ICT instant, XCT any. ``valid_until`` and ``created`` exist in
    003 only; ``category``, ``reference`` and ``lock`` are not printed in 002.
    """

    recipient: str
    iban: str
    code: str
    purpose: str
    amount: Decimal | None = None
    version: str = "003"
    encoding: str = "2"
    function: str = "UCT"
    category: str = UTILITY_PURPOSE
    reference: str = ""
    display: str = ""
    lock: str = LOCK_BUT_SUM
    valid_until: datetime | None = None
    created: datetime | None = None


def is_ukrainian_iban(text):
    """UA, two check digits, 25 digits; ISO 13616 modulo 97.

    >>> is_ukrainian_iban("UA213223130000026007233566001")
    True
    >>> is_ukrainian_iban("UA213223130000026007233566002")
    False
    """
    if not re.fullmatch(r"UA\d{27}", text):
        return False
    # U is 30, A is 10; the country and check digits go to the end
    return int(f"{text[4:]}3010{text[2:4]}") % 97 == 1


def validate(payment):
    """Problems of a payment, before encoding."""
    found = []
    for name in ("recipient", "iban", "code", "purpose"):
        if not getattr(payment, name):
            found.append(problem("qr.required", column=name))
    if payment.iban and not is_ukrainian_iban(payment.iban):
        found.append(_wrong("iban", payment.iban, "UA and 27 digits with the right check digits"))
    if payment.code and not re.fullmatch(r"\d{8}|\d{9}|\d{10}|[0-9A-ZА-ЯІЇЄҐ]{8,10}", payment.code):
        found.append(_wrong("code", payment.code, "ЄДРПОУ or РНОКПП, 8 to 10 digits"))
    if payment.amount is not None and not 0 <= payment.amount <= MAX_AMOUNT:
        found.append(_wrong("amount", payment.amount, f"0 to {MAX_AMOUNT}"))
    if payment.version not in ("002", "003") or payment.encoding not in ENCODINGS:
        found.append(_wrong("version", payment.version, "002 or 003, encoding 1 or 2"))
    if payment.function not in ("UCT", "ICT", "XCT"):
        found.append(_wrong("function", payment.function, "UCT, ICT or XCT"))
    if not re.fullmatch(r"[0-9A-F]{4}", payment.lock):
        found.append(_wrong("lock", payment.lock, "four hexadecimal digits"))
    for name, limit in _LIMITS.items():
        text = getattr(payment, name)
        if len(text) > limit:
            found.append(problem("qr.too_long", column=name, length=len(text), limit=limit))
        if any(char < " " for char in text):
            found.append(_wrong(name, text, "one line of text"))
    return found


def _wrong(name, value, expected):
    return problem("qr.format", column=name, value=value, expected=expected)


def build(payment):
    """Text of the QR. Letters that cp1251 lacks turn the encoding to UTF-8.

    Raises ``GatewayError`` with the first problem, also when the address gets longer than 507.
    """
    for wrong in validate(payment):
        raise GatewayError(wrong)
    text = "\n".join(_lines(payment))
    try:
        data = text.encode(ENCODINGS[payment.encoding])
    except UnicodeEncodeError:
        return build(replace(payment, encoding="1"))
    url = HOST + base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    if len(url) > MAX_URL:
        raise GatewayError(problem("qr.too_long", column="QR", length=len(url), limit=MAX_URL))
    return url


def _lines(payment):
    head = ["BCD", payment.version, payment.encoding]
    amount = f"UAH{_plain(payment.amount)}" if payment.amount is not None else ""
    if payment.version == "002":
        target = [payment.recipient, payment.iban, amount or "UAH", payment.code]
        return [*head, "UCT", "", *target, "", "", payment.purpose, payment.display]
    return [
        *head,
        payment.function,
        "",
        payment.recipient,
        payment.iban,
        amount,
        payment.code,
        payment.category,
        payment.reference,
        payment.purpose,
        payment.display,
        payment.lock,
        payment.valid_until.strftime(_STAMP) if payment.valid_until else "",
        payment.created.strftime(_STAMP) if payment.created else "",
        "",
    ]


def _plain(amount):
    """Amount without trailing zeros and exponent.

    >>> [_plain(Decimal(x)) for x in ("298.39", "300.00", "0.50")]
    ['298.39', '300', '0.5']
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse(text):
    """:class:`NbuPayment` of a QR's text. Raises ``GatewayError`` when it is none."""
    text = text.strip()
    code = text.rstrip("/").rpartition("/")[2]
    try:
        data = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
        lines = data.split(b"\n")
        encoding = lines[2].decode("ascii")
        values = [line.decode(ENCODINGS[encoding]).rstrip("\r") for line in lines]
        version = values[1]
        if values[0] != "BCD" or version not in ("002", "003"):
            raise ValueError
        values += [""] * (17 - len(values))
        common = {
            "version": version,
            "encoding": encoding,
            "function": values[3],
            "recipient": values[5],
            "iban": values[6],
            "amount": _amount(values[7]),
            "code": values[8],
        }
        if version == "002":
            rest = {"purpose": values[11], "display": values[12], "category": ""}
        else:
            rest = {
                "category": values[9],
                "reference": values[10],
                "purpose": values[11],
                "display": values[12],
                "lock": values[13] or LOCK_ALL,
                "valid_until": _stamp(values[14]),
                "created": _stamp(values[15]),
            }
    except (ValueError, KeyError, IndexError, InvalidOperation, binascii.Error):
        raise GatewayError(problem("qr.not_payment")) from None
    return NbuPayment(**common, **rest)


def _amount(text):
    text = text.removeprefix("UAH")
    return Decimal(text) if text else None


def _stamp(text):
    return datetime.strptime(text, _STAMP) if text else None
