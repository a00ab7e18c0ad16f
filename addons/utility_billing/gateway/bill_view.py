"""From a :class:`~.bill_data.BillDocument` to the dictionary that a Typst template reads.

The template gets texts: sums and volumes with all their digits and a point ("1234.50"), dates as ISO,
empty texts for what does not apply; ``figure-text`` and ``day`` of the library show them. Words of
the form are in ``words[lang]``, month names and the sum in words are made here.
"""

import calendar
import functools
import json
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from odoo.addons.utility_base.gateway.problem import GatewayError

from .amount_words import amount_in_words
from .bill_codes import code_svg

LABELS = Path(__file__).parents[1] / "data" / "bill_labels.json"
SIGNS = {"RUB": "₽", "UAH": "₴", "KZT": "₸"}
LANGUAGES = ("ru", "uk", "kk", "en")


@functools.cache
def default_words():
    """{language: {key: text}} of ``data/bill_labels.json``; every key has all four languages."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    return {lang: {key: texts[lang] for key, texts in labels.items()} for lang in LANGUAGES}


def bills_data(bills, words=None):
    """Data of a batch: ``{"lang", "words": {lang: …}, "bills": […]}``.

    ``words`` overrides labels: {language: {key: text}}. All languages are given: a form may be in two.
    """
    bills = tuple(bills)
    known = default_words()
    merged = {lang: {**known[lang], **(words or {}).get(lang, {})} for lang in known}
    lang = bills[0].lang if bills and bills[0].lang in known else "en"
    return {
        "lang": lang,
        "words": merged,
        "bills": [
            bill_view(bill, merged[bill.lang if bill.lang in known else "en"]) for bill in bills
        ],
    }


def bill_view(bill, words):
    """One bill as plain texts."""
    return {
        "lang": bill.lang if bill.lang in LANGUAGES else "en",
        "number": bill.number,
        "date": bill.date.isoformat(),
        "period": f"{words[f'month_{bill.period.month}']} {bill.period.year}",
        "month": str(bill.period.month),
        "year": str(bill.period.year),
        "due_date": bill.due_date.isoformat() if bill.due_date else "",
        "account": bill.account,
        "payer": bill.payer,
        "address": bill.address,
        "currency": bill.currency,
        "sign": SIGNS.get(bill.currency, bill.currency),
        "supplier": party_view(bill.supplier, words, bill.currency),
        "facts": [list(fact) for fact in bill.facts],
        "groups": [_group(title, lines) for title, lines in groupby(bill.lines, _group_of)],
        "totals": _totals(bill.lines),
        "readings": [_reading(reading) for reading in bill.readings],
        "balance": _balance(bill.balance),
        "words": _in_words(bill) if bill.amount_in_words else "",
        "codes": [_code(code) for code in bill.codes],
        "notices": [_notice(notice) for notice in bill.notices],
        "capital": bill.form == "bill_capital",
        "until": _month_end(bill.period).isoformat(),
        "subsidy": _money(bill.subsidy) if bill.subsidy else "",
        "last_payment": bill.last_payment.isoformat() if bill.last_payment else "",
        "premise": _premise(bill.premise),
        "payees": [
            {
                "party": party_view(payee.party, words, bill.currency),
                "services": list(payee.services),
                "balance": _balance(payee.balance),
                "due": _money(payee.due),
                "codes": [_code(code) for code in payee.codes],
            }
            for payee in bill.payees
        ],
        "references": [_reference(item) for item in bill.references],
        "corrections": [
            {
                "service": item.service,
                "reason": item.reason,
                "period": f"{item.period:%m.%Y}" if item.period else "",
                "amount": _money(item.amount),
            }
            for item in bill.corrections
        ],
        "instalments": [
            {
                "service": item.service,
                "of_month": _money(item.of_month),
                "of_past": _money(item.of_past),
                "interest": _money(item.interest),
                "rate": _short(item.rate),
                "total": _money(item.total),
            }
            for item in bill.instalments
        ],
        "explanation": bill.explanation,
    }


def _balance(balance):
    return {
        "opening": _money(balance.opening),
        "charged": _money(balance.charged),
        "penalty": _money(balance.penalty),
        "paid": _money(balance.paid),
        "closing": _money(balance.closing),
        "later": _money(balance.later) if balance.later else "",
        "due": _money(balance.due),
    }


def _notice(notice):
    return {
        "title": notice.title,
        "text": notice.text,
        "important": notice.important,
        "place": notice.place,
        "picture": notice.picture,
    }


def _premise(premise):
    return {
        "total_area": _short(premise.total_area),
        "living_area": _short(premise.living_area),
        "heated_area": _short(premise.heated_area),
        "residents": "" if premise.residents is None else str(premise.residents),
        "unified": premise.unified,
        "register": premise.register,
    }


def _reference(item):
    return {
        "service": item.service,
        "unit": item.unit,
        "norm": _short(item.norm),
        "norm_common": _short(item.norm_common),
        "house_premises": _short(item.house_premises),
        "house_common": _short(item.house_common),
        "house_meters": list(item.house_meters),
    }


def _month_end(day):
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _code(code):
    svg, modules = code_svg(code)
    return {"kind": code.kind, "caption": code.caption, "svg": svg, "modules": modules}


def party_view(party, words, currency):
    """Name and contacts, and the bank details as labelled pairs in the customary order."""
    details = (
        (words.get(f"code_{currency}", words["code"]), party.code),
        (words["code2"], party.code2),
        (words.get(f"account_{currency}", words["settlement"]), party.account),
        (words["bank"], party.bank_name),
        (words.get(f"bank_code_{currency}", words["bank_code"]), party.bank_code),
        (words["correspondent"], party.correspondent),
    )
    contacts = (party.phone, party.email, party.site, party.hours)
    return {
        "name": party.name,
        "address": party.address,
        "details": [[label, value] for label, value in details if value],
        "contacts": [item for item in contacts if item],
        "code": party.code,
        "account": party.account,
        "phone": party.phone,
        "hours": party.hours,
        "site": party.site,
        "email": party.email,
        "dispatcher": party.dispatcher,
    }


def _group_of(line):
    return line.group


def _group(title, lines):
    lines = tuple(lines)
    return {
        "title": title,
        "lines": [_line(line) for line in lines],
        "total": _totals(lines)["total"],
    }


def _line(line):
    return {
        "service": line.service,
        "note": line.note,
        "unit": line.unit,
        "volume": _short(line.volume),
        "tariff": _short(line.tariff, 2),
        "charged": _money(line.charged),
        "recalculated": _money(line.recalculated),
        "privilege": _money(line.privilege),
        "total": _money(line.total),
        "method": line.method,
        "supplier": line.supplier,
        "common": line.common,
        "uplift": line.uplift,
        "names": dict(line.names),
    }


def _totals(lines):
    names = ("charged", "recalculated", "privilege", "total")
    return {
        name: _money(sum((getattr(line, name) for line in lines), Decimal(0))) for name in names
    }


def _reading(reading):
    return {
        "meter": reading.meter,
        "service": reading.service,
        "unit": reading.unit,
        "zone": reading.zone,
        "previous": _short(reading.previous),
        "previous_date": reading.previous_date.isoformat() if reading.previous_date else "",
        "current": _short(reading.current),
        "current_date": reading.current_date.isoformat() if reading.current_date else "",
        "volume": _short(reading.volume),
        "verification": reading.verification.isoformat() if reading.verification else "",
    }


def _in_words(bill):
    try:
        return amount_in_words(bill.balance.due, bill.currency, bill.lang)
    except GatewayError:
        return ""  # a currency or language without words: the figures are enough


def _money(amount):
    return f"{amount:.2f}"


def _short(number, least=0):
    """Digits worth printing: trailing zeros go, ``least`` digits after the point stay.

    >>> [_short(Decimal(x)) for x in ("3.140000", "12.000", "1E+2")], _short(Decimal("55.2"), 2)
    (['3.14', '12', '100'], '55.20')
    >>> _short(None)
    ''
    """
    if number is None:
        return ""
    text = f"{number:f}"
    whole, _point, part = text.partition(".")
    part = part.rstrip("0").ljust(least, "0")
    return f"{whole}.{part}" if part else whole
