"""Generic provider registry: line 1 the settlement account (may be empty), then eight columns a
line.

account; unique payment number; date YYYY-MM-DD; sum; invoice number; extra; comment; payment order.
This is also the template that agents without a format of their own are given.
"""

import re

from odoo.addons.utility_base.gateway.problem import refuse
from odoo.addons.utility_base.gateway.read_csv import sniff_delimiter
from odoo.addons.utility_base.gateway.text_encoding import decode
from odoo.addons.utility_base.gateway.values_date import parse_datetime

from .registry import RegistryOptions, RowBuilder, finish

PROFILE = "provider"
COLUMNS = 8
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?")
_SETTLEMENT = re.compile(r"(?:[A-Z]{2}\d{2})?[0-9A-Z]{12,27}|")


def looks_like(text):
    """True when line 1 is an account or empty and line 2 has an ISO date in its third column."""
    lines = text.split("\n")
    if len(lines) < 2 or not _SETTLEMENT.fullmatch(lines[0].strip().rstrip(";,\t|")):
        return False
    parts = re.split(r"[;,\t|]", lines[1])
    return len(parts) >= 4 and bool(_ISO_DATE.fullmatch(parts[2].strip()))


def parse(data, filename="", options=None):
    """Registry of a file; ``info["settlement"]`` is line 1."""
    options = options or RegistryOptions()
    text, encoding = decode(data, options.encoding)
    lines = text.replace("\r\n", "\n").replace("\x1a", "").split("\n")
    body = [(n, line) for n, line in enumerate(lines[1:], start=2) if line.strip()]
    if not body:
        refuse("file.empty")
    delimiter = options.delimiter or sniff_delimiter("\n".join(line for _n, line in body))
    rows = [_row(line.split(delimiter), number) for number, line in body]
    settlement = lines[0].strip().rstrip(delimiter)
    return finish(PROFILE, rows, info={"encoding": encoding, "settlement": settlement})


def _row(parts, number):
    builder = RowBuilder(number)
    parts = [part.strip().strip('"') for part in parts]
    if len(parts) < 4:
        builder.add("row.columns", found=len(parts), expected=COLUMNS)
    parts += [""] * (COLUMNS - len(parts))
    account, external_id, moment, amount, document, extra, comment, order = parts[:COLUMNS]
    day, _space, clock = moment.replace("T", " ").partition(" ")
    return builder.row(
        account=builder.account(account),
        external_id=external_id,
        moment=builder.take(parse_datetime(day, clock or None), "date"),
        amount=builder.money(amount, "amount", required=True),
        document=document,
        purpose="; ".join(part for part in (comment, extra) if part),
        order_number=order,
        readings=builder.readings_in(extra),
    )
