"""Files of debts for banks, terminals and agents: who owes what (E13).

Rows come as an iterator and leave as parts of the file, so that a million accounts need no memory;
XLSX and DBF, whose headings tell the count, go through a file of their own.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import SpooledTemporaryFile

import xlsxwriter

from odoo.addons.utility_base.gateway.text_encoding import encode
from odoo.addons.utility_base.gateway.write_dbf import write_dbf

HEADINGS = ("account", "name", "address", "period", "debt")
MEMORY = 20 * 2**20  # a larger file is kept on the disk while it is made


@dataclass(frozen=True, slots=True)
class DebtRow:
    account: str
    name: str
    address: str
    period: date
    amount: Decimal


def _plain(text):
    return " ".join((text or "").replace(";", ",").split())


def write_sber(rows, stream, encoding="cp1251"):
    """Sberbank's registry of debts: account;name;address;period MMYY;sum with a comma."""
    for row in rows:
        sum_text = f"{row.amount:.2f}".replace(".", ",")
        cells = (row.account, row.name, row.address, f"{row.period:%m%y}", sum_text)
        line = ";".join(_plain(cell) for cell in cells) + "\r\n"
        stream.write(encode(line, encoding, _replacements(line, encoding)))


def _replacements(text, encoding):
    """Letters that the encoding lacks become question marks: one name stops no file."""
    found = {}
    for char in set(text):
        try:
            char.encode(encoding)
        except UnicodeEncodeError:
            found[char] = "?"
    return found


def write_csv(rows, stream, encoding="utf-8-sig"):
    """CSV with headings, ISO periods and points."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    text.write(";".join(HEADINGS) + "\r\n")
    for row in rows:
        cells = (row.account, row.name, row.address, f"{row.period:%Y-%m}", f"{row.amount:.2f}")
        text.write(";".join(_plain(cell) for cell in cells) + "\r\n")
    text.detach()


def write_xlsx(rows, stream, encoding=""):
    """Workbook; account numbers are text, so that their zeros stay."""
    options = {"constant_memory": True, "default_date_format": "mm.yyyy"}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet("debts")
        money = book.add_format({"num_format": "0.00"})
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(rows, start=1):
            sheet.write_string(number, 0, row.account)
            sheet.write_string(number, 1, row.name)
            sheet.write_string(number, 2, row.address)
            sheet.write_datetime(number, 3, row.period)
            sheet.write_number(number, 4, float(row.amount), money)


def write_dbf_file(rows, stream, encoding="cp866"):
    """DBF with the columns of Ukrainian programs; texts are cut to the width of their columns."""
    columns = [
        ("LIC_SCHET", "C", 20, 0),
        ("FIO", "C", 60, 0),
        ("ADRES", "C", 120, 0),
        ("MES", "C", 6, 0),
        ("SUMMA", "N", 14, 2),
    ]
    cells = [
        (row.account, row.name[:60], row.address[:120], f"{row.period:%m%Y}", row.amount)
        for row in rows
    ]
    lacking = _replacements("".join(c for row in cells for c in row[:4]), encoding)
    for letter in "ІіҐґ":
        lacking.pop(letter, None)
    stream.write(
        write_dbf(columns, cells, encoding or "cp866", today=date.today(), replacements=lacking)
    )


#: Format -> (writer, extension, encoding unless told otherwise).
formats: Mapping[str, tuple[Callable, str, str]] = {
    "sber": (write_sber, "txt", "cp1251"),
    "csv": (write_csv, "csv", "utf-8-sig"),
    "xlsx": (write_xlsx, "xlsx", ""),
    "dbf": (write_dbf_file, "dbf", "cp866"),
}


def build(rows, kind, encoding=""):
    """Bytes of a file of :class:`DebtRow`.

    >>> row = DebtRow("0000012345", "ИВАНОВ И. И.", "УЛ ЛЕНИНА; Д 1", date(2025, 10, 1),
    ...               Decimal("1500"))
    >>> build([row], "sber").decode("cp1251")
    '0000012345;ИВАНОВ И. И.;УЛ ЛЕНИНА, Д 1;1025;1500,00\\r\\n'
    """
    writer, _extension, default = formats[kind]
    with SpooledTemporaryFile(MEMORY) as stream:
        writer(rows, stream, encoding or default)
        stream.seek(0)
        return stream.read()


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
