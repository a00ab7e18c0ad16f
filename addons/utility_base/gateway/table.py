"""One way to read any table: ``read_table(data, kind, options) -> Table``.

Kinds: ``xlsx``, ``csv``, ``dbf``, ``fixed``, ``json``. A :class:`Table` has the names of its
columns and rows that can be iterated more than once (preview, dry run, import) without keeping them
in memory. What makes the file unreadable raises ``GatewayError``; what spoils a row is in
``Row.problems``; what is worth telling about the file (guessed encoding, early end) is in
``Table.info`` and ``Table.problems``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from .problem import Problem, problem, refuse


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is what the operator sees in the source: line, sheet row, record, list item."""

    number: int
    cells: tuple
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as a re-iterable: every ``iter()`` reads the file from its beginning."""

    factory: Callable[[], Iterator[Row]]

    def __iter__(self):
        return self.factory()


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: Rows
    info: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def records(self):
        """(row number, {column: cell}, problems) of each row."""
        for row in self.rows:
            yield row.number, dict(zip(self.columns, row.cells, strict=True)), row.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a profile says about a file; every field has a default that fits most files.

    ``encoding`` and ``delimiter`` empty: guessed. ``header_row``: number of the row that names the
    columns, 0 for none (columns are then "1", "2", …); rows above it are left out. ``skip_rows``:
    rows left out after the heading. ``trailer``: a line that begins with this ends the table.
    ``columns``: for fixed width ``[{"name", "start" (from 1), "width"}]``. ``path``: where the list
    stands in a JSON file ("houses.premises"). ``sheet``: name or number from 1.
    """

    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    header_row: int = 1
    skip_rows: int = 0
    trailer: str = ""
    sheet: str | int = ""
    columns: tuple = ()
    path: str = ""
    skip_blank: bool = True
    max_bytes: int = 100 * 2**20
    max_unpacked: int = 600 * 2**20
    max_rows: int = 2_000_000

    @classmethod
    def from_mapping(cls, values):
        """Options of a profile stored as JSON; a wrong name or type is a coded error.

        >>> ReadOptions.from_mapping({"delimiter": ";"}).delimiter
        ';'
        >>> ReadOptions.from_mapping({"delimeter": ";"})
        Traceback (most recent call last):
        ...
        odoo.addons...GatewayError: file.option: The option “delimeter” ...
        """
        if isinstance(values, cls):
            return values
        values = dict(values or {})
        known = {item.name: item for item in fields(cls)}
        for name, value in values.items():
            if name not in known:
                refuse("file.option", option=name, reason="unknown option")
            kinds = (str, int) if name == "sheet" else (type(known[name].default),)
            if name == "columns":
                kinds = (list, tuple)
            if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                refuse("file.option", option=name, reason=f"{kinds[0].__name__} expected")
            if isinstance(value, int) and value < 0:
                refuse("file.option", option=name, reason="must not be negative")
        if "columns" in values:
            values["columns"] = tuple(values["columns"])
        return cls(**values)


def read_table(data, kind, options=None):
    """Read ``data`` (bytes) of a kind. Options: :class:`ReadOptions` or a mapping of its fields.

    >>> table = read_table("Счёт;Сумма\\n0001;1 234,50\\n".encode("cp1251"), "csv")
    >>> table.columns, [row.cells for row in table.rows], table.info["encoding"]
    (('Счёт', 'Сумма'), [('0001', '1 234,50')], 'cp1251')
    """
    from . import read_csv, read_dbf, read_fixed, read_json, read_xlsx

    readers = {
        "xlsx": read_xlsx.read,
        "csv": read_csv.read,
        "dbf": read_dbf.read,
        "fixed": read_fixed.read,
        "json": read_json.read,
    }
    if kind not in readers:
        refuse("file.kind", kind=kind, known=", ".join(sorted(readers)))
    options = ReadOptions.from_mapping(options)
    if not data:
        refuse("file.empty")
    if len(data) > options.max_bytes:
        refuse("file.too_big", size=len(data), limit=options.max_bytes)
    return readers[kind](bytes(data), options)


def column_names(cells):
    """Unique names for columns: empty ones are numbered, repeated ones get a counter.

    >>> column_names(["Дом", None, " Сумма ", "Сумма"])
    ('Дом', '2', 'Сумма', 'Сумма (2)')
    """
    names = []
    for number, cell in enumerate(cells, start=1):
        base = " ".join(str(cell).split()) if cell is not None else ""
        base = base or str(number)
        name, count = base, 1
        while name in names:
            count += 1
            name = f"{base} ({count})"
        names.append(name)
    return tuple(names)


def fit_row(number, cells, width, problems=()):
    """Row of exactly ``width`` cells. Empty extra cells are dropped, anything else is a problem."""
    cells = list(cells)
    while len(cells) > width and cells[-1] in (None, ""):
        cells.pop()
    if len(cells) != width:
        wrong = problem("row.columns", row=number, found=len(cells), expected=width)
        problems = (*problems, wrong)
        cells = (cells + [None] * width)[:width]
    return Row(number, tuple(cells), tuple(problems))


def is_blank(cells):
    """True when no cell holds anything."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def take_table(source, options, *, info=None, problems=(), trim=False):
    """Build a table from ``source() -> iterator of (number, cells, problems)`` by the options.

    ``trim`` drops empty cells at the end of the heading (spreadsheets keep formatted empty
    columns).
    """
    if options.header_row:
        for number, cells, _problems in source():
            if number >= options.header_row:
                heading = _without_tail(cells) if trim else list(cells)
                if is_blank(heading):
                    refuse("file.no_header", row=number)
                columns = column_names(heading)
                break
        else:
            refuse("file.no_header", row=options.header_row)
    else:
        first = next((cells for _n, cells, _p in source() if not is_blank(cells)), None)
        if first is None:
            refuse("file.empty")
        columns = column_names([None] * len(first))
    width = len(columns)
    return Table(columns, Rows(lambda: _rows(source, options, width)), info or {}, tuple(problems))


def _without_tail(cells):
    cells = list(cells)
    while cells and is_blank(cells[-1:]):
        cells.pop()
    return cells


def _rows(source, options, width):
    skip = options.skip_rows
    count = 0
    for number, cells, problems in source():
        if number <= options.header_row:
            continue
        if skip:
            skip -= 1
            continue
        if options.trailer and cells and str(cells[0] or "").startswith(options.trailer):
            return
        if options.skip_blank and is_blank(cells) and not problems:
            continue
        count += 1
        if count > options.max_rows:
            refuse("file.too_many_rows", limit=options.max_rows)
        placed = tuple(item.at(row=number) for item in problems)
        yield fit_row(number, cells, width, placed)
