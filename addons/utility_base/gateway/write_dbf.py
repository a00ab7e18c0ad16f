"""Writer of dBASE III files: what banks and social protection offices of RU and UA take in."""

import struct
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import SEEK_END, BytesIO

from .problem import refuse
from .read_dbf import Field
from .text_encoding import encode

_LANGUAGE = {"cp866": 0x26, "cp1251": 0xC9, "cp1125": 0x65}


def write_dbf(fields, rows, encoding="cp866", *, today, replacements=None):
    """Bytes of a table. ``fields``: (name, kind C N F D L, width, digits); ``rows``: tuples in that
    order.

    Texts longer than their field are cut (the format has no other way), numbers that do not fit are
    refused, decimals are rounded half up to the field's digits. ``today`` goes into the heading.

    >>> from .table import read_table
    >>> data = write_dbf([("LIC", "C", 6, 0), ("SUMMA", "N", 8, 2)], [("000123", Decimal("10.5"))],
    ...                  today=date(2026, 10, 5))
    >>> [row.cells for row in read_table(data, "dbf").rows]
    [('000123', Decimal('10.50'))]
    """
    stream = BytesIO()
    stream_dbf(stream, fields, rows, encoding, today=today, replacements=replacements)
    return stream.getvalue()


def stream_dbf(stream, fields, rows, encoding="cp866", *, today, replacements=None):
    """Write a table row by row into a stream that can go back: its heading tells the count.

    ``replacements`` may be a function of text and encoding that gives the map.
    """
    fields = [_field(item) for item in fields]
    begin = stream.tell()
    stream.write(_header(fields, 0, encoding, today))
    count = 0
    for count, row in enumerate(rows, start=1):
        if len(row) != len(fields):
            refuse("row.columns", row=count, found=len(row), expected=len(fields))
        cells = [
            _cell(item, value, encoding, replacements, count)
            for item, value in zip(fields, row, strict=True)
        ]
        stream.write(b" " + b"".join(cells))
    stream.write(b"\x1a")
    stream.seek(begin)
    stream.write(_header(fields, count, encoding, today))
    stream.seek(0, SEEK_END)


def _header(fields, count, encoding, today):
    width = 1 + sum(item.width for item in fields)
    header = struct.pack(
        "<4BIHH17xB2x", 0x03, today.year - 1900, today.month, today.day,
        count, 32 + 32 * len(fields) + 1, width, _LANGUAGE.get(encoding, 0),
    )  # fmt: skip
    described = b"".join(
        struct.pack(
            "<11sc4xBB14x", item.name.encode("ascii"), item.kind.encode(), item.width, item.digits
        )
        for item in fields
    )
    return header + described + b"\r"


def _field(item):
    name, kind, width, digits = item
    fixed = {"D": 8, "L": 1}.get(kind, width)
    good = name.isascii() and 0 < len(name) <= 10 and kind in "CNFDL" and fixed == width
    if not good or not 0 < width <= (254 if kind == "C" else 20) or digits and digits > width - 2:
        refuse("file.option", option="columns", reason=f"field {name}")
    return Field(name.upper(), kind, width, digits)


def _cell(item, value, encoding, replacements, row):
    if item.kind == "C":
        text = "" if value is None else str(value)
        known = replacements(text, encoding) if callable(replacements) else replacements
        raw = encode(text, encoding, known)
        return raw[: item.width].ljust(item.width)
    if value is None:
        return b"?" if item.kind == "L" else b" " * item.width
    if item.kind == "D":
        return f"{value.year:04}{value:%m%d}".encode() if isinstance(value, date) else b" " * 8
    if item.kind == "L":
        return b"T" if value else b"F"
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-item.digits), ROUND_HALF_UP)
    text = f"{number:f}".encode()
    if len(text) > item.width:
        refuse("value.decimal_range", row=row, column=item.name, value=value, digits=item.width)
    return text.rjust(item.width)
