"""Files of debts for banks, terminals and agents: who owes what (E13).

Rows come as an iterator and are written to a stream one by one, so that a million accounts need no
memory. The stream can go back: the heading of DBF tells the count.

What stands in a row is a list of :class:`Column`, by the contract with the agent; without one the
customary five: account, name, address, period, debt.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import xlsxwriter

from odoo.addons.utility_base.gateway.text_encoding import encode
from odoo.addons.utility_base.gateway.write_dbf import stream_dbf

SHEET = 2**20 - 1  # rows of a sheet of XLSX under its headings
#: content -> (heading, DBF kind, width, digits)
CONTENTS: Mapping[str, tuple[str, str, int, int]] = {
    "account": ("account", "C", 20, 0),
    "old_account": ("old_account", "C", 20, 0),
    "name": ("name", "C", 60, 0),
    "address": ("address", "C", 120, 0),
    "period": ("period", "C", 6, 0),
    "debt": ("debt", "N", 14, 2),
    "penalty": ("penalty", "N", 14, 2),
    "service_code": ("service", "C", 20, 0),
    "service_name": ("servicename", "C", 60, 0),
    "service_debt": ("debt_of", "N", 14, 2),
    "meter": ("meter", "C", 30, 0),
    "reading": ("reading", "N", 16, 3),
    "reading_date": ("read_on", "D", 8, 0),
}
_DBF = {"account": "LIC_SCHET", "name": "FIO", "address": "ADRES", "period": "MES", "debt": "SUMMA"}
_MONEY = ("debt", "penalty", "service_debt")


@dataclass(frozen=True, slots=True)
class DebtRow:
    """``services``: debts by the code of the service; ``meters``: (number, last value, its day) in
    the order in which registries of payments count them."""

    account: str
    name: str
    address: str
    period: date
    amount: Decimal
    penalty: Decimal = Decimal(0)
    old_account: str = ""
    service_code: str = ""
    service_name: str = ""
    services: Mapping[str, Decimal] = field(default_factory=dict)
    meters: tuple[tuple[str, Decimal | None, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """``content`` of a column; ``place`` is the number of the meter (from 1) or the code of the
    service that it is about; ``heading`` "": the customary one."""

    content: str
    place: object = None
    heading: str = ""

    def title(self, kind):
        """Heading in a file; DBF has ten Latin capitals at most."""
        usual, *_type = CONTENTS[self.content]
        if kind == "dbf":
            usual = _DBF.get(self.content, usual).upper()
        heading = self.heading or f"{usual}{'' if self.place is None else self.place}"
        return heading.upper()[:10] if kind == "dbf" else heading

    def value(self, row):
        """Value of a row; None where the account has no such meter.

        >>> row = DebtRow("1", "", "", date(2025, 10, 1), Decimal(5), services={"water": Decimal(3)},
        ...               meters=(("W-1", Decimal("12.5"), None),))
        >>> Column("service_debt", "water").value(row), Column("reading", 1).value(row)
        (Decimal('3'), Decimal('12.5'))
        >>> Column("meter", 2).value(row) is None
        True
        """
        if self.content == "debt":
            return row.amount
        if self.content == "service_debt":
            return row.services.get(self.place, Decimal(0))
        if self.content in ("meter", "reading", "reading_date"):
            if not 0 < self.place <= len(row.meters):
                return None
            return row.meters[self.place - 1][
                ("meter", "reading", "reading_date").index(self.content)
            ]
        return getattr(row, self.content)


USUAL = tuple(Column(name) for name in ("account", "name", "address", "period", "debt"))


def _plain(text):
    return " ".join((text or "").replace(";", ",").split())


def _text(column, value, period):
    """Cell of a text file; money with two digits and a point."""
    if value is None:
        return ""
    if column.content == "period":
        return f"{value:{period}}"
    if column.content in _MONEY:
        return f"{value:.2f}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return _plain(str(value))


def write_sber(rows, stream, encoding="cp1251", columns=USUAL):
    """Sberbank's registry of debts: account;name;address;period MMYY;sum with a comma, and what
    the contract adds."""
    for row in rows:
        cells = []
        for column in columns:
            value = column.value(row)
            text = _text(column, value, "%m%y")
            cells.append(text.replace(".", ",") if isinstance(value, Decimal) else text)
        line = ";".join(cells) + "\r\n"
        stream.write(encode(line, encoding, _replacements(line, encoding)))


def _replacements(text, encoding):
    """Letters that the encoding lacks become question marks: one name stops no file."""
    try:
        text.encode(encoding)
        return {}
    except UnicodeEncodeError:
        pass
    found = {}
    for char in set(text) - set("ІіҐґ"):
        try:
            char.encode(encoding)
        except UnicodeEncodeError:
            found[char] = "?"
    return found


def write_csv(rows, stream, encoding="utf-8-sig", columns=USUAL):
    """CSV with headings, ISO periods and points."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    text.write(";".join(column.title("csv") for column in columns) + "\r\n")
    for row in rows:
        text.write(";".join(_text(c, c.value(row), "%Y-%m") for c in columns) + "\r\n")
    text.detach()


def write_xlsx(rows, stream, encoding="", columns=USUAL):
    """Workbook; account numbers are text, so that their zeros stay. What a sheet cannot hold
    goes on in the next one."""
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = _sheet(book, columns)
        money = book.add_format({"num_format": "0.00"})
        month = book.add_format({"num_format": "mm.yyyy"})
        for count, row in enumerate(rows):
            if count and not count % SHEET:
                sheet = _sheet(book, columns)
            number = count % SHEET + 1
            for place, column in enumerate(columns):
                value = column.value(row)
                if value is None or value == "":
                    continue
                if column.content in _MONEY:
                    sheet.write_number(number, place, float(value), money)
                elif isinstance(value, Decimal):
                    sheet.write_number(number, place, float(value))
                elif isinstance(value, date):
                    formats_ = (month,) if column.content == "period" else ()
                    sheet.write_datetime(number, place, value, *formats_)
                else:
                    sheet.write_string(number, place, value)


def _sheet(book, columns):
    count = len(book.worksheets())
    sheet = book.add_worksheet(f"debts {count + 1}" if count else "debts")
    sheet.write_row(0, 0, [column.title("xlsx") for column in columns])
    return sheet


def write_dbf_file(rows, stream, encoding="cp866", columns=USUAL):
    """DBF with the columns of Ukrainian programs; texts are cut to the width of their columns."""
    described, used = [], set()
    for column in columns:
        name = column.title("dbf")
        while name in used:  # cut to ten letters, two headings may be one
            name = f"{name[:8]}{len(used):02}"
        used.add(name)
        described.append((name, *CONTENTS[column.content][1:]))

    def cells():
        for row in rows:
            values = [column.value(row) for column in columns]
            yield tuple(
                f"{value:%m%Y}" if column.content == "period" else value
                for column, value in zip(columns, values, strict=True)
            )

    stream_dbf(
        stream,
        described,
        cells(),
        encoding or "cp866",
        today=date.today(),
        replacements=_replacements,
    )


#: Format -> (writer, extension, encoding unless told otherwise).
formats: Mapping[str, tuple[Callable, str, str]] = {
    "sber": (write_sber, "txt", "cp1251"),
    "csv": (write_csv, "csv", "utf-8-sig"),
    "xlsx": (write_xlsx, "xlsx", ""),
    "dbf": (write_dbf_file, "dbf", "cp866"),
}


def write_file(rows, stream, kind, encoding="", columns=()):
    """Write a file of :class:`DebtRow` to a binary stream.

    >>> row = DebtRow("0000012345", "ИВАНОВ И. И.", "УЛ ЛЕНИНА; Д 1", date(2025, 10, 1),
    ...               Decimal("1500"))
    >>> stream = io.BytesIO()
    >>> write_file([row], stream, "sber")
    >>> stream.getvalue().decode("cp1251")
    '0000012345;ИВАНОВ И. И.;УЛ ЛЕНИНА, Д 1;1025;1500,00\\r\\n'
    """
    writer, _extension, default = formats[kind]
    writer(rows, stream, encoding or default, columns or USUAL)


def file_name(kind, payee_code, settlement, number, period):
    """Name of a file; Sberbank's is INN_account_number_MMYY.txt.

    >>> file_name("sber", "7707083893", "40702810900000000001", 1, date(2025, 10, 1))
    '7707083893_40702810900000000001_001_1025.txt'
    >>> file_name("csv", "", "", 12, date(2025, 10, 1))
    'debts_2025-10_012.csv'
    """
    extension = formats[kind][1]
    if kind == "sber" and payee_code and settlement:
        return f"{payee_code}_{settlement}_{number % 1000:03}_{period:%m%y}.{extension}"
    return f"debts_{period:%Y-%m}_{number:03}.{extension}"
