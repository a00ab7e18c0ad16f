"""Sberbank-Online: ``action=check|payment``, answers in XML with upper-case tags.

``pay_id`` has up to 255 signs, ``pay_date`` is dd.mm.yyyy_HH:MM:SS. A payment that came before is
answered with code 5 and the number and time of the first.
"""

from xml.sax.saxutils import escape

from .online import (
    MAX_ACCOUNT,
    MAX_ID,
    Call,
    clean,
    first_error,
    money,
    strict_amount,
    strict_moment,
)

PROTOCOL = "sber"
CONTENT_TYPE = "application/xml; charset=utf-8"
REPEAT = "duplicate"
MOMENT = "%d.%m.%Y_%H:%M:%S"
ACTIONS = {"check": "check", "payment": "pay"}
CODES = {
    "ok": 0,
    "temporary": 1,
    "unknown_request": 2,
    "unknown_account": 3,
    "account_format": 3,
    "closed": 3,
    "id_format": 4,
    "conflict": 4,
    "duplicate": 5,
    "amount_format": 6,
    "amount_small": 7,
    "amount_large": 8,
    "date_format": 9,
}
OTHER = 2


def parse(http):
    """The call; see :mod:`.online`."""
    get = http.params.get
    action = ACTIONS.get(get("action", ""), "")
    shown, account = get("pay_id", "").strip(), get("account", "").strip()
    amount = strict_amount(get("amount"))
    moment = strict_moment(get("pay_date"), MOMENT)
    pays = action == "pay"
    error = first_error(
        ("unknown_request", action),
        ("account_format", 0 < len(account) <= MAX_ACCOUNT),
        ("id_format", not pays or 0 < len(shown) <= MAX_ID),
        ("amount_format", not pays or amount),
        ("date_format", not pays or moment),
    )
    return Call(
        action=action,
        external_id=shown[:MAX_ID],
        account=account,
        amount=amount,
        moment=moment,
        error=error,
        shown_id=shown,
    )


def build(call, outcome, options):
    """The answer's bytes; ``REC_SUM`` is what the payer is advised to pay."""
    parts = [("CODE", CODES.get(outcome.code, OTHER)), ("MESSAGE", outcome.text or outcome.code)]
    if call.action == "check" and outcome.code == "ok":
        balance = outcome.balance or 0
        parts += [
            ("FIO", outcome.name),
            ("ADDRESS", outcome.address),
            # theirs is the customer's money: a debt is negative
            ("BALANCE", money(0 - balance)),
            ("REC_SUM", money(max(balance, 0))),
        ]
    elif outcome.reference:
        parts += [
            ("EXT_ID", outcome.reference),
            ("REG_DATE", outcome.moment.strftime(MOMENT) if outcome.moment else ""),
            ("AMOUNT", money(outcome.amount)),
        ]
    inner = "".join(f"<{name}>{escape(clean(value))}</{name}>" for name, value in parts)
    return f'<?xml version="1.0" encoding="UTF-8"?><response>{inner}</response>'.encode()
