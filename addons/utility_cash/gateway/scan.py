"""What a scanner or a cashier typed: which account, month and sum it names."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_billing.gateway import barcode, nbu_qr, st00012

#: ЕЛС and the identifier of a payment document in the housing information system
_DOCUMENT_ID = re.compile(r"^[0-9]{2}[0-9А-ЯA-Z]{8}-?[0-9]{2}-?[0-9]{4,6}$")
_MONTH = re.compile(r"^(0[1-9]|1[0-2])\.?(20[0-9]{2})$")
_REFERENCE = re.compile(r"^(?P<account>.+)-(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True)
class Scan:
    """``accounts`` are the numbers to try in their order; empty: search by the words of ``text``.

    ``amount`` is in roubles (hryvnias, tenge), ``period`` the first day of the month, ``service``
    the payee's code of the service; each is empty where the code does not tell it.
    """

    kind: str  # st00012, nbu, barcode, number, words
    text: str
    accounts: tuple[str, ...] = ()
    amount: Decimal | None = None
    period: date | None = None
    service: str = ""
    document: str = ""


def read(text, templates=()):
    """:class:`Scan` of any text; ``templates`` are those of the payees' bar codes.

    >>> read("ST00012|Name=X|PersAcc=00012345|Sum=100050|PaymPeriod=022026").amount
    Decimal('1000.50')
    >>> read("ленина 5 12").kind
    'words'
    >>> read("0000012345").accounts
    ('0000012345',)

    :raises GatewayError: a bar code of a template with a wrong check digit, or a QR code of
        payment that names no account
    """
    text = text.strip("\ufeff\r\n\t \0")
    for recognise in (_st00012, _nbu):
        scan = recognise(text)
        if scan:
            return scan
    return _barcode(text, templates) or _typed(text)


def _st00012(text):
    try:
        code = st00012.parse(text)
    except GatewayError:
        return None
    fields = code.fields
    accounts = [fields.get(key) for key in ("PersAcc", "PersonalAccount", "Contract")]
    kopecks = fields.get("Sum", "")
    return Scan(
        "st00012",
        text,
        tuple(dict.fromkeys(filter(None, accounts))),
        Decimal(kopecks).scaleb(-2) if kopecks.isdecimal() and int(kopecks) else None,
        _month(fields.get("PaymPeriod", "")),
        document=fields.get("DocIdx") or fields.get("UIN") or "",
    )


def _nbu(text):
    try:
        payment = nbu_qr.parse(text)
    except GatewayError:
        return None
    reference = _REFERENCE.match(payment.reference)
    if not reference:
        return Scan("nbu", text, tuple(filter(None, [payment.reference])), payment.amount)
    period = date(int(reference["year"]), int(reference["month"]), 1)
    return Scan("nbu", text, (reference["account"], payment.reference), payment.amount, period)


def _barcode(text, templates):
    """A code with a wrong check digit may still be an account number: the caller tries it."""
    try:
        _template, values = barcode.parse_any(templates, text)
    except GatewayError:
        return None
    accounts = tuple(filter(None, dict.fromkeys([values.account, values.account.lstrip("0")])))
    return Scan(
        "barcode", text, accounts, values.sum or None, values.period, values.service, values.bill
    )


def _typed(text):
    compact = text.replace(" ", "")
    if _DOCUMENT_ID.match(compact):
        return Scan("number", text, (compact,), document=compact)
    if compact.isdecimal() or (" " not in text and any(char.isdigit() for char in text)):
        return Scan("number", text, (compact,))
    return Scan("words", text)


def _month(text):
    found = _MONTH.match(text.strip())
    return date(int(found[2]), int(found[1]), 1) if found else None
