"""Postings for other accounting programs: XML ``urn:utility:postings:1``, CSV for SAP, answers.

A document is a balanced group of entries; an entry is one debit and one credit with a sum. The
schema is told in ``docs/ledger.md``. Sums are Decimal with two digits.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from odoo.addons.utility_base.gateway.problem import refuse

NAMESPACE = "urn:utility:postings:1"
_COLUMNS = (
    "BUKRS BLDAT BUDAT BLART WAERS XBLNR BKTXT BSCHL HKONT WRBTR MWSKZ KOSTL PRCTR ZUONR SGTXT"
).split()
_DEBIT, _CREDIT = "40", "50"  # posting keys of general ledger accounts
_STATES = {"accepted", "refused"}


@dataclass(frozen=True, slots=True)
class Dimension:
    """Analytics of an entry: partner, contract, service, house, vat, account."""

    kind: str
    side: str = ""  # debit, credit or both
    code: str = ""
    name: str = ""
    values: tuple = ()  # other attributes as pairs


@dataclass(frozen=True, slots=True)
class Entry:
    """Debit and credit accounts in the codes of the other program."""

    debit: str
    credit: str
    amount: Decimal
    quantity: str = ""
    unit: str = ""
    dimensions: tuple = ()
    tax_code: str = ""
    cost_centre: str = ""
    profit_centre: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A posted document; ``id`` stays the same whenever it is sent."""

    id: str
    kind: str  # charge, payment, recalc, penalty, subsidy, writeoff
    number: str
    date: date
    description: str
    entries: tuple


@dataclass(frozen=True, slots=True)
class Header:
    """Who sends what."""

    company: str  # tax number
    period: str  # 2025-10
    generated: datetime
    number: int
    currency: str
    company_code: str = ""  # BUKRS


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other program says of a document."""

    id: str
    accepted: bool
    reason: str = ""


def pairs(lines):
    """Entries of a balanced move: ``[(debit line, credit line, amount)]``.

    :param lines: pairs of any key and signed sum (debit positive)

    >>> pairs([("62", Decimal(12)), ("90", Decimal(-10)), ("68", Decimal(-2))])
    [('62', '90', Decimal('10')), ('62', '68', Decimal('2'))]
    """
    debits = [[key, amount] for key, amount in lines if amount > 0]
    credits_ = [[key, -amount] for key, amount in lines if amount < 0]
    found = []
    while debits and credits_:
        debit, credit = debits[0], credits_[0]
        amount = min(debit[1], credit[1])
        found.append((debit[0], credit[0], amount))
        for rows in (debits, credits_):
            rows[0][1] -= amount
            if not rows[0][1]:
                rows.pop(0)
    if debits or credits_:
        raise ValueError("the move is not balanced")
    return found


def postings_xml(header, documents):
    """Bytes of the XML file."""
    root = etree.Element(
        f"{{{NAMESPACE}}}Postings",
        nsmap={None: NAMESPACE},
        company=header.company,
        period=header.period,
        generated=header.generated.strftime("%Y-%m-%dT%H:%M:%S"),
        number=str(header.number),
    )
    count, total = 0, Decimal("0.00")
    for document in documents:
        node = _child(
            root,
            "Document",
            id=document.id,
            type=document.kind,
            number=document.number,
            date=document.date.isoformat(),
            description=document.description,
        )
        for entry in document.entries:
            _entry(node, entry, header.currency)
            count += 1
            total += entry.amount
    _child(root, "Total", entries=str(count), amount=f"{total:.2f}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(parent, entry, currency):
    values = {
        "debit": entry.debit,
        "credit": entry.credit,
        "amount": f"{entry.amount:.2f}",
        "currency": currency,
    }
    if entry.quantity:
        values |= {"quantity": entry.quantity, "unit": entry.unit}
    node = _child(parent, "Entry", **values)
    for dimension in entry.dimensions:
        attributes = {}
        if dimension.side:
            attributes["side"] = dimension.side
        attributes["kind"] = dimension.kind
        if dimension.code:
            attributes["code"] = dimension.code
        child = _child(node, "Dim", **attributes, **dict(dimension.values))
        child.text = dimension.name or None


def _child(parent, tag, **values):
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in values.items():
        node.set(name, value)
    return node


def sap_reference(uid):
    """What a file for SAP calls a document: 18 characters of its id, the field has no more.

    >>> sap_reference("5d1c1c36-9f0e-5b0e-9f5c-1f6b5f0d7a11")
    '5d1c1c369f0e5b0e9f'
    """
    return uid.replace("-", "")[:18]


def postings_sap(header, documents):
    """Bytes of the CSV for SAP FI: a row a side of an entry, decimals with a comma."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for document in documents:
        day = document.date.strftime("%d%m%Y")
        head = [header.company_code, day, day, "SA", header.currency]
        head += [document.number[:16], document.description[:25]]
        for entry in document.entries:
            amount = f"{entry.amount:.2f}".replace(".", ",")
            for key, account in ((_DEBIT, entry.debit), (_CREDIT, entry.credit)):
                tail = [entry.tax_code, entry.cost_centre, entry.profit_centre]
                tail += [sap_reference(document.id), document.description[:50]]
                writer.writerow([*head, key, account, amount, *tail])
    return output.getvalue().encode("utf-8-sig")


def read_answers(content):
    """``(number of the file or None, [Answer])`` of a confirmation, XML or CSV ``id;state;reason``.

    Raises ``GatewayError``: ``postings.answer`` where the file is no confirmation.
    """
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _answers_xml(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    except csv.Error as error:
        refuse("postings.answer", row=1, reason=str(error))
    if rows and rows[0] and rows[0][0].strip().lower() == "id":
        rows = rows[1:]
    return None, _whole([_answer(row, number) for number, row in enumerate(rows, 1) if row])


def _answers_xml(content):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        refuse("postings.answer", row=error.lineno, reason=error.msg)
    if etree.QName(root).localname != "Confirmations":
        refuse("postings.answer", row=1, reason=etree.QName(root).localname)
    answers = [
        _answer(
            (node.get("id", ""), node.get("state", ""), node.get("reason", "")), node.sourceline
        )
        for node in root.iter("{*}Document")
    ]
    number = root.get("number", "")
    return int(number) if number.isdigit() else None, _whole(answers)


def _whole(answers):
    """The answers, unless there are none or one document has two different ones."""
    if not answers:
        refuse("postings.answer", row=1, reason="0")
    known = {}
    for answer in answers:
        if known.setdefault(answer.id, answer.accepted) != answer.accepted:
            refuse("postings.answer", row=None, reason=f"{answer.id} accepted, refused")
    return answers


def _answer(row, number):
    id_, state, reason = (*(cell.strip() for cell in row), "", "", "")[:3]
    if not id_ or state not in _STATES:
        refuse("postings.answer", row=number, reason=f"{id_} {state}".strip())
    return Answer(id_, state == "accepted", reason)
