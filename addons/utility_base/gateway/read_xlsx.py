"""Excel workbooks: values with their types, results of formulas, and no trust in the archive."""

import io
import zipfile
from datetime import datetime, time

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .problem import problem, refuse
from .table import take_table

_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx with a password
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_CHUNK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, SyntaxError,
    AttributeError, IndexError, EOFError, OSError, OverflowError, NotImplementedError,
)  # fmt: skip  # what zipfile, zlib, lxml and openpyxl raise on damaged input


def read(data, options):
    """Table of one sheet: the named one, the numbered one, or the first."""
    if data.startswith(_OLE):
        refuse("file.encrypted")
    _inspect(data, options.max_unpacked)
    book = _open(data)
    names = book.sheetnames
    sheet = _sheet_name(names, options.sheet)
    book.close()

    def source():
        return _records(data, sheet)

    return take_table(source, options, info={"sheet": sheet, "sheets": tuple(names)}, trim=True)


def _open(data):
    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except _BROKEN:
        refuse("file.not_xlsx")


def _inspect(data, limit):
    """Refuse zip bombs and XML with declarations before anything is parsed.

    Sizes are counted while unpacking: the directory of the archive may lie about them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for entry in archive.infolist():
                if entry.flag_bits & 1:
                    refuse("file.encrypted")
                total += entry.file_size
                if total > limit:
                    refuse("file.zip_bomb", size=total, limit=limit)
                if entry.filename.endswith((".xml", ".rels", ".vml")):
                    _inspect_part(archive, entry, limit)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        refuse("file.not_xlsx")


def _inspect_part(archive, entry, limit):
    tail, size = b"", 0
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                refuse("file.zip_bomb", size=size, limit=limit)
            window = tail + chunk
            # a NUL means UTF-16/32, where the words below would hide
            if b"\0" in window or any(word in window for word in _FORBIDDEN):
                refuse("file.unsafe_xml", part=entry.filename)
            tail = window[-16:]


def _sheet_name(names, wanted):
    if wanted in ("", None):
        return names[0] if names else refuse("file.empty")
    if isinstance(wanted, str) and wanted in names:
        return wanted
    if str(wanted).isdigit() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    return refuse("file.sheet", sheet=wanted, known=", ".join(names))


def _records(data, sheet):
    book = _open(data)
    try:
        page = book[sheet]
        if not hasattr(page, "reset_dimensions"):
            refuse("file.sheet", sheet=sheet, known=", ".join(book.sheetnames))
        page.reset_dimensions()  # exporters write wrong ones, and openpyxl would cut the table
        width, number = 0, 0
        for number, cells in enumerate(page.iter_rows(), start=1):
            values, problems = _values(cells)
            width = max(width, len(values))
            # cells that a row does not have are empty, not missing
            yield number, values + [None] * (width - len(values)), problems
    except _BROKEN as error:
        wrong = problem("row.damaged", reason=type(error).__name__)
        yield number + 1, [None], (wrong,)
    finally:
        book.close()


def _values(cells):
    values, problems = [], []
    for cell in cells:
        value = cell.value
        if value is not None and cell.data_type == "e":
            problems.append(problem("value.excel_error", column=cell.column_letter, value=value))
            value = None
        elif isinstance(value, datetime) and value.time() == time():
            value = value.date()
        values.append(value)
    return values, tuple(problems)
