"""Sberbank's keyed registry with meter readings.

Positional: region; office; date dd/mm/yyyy; (number); sum; fee; then ``KEY:value`` items in any
order: CLIENTNO (account), method_pay, CLIENTDOCNO (number of the bill), CounterVal_<n> (readings).
The place of the date is found by its shape, because some branches put a column before it.
"""

import re

from odoo.addons.utility_base.gateway.problem import refuse
from odoo.addons.utility_base.gateway.text_encoding import decode
from odoo.addons.utility_base.gateway.values_date import parse_datetime

from .registry import RegistryOptions, RowBuilder, finish

PROFILE = "keyed"
_DATE = re.compile(r"\d{2}[/.\-]\d{2}[/.\-]\d{4}")
_ITEM = re.compile(r"([A-Za-z][A-Za-z_0-9]*):(.*)", re.DOTALL)
_ID_KEYS = ("SUIP", "OPERID", "DOCID", "PAYID")


def looks_like(text):
    """True when the first line holds a date and keyed items with the account."""
    line = text.split("\n", 1)[0]
    return "CLIENTNO:" in line and bool(_DATE.search(line))


def parse(data, filename="", options=None):
    """Registry of a file; without operation numbers the rows get ids of their contents."""
    options = options or RegistryOptions()
    text, encoding = decode(data, options.encoding)
    lines = text.replace("\r\n", "\n").replace("\x1a", "").split("\n")
    rows = [_row(line, n, options) for n, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        refuse("file.empty")
    return finish(PROFILE, rows, info={"encoding": encoding})


def _row(line, number, options):
    builder = RowBuilder(number)
    plain, items = [], {}
    for part in (part.strip() for part in line.split(options.delimiter or ";")):
        match = _ITEM.fullmatch(part)
        if match:
            items[match[1].upper()] = match[2].strip()
        else:
            plain.append(part)
    where = next((i for i, part in enumerate(plain) if _DATE.fullmatch(part)), 2)
    if len(plain) < where + 3:
        builder.add("row.columns", found=len(plain), expected=where + 4)
        plain += [""] * (where + 4 - len(plain))
    # what follows the date: a counter, the sum, the fee (which is the last and may be missing)
    sums = plain[where + 2 : where + 4]
    amount = builder.money(sums[0] if sums else "", "amount", required=True)
    fee = builder.money(sums[1], "fee") if len(sums) > 1 else None
    return builder.row(
        moment=builder.take(parse_datetime(plain[where], None), "date"),
        office="/".join(part for part in plain[:where] if part),
        external_id=next((items[key] for key in _ID_KEYS if items.get(key)), ""),
        account=builder.account(items.get("CLIENTNO")),
        amount=amount,
        fee=fee,
        transferred=amount - fee if amount is not None and fee is not None else None,
        document=items.get("CLIENTDOCNO", ""),
        payer=items.get("FIO", ""),
        address=items.get("ADDRESS", ""),
        period=builder.take(options.find_period(items.get("PERIOD")), "period", warn=True),
        purpose=items.get("METHOD_PAY", ""),
        readings=builder.readings(items.items()),
    )
