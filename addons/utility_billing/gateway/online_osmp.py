"""OSMP (QIWI and most terminals of RU, KZ): ``command=check|pay|cancel|status``, answers in XML.

``txn_id`` is a number of up to 20 digits, ``txn_date`` YYYYMMDDHHMMSS, ``sum`` d.dd. The tag of the
id in the answer differs by agent (osmp_txn_id, ibox_txn_id, txn_id): ``options.id_tag``.
"""

import re
from xml.sax.saxutils import escape

from .online import MAX_ACCOUNT, Call, clean, first_error, money, strict_amount, strict_moment

PROTOCOL = "osmp"
CONTENT_TYPE = "text/xml; charset=utf-8"
REPEAT = "stored"
MOMENT = "%Y%m%d%H%M%S"
COMMANDS = {"check": "check", "pay": "pay", "cancel": "cancel", "status": "status"}
RESULTS = {
    "ok": 0,
    "temporary": 1,
    "account_format": 4,
    "unknown_account": 5,
    "closed": 79,
    "amount_small": 241,
    "amount_large": 242,
    "cancel_refused": 251,
}
OTHER = 300
_ID = re.compile(r"[0-9]{1,20}")


def parse(http):
    """The call; see :mod:`.online`."""
    get = http.params.get
    action = COMMANDS.get(get("command", ""), "")
    shown, account = get("txn_id", ""), get("account", "").strip()
    amount = strict_amount(get("sum"))
    moment = strict_moment(get("txn_date"), MOMENT)
    pays = action == "pay"
    error = first_error(
        ("unknown_request", action),
        ("id_format", _ID.fullmatch(shown)),
        ("account_format", action not in ("check", "pay") or 0 < len(account) <= MAX_ACCOUNT),
        ("amount_format", amount or not (pays or get("sum") and action == "check")),
        ("date_format", moment or not pays),
    )
    if error == "amount_format" and action == "check":
        error = ""  # the sum of a check may be fictitious
    return Call(
        action=action,
        external_id=shown if _ID.fullmatch(shown) else "",
        account=account,
        amount=amount,
        moment=moment,
        error=error,
        shown_id=shown,
    )


def build(call, outcome, options):
    """The answer's bytes.

    >>> from .online import Outcome, OnlineOptions
    >>> call = Call(action="check", external_id="1234567", shown_id="1234567")
    >>> print(build(call, Outcome(code="unknown_account"), OnlineOptions()).decode()[38:])
    <response><osmp_txn_id>1234567</osmp_txn_id><result>5</result><comment></comment></response>
    """
    tag = options.id_tag or "osmp_txn_id"
    parts = [(tag, call.shown_id[:20])]
    if outcome.reference:
        parts.append(("prv_txn", outcome.reference))
    if outcome.amount is not None:
        parts.append(("sum", money(outcome.amount)))
    parts += [("result", RESULTS.get(outcome.code, OTHER)), ("comment", outcome.text)]
    fields = [
        (name, value)
        for name, value in (
            ("fio", outcome.name),
            ("address", outcome.address),
            ("balance", "" if outcome.balance is None else money(outcome.balance)),
        )
        if value
    ]
    inner = "".join(f"<{name}>{escape(clean(value))}</{name}>" for name, value in parts)
    if fields:
        shown = "".join(
            f'<field{n} name="{name}">{escape(clean(value))}</field{n}>'
            for n, (name, value) in enumerate(fields, start=1)
        )
        inner += f"<fields>{shown}</fields>"
    return f'<?xml version="1.0" encoding="UTF-8"?><response>{inner}</response>'.encode()
