"""A list of flats pasted from a spreadsheet, read tolerantly. No Odoo here.

Cells are separated by tabs, semicolons or bars. A first line with names of columns may set their
order; without one it is flat, name, residents, area, phone, e-mail. Numbers of accounts are read
only under a heading. A line that cannot be read yields errors and never stops the others.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from ..gateway.problem import Problem
from ..gateway.values import clean_text, parse_decimal

COLUMNS = ("flat", "name", "residents", "area", "phone", "email")

#: Beginnings of column names in RU, UA, KZ and English, lower case.
_HEADINGS = {
    "flat": ("кв", "№ кв", "№ пом", "номер", "помещ", "приміщ", "flat", "apartm", "пәтер", "no"),
    "name": ("фио", "ф.и.о", "піб", "п.і.б", "плат", "абон", "собств", "власн", "наймат", "name",
             "payer", "owner", "аты", "тегі", "төлеуші", "фамил", "прізв"),
    "residents": ("прож", "жиль", "жит", "чел", "кол", "мешк", "осіб", "кільк", "resid", "pers",
                  "тұрғын", "адам", "саны"),
    "area": ("площ", "s", "м2", "м²", "кв.м", "кв. м", "area", "аудан", "ауданы"),
    "phone": ("тел", "phone", "моб"),
    "account": ("л/с", "лс", "лиц", "счёт", "счет", "о/р", "особ", "рахун", "account", "дербес",
                "шот"),
    "email": ("e-mail", "email", "эл", "ел", "почта", "пошта", "пошта"),
}  # fmt: skip
_PREFIX = re.compile(r"^(?:кв|кварт\w*|flat|apt|пәтер|п|№|no)\.?\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One flat of the list; ``None`` where the cell was empty or absent. ``line`` counts from 1."""

    line: int
    flat: str
    name: str | None = None
    residents: int | None = None
    area: Decimal | None = None
    phone: str | None = None
    email: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with a line: code ``flat``, ``twice``, ``residents`` or ``area``."""

    line: int
    code: str
    value: str


def parse_list(text):
    """Rows and errors of the pasted ``text``.

    >>> rows, errors = parse_list("кв;ФИО;S\\n1;Әлиева Ә.;54,3\\nкв. 2\\tПетров\\tмного")
    >>> rows[0].name, str(rows[0].area), rows[1].flat
    ('Әлиева Ә.', '54.3', '2')
    >>> errors
    [LineError(line=3, code='area', value='много')]
    """
    rows, errors, seen = [], [], set()
    columns = COLUMNS
    for line, source in enumerate((text or "").splitlines(), start=1):
        cells = _cells(source)
        if not any(cells):
            continue
        headings = not rows and not errors and _headings(cells)
        if headings:
            columns = headings
            continue
        values = dict(zip(columns, cells, strict=False))
        flat = _PREFIX.sub("", values.get("flat") or "")
        if not flat or len(flat) > 20:
            errors.append(LineError(line, "flat", values.get("flat") or source.strip()))
            continue
        if flat.lower() in seen:
            errors.append(LineError(line, "twice", flat))
            continue
        seen.add(flat.lower())
        row, found = _row(line, flat, values)
        rows.append(row)
        errors += found
    return rows, errors


def _cells(source):
    separator = next((s for s in "\t;|" if s in source), None)
    cells = source.split(separator) if separator else [source]
    return [clean_text(cell.strip().strip('"')) for cell in cells]


def _headings(cells):
    """Columns in the order of a heading line, or nothing when the line is data."""
    columns = []
    for cell in cells:
        text = (cell or "").lower()
        known = [
            column
            for column, starts in _HEADINGS.items()
            if any(text.startswith(start) for start in starts)
            if column != "flat" or not any(map(str.isdigit, text))
        ]
        # "кв. м" begins like a flat but is an area
        known = ["area"] if "area" in known and text.startswith("кв") else known
        columns.append(known[0] if known else "")
    return tuple(columns) if "flat" in columns and len(set(columns) - {""}) >= 2 else ()


def _row(line, flat, values):
    errors = []
    residents = _number(values.get("residents"))
    if residents is not None and (
        isinstance(residents, Problem) or residents < 0 or residents != int(residents)
    ):
        errors.append(LineError(line, "residents", values["residents"]))
        residents = None
    area = _number(values.get("area"))
    if area is not None and (isinstance(area, Problem) or not 0 < area < 100000):
        errors.append(LineError(line, "area", values["area"]))
        area = None
    row = PastedRow(
        line=line,
        flat=flat,
        name=values.get("name"),
        residents=None if residents is None else int(residents),
        area=area,
        phone=values.get("phone"),
        email=values.get("email"),
        account=values.get("account"),
    )
    return row, errors


def _number(cell):
    """The number in a cell with its unit taken off, a Problem, or None when empty."""
    if cell in (None, "-", "—"):
        return None
    return parse_decimal(re.sub(r"\s*(?:м2|м²|m2|m²|кв\.?\s*м\.?|чел\.?|ос\.?|адам)$", "", cell))
