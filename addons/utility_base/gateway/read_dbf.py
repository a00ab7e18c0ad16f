"""DBF tables (dBASE III/IV, FoxPro, Visual FoxPro): exact numbers, any codepage, damaged files.

The length in the heading is used, not the 0x0D terminator: Visual FoxPro keeps 263 bytes of
backlink after it. Deleted records are left out but counted, so that row numbers agree with the
source program.
"""

import struct
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .problem import Problem, problem, refuse
from .table import Row, Rows, Table, column_names, is_blank
from .text_encoding import decode, guess_encoding
from .values import parse_decimal

#: Language byte of the heading -> Python codec. 0x00 says nothing.
CODEPAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x26: "cp866", 0x57: "cp1251", 0x65: "cp866",
    0x7D: "cp1255", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254",
}  # fmt: skip
_VERSIONS = frozenset(
    (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xF5)
)
_BINARY_WIDTH = {"I": 4, "B": 8, "Y": 8, "T": 8, "@": 8, "+": 4, "O": 8}
_MEMO = "MGPW"
_KINDS = frozenset("CNFDL0QV" + _MEMO) | _BINARY_WIDTH.keys()
_JULIAN_BASE = 1721425  # Julian day number of 0001-01-01


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    width: int
    digits: int


@dataclass(frozen=True, slots=True)
class Header:
    version: int
    count: int
    length: int
    record: int
    codepage: int
    fields: tuple[Field, ...]


def read(data, options):
    """Table of a DBF file. ``options.encoding`` overrides the language byte, often wrong."""
    header = read_header(data)
    encoding, problems = _encoding(data, header, options.encoding)
    found = max(0, (len(data) - header.length) // header.record)
    if found < header.count:
        problems.append(problem("file.truncated", expected=header.count, found=found))
    memos = [item.name for item in header.fields if item.kind in _MEMO]
    if memos:
        problems.append(problem("file.no_memo", columns=", ".join(memos), is_warning=True))
    count = min(header.count, found)
    if count > options.max_rows:
        refuse("file.too_many_rows", limit=options.max_rows)

    def rows():
        for index in range(count):
            start = header.length + index * header.record
            if data[start] != 0x20:  # 0x2A is deleted, anything else is rubbish after a crash
                continue
            row = _row(data, start + 1, index + 1, header.fields, encoding)
            if not (options.skip_blank and is_blank(row.cells) and not row.problems):
                yield row

    info = {"encoding": encoding, "count": count, "version": header.version}
    return Table(
        column_names([item.name for item in header.fields]), Rows(rows), info, tuple(problems)
    )


def read_header(data):
    """Heading of a DBF file; ``GatewayError`` when it can't be one."""
    # texts that begin with a digit share the signature; the month and day of the heading tell them
    if len(data) < 33 or data[0] not in _VERSIONS or data[2] > 12 or data[3] > 31:
        refuse("file.not_dbf", reason="signature")
    count, length, record = struct.unpack_from("<IHH", data, 4)
    if length < 33 or length > len(data) or record < 2:
        refuse("file.not_dbf", reason="length of the heading")
    fields = []
    position = 32
    while position + 32 <= length and data[position] not in (0x0D, 0x00):
        raw_name, kind, width, digits = struct.unpack_from("<11sc4xBB", data, position)
        kind = kind.decode("latin-1").upper()
        if kind == "C":  # Clipper keeps the high byte of long texts in the decimals
            width, digits = width + 256 * digits, 0
        name = raw_name.split(b"\0")[0].decode("cp866", "replace").strip()
        fields.append(Field(name, kind, _BINARY_WIDTH.get(kind, width), digits))
        position += 32
    unknown = any(item.kind not in _KINDS for item in fields)
    if not fields or unknown or sum(item.width for item in fields) + 1 > record:
        refuse("file.not_dbf", reason="description of the fields")
    return Header(data[0], count, length, record, data[29], tuple(fields))


def _encoding(data, header, wanted):
    if wanted:
        decode(b"", wanted)  # an unknown name is the profile's fault, not the row's
        return wanted, []
    if known := CODEPAGES.get(header.codepage):
        return known, []
    text = b"\n".join(_texts(data, header))
    guessed = "cp866" if text.isascii() else guess_encoding(text)
    return guessed, [problem("file.unknown_codepage", encoding=guessed, is_warning=True)]


def _texts(data, header):
    """Raw text cells of the first records, to guess the encoding by."""
    for index in range(min(header.count, 500)):
        position = header.length + index * header.record + 1
        for item in header.fields:
            if item.kind == "C":
                yield data[position : position + item.width].strip(b" \0")
            position += item.width


def _row(data, position, number, fields, encoding):
    cells, problems = [], []
    for item in fields:
        value = _cell(data[position : position + item.width], item, encoding)
        if isinstance(value, Problem):
            problems.append(value.at(row=number, column=item.name))
            value = None
        cells.append(value)
        position += item.width
    return Row(number, tuple(cells), tuple(problems))


def _cell(raw, item, encoding):
    """Value of one field, None when empty, a Problem when damaged."""
    if item.kind == "C":
        try:
            return raw.decode(encoding).rstrip(" \0") or None
        except UnicodeDecodeError as error:
            return problem("file.encoding", encoding=encoding, position=error.start)
    if item.kind in "NF":
        return _number(raw, item.digits)
    if item.kind == "D":
        return _date(raw)
    if item.kind == "L":
        return {b"T": True, b"Y": True, b"F": False, b"N": False}.get(raw[:1].upper())
    if item.kind in _MEMO or item.kind == "0":
        return None
    return _binary(raw, item.kind)


def _number(raw, digits):
    text = raw.strip(b" \0").decode("latin-1")
    value = parse_decimal(text)
    if isinstance(value, Decimal) and not digits and value == value.to_integral_value():
        return int(value)
    return value


def _date(raw):
    text = raw.strip(b" \0").decode("latin-1")
    if not text.strip("0"):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return problem("value.date", value=text)


def _binary(raw, kind):
    try:
        if kind in ("I", "+"):
            return struct.unpack("<i", raw)[0]
        if kind in ("B", "O"):
            return Decimal(repr(struct.unpack("<d", raw)[0]))
        if kind == "Y":
            return Decimal(struct.unpack("<q", raw)[0]).scaleb(-4)
        if kind in ("T", "@"):
            day, milliseconds = struct.unpack("<ii", raw)
            if not day:
                return None
            start = datetime.min + timedelta(days=day - _JULIAN_BASE)
            return start + timedelta(seconds=round(milliseconds / 1000))
    except (struct.error, OverflowError, ValueError):
        return problem("row.damaged", reason=kind)
    return problem("row.damaged", reason=f"field type {kind}")
