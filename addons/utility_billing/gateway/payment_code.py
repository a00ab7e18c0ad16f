"""The payment code of a bill by the currency it is paid in; a new country registers its builder."""

from odoo.addons.utility_base.gateway.problem import GatewayError

from . import barcode, nbu_qr, st00012
from .bill_data import BillCode

_BUILDERS = {}


def payment_code(party, account, period, amount, purpose, currency):
    """:class:`~.bill_data.BillCode` that pays ``amount`` of a bill, or None.

    None where the currency has no standard or the bank details of ``party`` do not suffice: a bill
    is printed without a code rather than not at all. See :func:`payment_problem`.
    """
    builder = _BUILDERS.get(currency)
    if builder is None:
        return None
    try:
        return BillCode(payload=builder(party, account, period, amount, purpose))
    except GatewayError:
        return None


def payment_problem(party, currency, day):
    """The :class:`Problem` that keeps codes off the bills of ``party``, or None."""
    builder = _BUILDERS.get(currency)
    if builder is None:
        return None
    try:
        builder(party, "0", day, None, "-")
    except GatewayError as error:
        return error.problem
    return None


def bar_code(template, account, period, amount, bill):
    """:class:`~.bill_data.BillCode` by a payee's bar code template, or None where a value does not fit."""
    values = barcode.BarcodeValues(
        account=account,
        period=period,
        sum=amount,
        bill="".join(char for char in bill if char.isalnum() and char.isascii()),
    )
    try:
        text = barcode.build(template, values)
    except GatewayError:
        return None
    return BillCode(kind=template.symbology, payload=text, caption=text)


def _builder(currency):
    def register(function):
        _BUILDERS[currency] = function
        return function

    return register


@_builder("RUB")
def _ru(party, account, period, amount, purpose):
    return st00012.build(
        {
            "Name": party.name,
            "PersonalAcc": party.account.replace(" ", ""),
            "BankName": party.bank_name[:45],
            "BIC": party.bank_code,
            "CorrespAcc": party.correspondent or "0",
            "PayeeINN": party.code,
            "KPP": party.code2,
            "PersAcc": account,
            "PaymPeriod": f"{period:%m%Y}",
            "Sum": st00012.kopecks(amount),
            "Purpose": purpose,
            "TechCode": "02",
        }
    )


@_builder("UAH")
def _ua(party, account, period, amount, purpose):
    return nbu_qr.build(
        nbu_qr.NbuPayment(
            recipient=party.name,
            iban=party.account.replace(" ", ""),
            code=party.code,
            amount=amount if amount else None,
            reference=f"{account}-{period:%Y%m}"[:35],
            purpose=purpose,
        )
    )
