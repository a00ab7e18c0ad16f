"""Fixed-width text: columns by position in characters, as old programs and banks write it."""

from .problem import problem, refuse
from .table import Row, Rows, Table, is_blank
from .text_encoding import decode


def read(data, options):
    """Table by ``options.columns``; the heading row is left out, its words are not used.

    Exporters trim spaces at the end of a line, so short lines are padded; a line that ends before
    its second column begins is reported.
    """
    spec = _spec(options.columns)
    text, encoding = decode(data, options.encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\n").split("\n")
    least = spec[1][1] + 1 if len(spec) > 1 else 1
    first = options.header_row + options.skip_rows

    def rows():
        for number, line in enumerate(lines, start=1):
            if number <= first:
                continue
            if options.trailer and line.startswith(options.trailer):
                return
            cells = tuple(
                line[start : start + width].strip() or None for _name, start, width in spec
            )
            if options.skip_blank and is_blank(cells):
                continue
            short = len(line) < least
            wrong = problem("row.short", row=number, found=len(line), expected=least)
            yield Row(number, cells, (wrong,) if short else ())

    if len(lines) > options.max_rows:
        refuse("file.too_many_rows", limit=options.max_rows)
    return Table(tuple(name for name, _start, _width in spec), Rows(rows), {"encoding": encoding})


def _spec(columns):
    """[(name, start from 0, width)] in order of position; overlaps and nonsense are refused."""
    spec = []
    for column in columns:
        try:
            name, start, width = str(column["name"]), int(column["start"]) - 1, int(column["width"])
        except (KeyError, TypeError, ValueError):
            refuse("file.option", option="columns", reason="name, start and width expected")
        if start < 0 or width < 1:
            refuse("file.option", option="columns", reason=f"position of {name}")
        spec.append((name, start, width))
    if not spec:
        refuse("file.option", option="columns", reason="the columns are not described")
    spec.sort(key=lambda item: item[1])
    for (name, start, width), (_other, next_start, _width) in zip(spec, spec[1:], strict=False):
        if start + width > next_start:
            refuse("file.option", option="columns", reason=f"{name} overlaps the next column")
    return spec
