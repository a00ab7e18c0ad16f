"""Privat24's protocol ``Debt`` (UA): XML is posted, ``action`` is Search, Check, Pay or Cancel.

Search shows the debt, Check asks whether a payment may be taken, Pay registers it, Cancel takes it
back. Answers are ``DebtPack``, ``Gateway`` with our number, or ``ErrorInfo`` with a code.
"""

from datetime import datetime
from xml.sax.saxutils import quoteattr

from lxml import etree

from .online import MAX_ACCOUNT, MAX_ID, Call, clean, first_error, money, strict_amount

PROTOCOL = "privat"
CONTENT_TYPE = "text/xml; charset=utf-8"
REPEAT = "stored"
ACTIONS = {"Search": "check", "Presearch": "", "Check": "verify", "Pay": "pay", "Cancel": "cancel"}
NAMES = {"check": "Search", "verify": "Check", "pay": "Pay", "cancel": "Cancel"}
CODES = {
    "unknown_request": 1,
    "unknown_account": 2,
    "account_format": 2,
    "closed": 2,
    "amount_format": 3,
    "amount_small": 3,
    "amount_large": 3,
    "date_format": 4,
    "denied": 5,
    "duplicate": 7,
    "conflict": 7,
    "id_format": 8,
    "cancel_refused": 8,
    "unknown_payment": 8,
}
OTHER = 99
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def parse(http):
    """The call; see :mod:`.online`. Entities and document types are refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(http.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Call(error="unknown_request")
    if root.getroottree().docinfo.doctype:
        return Call(error="unknown_request")
    action = ACTIONS.get(root.get("action", ""), "")
    data = next(_all(root, "Data"), None)
    if data is None:
        return Call(action=action, error="unknown_request")
    account, shown, amount, moment = _values(data)
    pays = action in ("pay", "verify")
    error = first_error(
        ("unknown_request", action),
        ("account_format", action == "cancel" or 0 < len(account) <= MAX_ACCOUNT),
        ("id_format", action not in ("pay", "cancel") or 0 < len(shown) <= MAX_ID),
        ("amount_format", not pays or amount),
        ("date_format", moment is not None or action != "pay"),
    )
    return Call(
        action=action,
        external_id=shown[:MAX_ID],
        account=account,
        amount=amount,
        moment=moment or None,
        error=error,
        shown_id=shown,
    )


def _values(data):
    """(account, id, amount, moment); the moment is "" where none is said, None if unreadable."""
    account = next(
        (
            unit.get("value", "")
            for unit in _all(data, "Unit")
            if unit.get("name") in ("bill_identifier", "ls")
        ),
        "",
    )
    payer = next(_all(data, "PayerInfo"), None)
    if payer is not None:
        account = payer.get("billIdentifier", "")
    total = next(_all(data, "TotalSum"), None)
    amount = strict_amount((total.text or "").strip()) if total is not None else None
    said = next(_all(data, "CreateTime"), None)
    return account.strip(), data.get("id", "").strip(), amount, _moment(said)


def _moment(element):
    if element is None or not (element.text or "").strip():
        return ""
    try:
        return datetime.fromisoformat(element.text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _all(element, name):
    return (
        item
        for item in element.iter()
        if isinstance(item.tag, str) and etree.QName(item).localname == name
    )


def build(call, outcome, options):
    """The answer's bytes."""
    if outcome.code != "ok":
        code = CODES.get(outcome.code, OTHER)
        data = f'<Data xsi:type="ErrorInfo" code="{code}">{_tag("Message", outcome.text)}</Data>'
    elif call.action == "check":
        data = _debt(call, outcome, options)
    else:
        data = f'<Data xsi:type="Gateway" reference={quoteattr(outcome.reference)}/>'
    action = NAMES.get(call.action, "Search")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Transfer xmlns="http://debt.privatbank.ua/Transfer" xmlns:xsi="{_XSI}"'
        f' interface="Debt" action="{action}">{data}</Transfer>'
    ).encode()


def _debt(call, outcome, options):
    debt = max(outcome.balance or 0, 0)
    service = options.service_code or "101"
    return (
        f'<Data xsi:type="DebtPack" billPeriod={quoteattr(outcome.period)}>'
        f"<PayerInfo billIdentifier={quoteattr(clean(call.account))}>"
        f"{_tag('Fio', outcome.name)}{_tag('Address', outcome.address)}</PayerInfo>"
        f"<ServiceGroup><DebtService serviceCode={quoteattr(service)}><CompanyInfo>"
        f"{_tag('CompanyCode', options.payee_code)}{_tag('CompanyName', options.payee_name)}"
        f'</CompanyInfo><DebtInfo amountToPay="{money(debt)}" debt="{money(outcome.balance or 0)}"/>'
        f"{_tag('ServiceName', options.service_name)}"
        "</DebtService></ServiceGroup></Data>"
    )


def _tag(name, value):
    element = etree.Element(name)
    element.text = clean(value)
    return etree.tostring(element, encoding="unicode")
