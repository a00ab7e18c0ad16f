"""Typst source and plain data to PDF or pictures. No Odoo here.

    pdf = render(source, {"name": "Әлия"})
    pages = render(source, {"name": "Әлия"}, "png")

A template imports ``/utility.typ`` (kept beside this module), which reads the data as ``data`` and
has the formatting functions that all documents share::

    #import "/utility.typ": *
    #show: page-setup
    = #data.name

What a template may see is its own text, that library, the data and the assets given to ``render``:
each call has a fresh root folder, paths cannot leave it, and packages from the network are refused.

The layout itself is made by a worker process (``typst_pool``), so that a template that never ends is
stopped by the time limit and does not hold the process that asked.

Fonts are those of the system, those in ``static/fonts`` of the addon, the Roboto of Odoo's web
addon (all letters and currency signs of the three countries, whatever the machine) and the ones
that Typst brings; they are scanned once a worker. A page takes 5-10 ms; the layout cache of a
worker grows by about 3 MB a page, so mass printing works in batches of up to 100 and workers are
replaced when they have grown.
"""

import dataclasses
import functools
import importlib.util
import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from .typst_pool import POOL, TimeLimit, WorkerLost

FORMATS = ("pdf", "png", "svg")
LIBRARY = Path(__file__).with_name("utility.typ")
FONT_DIR = Path(__file__).parents[1] / "static" / "fonts"
#: seconds a compilation may take; callers of large batches give more
TIME_LIMIT = 20

_PLACE = re.compile(r"┌─ (?P<file>\S+?):(?P<line>\d+):(?P<column>\d+)")
_PACKAGE = re.compile(r"\"@\w+/")
# An import of anything but one whole text in quotes: the name could be put together from parts.
_IMPORT = re.compile(
    r"(?:#|^|[{;=(])[ \t]*(?:import|include)\b(?!\s*\"[^\"@]*\"\s*(?::|as\b|[;)\]}]|$|\n))", re.M
)
# Code made of text at run time could import what the patterns above look for in the source.
_EVAL = re.compile(r"\b(?:eval|std|plugin)\b")


class DocumentError(ValueError):
    """A template that cannot be rendered: what is wrong and where.

    ``line`` and ``column`` count from 1 in the template's own text; both are 0 where the place is
    not in it (the data, the shared library). ``timeout``: it was stopped by the time limit.
    """

    def __init__(self, message, line=0, column=0, hints=(), timeout=False):
        self.message = message
        self.timeout = timeout
        self.line = line
        self.column = column
        self.hints = tuple(hints)
        where = f"line {line}, column {column}: " if line else ""
        super().__init__("\n".join([where + message, *self.hints]))


def render(
    template,
    data,
    fmt="pdf",
    *,
    assets=None,
    files=None,
    ppi=110,
    created=None,
    seconds=TIME_LIMIT,
):
    """Render ``template`` with ``data``.

    :param str template: Typst source
    :param Mapping data: what the library offers as ``data``; dates become ISO texts, Decimal keeps
        its digits as text, dataclasses become dictionaries
    :param str fmt: ``pdf``, or ``png`` and ``svg`` for a picture a page
    :param Mapping assets: name -> bytes of pictures, for ``asset("name")`` in the template
    :param Mapping files: name -> Typst source of libraries that the template imports as "/name"
    :param int ppi: resolution of ``png``
    :param datetime created: creation time (with its zone) written into the PDF, so that the same
        document is the same bytes
    :param float seconds: time limit of the layout
    :return: bytes for ``pdf``, else a list of bytes, one a page
    :raises DocumentError: the template or its use of the data is wrong

    >>> render("= Hello #(1 + 1)", {})[:5]
    b'%PDF-'
    >>> render("first #pagebreak() second", {}, "svg").__len__()
    2
    >>> try:
    ...     render("one\\n#nothing", {})
    ... except DocumentError as error:
    ...     print(error)
    line 2, column 2: unknown variable: nothing
    """
    if fmt not in FORMATS:
        raise ValueError(f"Unknown format {fmt!r}: use one of {', '.join(FORMATS)}")
    for source in (template, *(files or {}).values()):
        _refuse_packages(source)
    with tempfile.TemporaryDirectory(prefix="utility-document-") as folder:
        root = Path(folder)
        (root / "main.typ").write_text(template, encoding="utf-8")
        (root / "utility.typ").write_bytes(LIBRARY.read_bytes())
        (root / "data.json").write_text(dump(data), encoding="utf-8")
        for name, source in (files or {}).items():
            _inside(root, name).write_text(source, encoding="utf-8")
        for name, content in (assets or {}).items():
            path = _inside(root / "assets", name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        return _compile(root, fmt, ppi, created, seconds)


def _inside(folder, name):
    path = folder / name
    if path.resolve().parent != folder.resolve():
        raise ValueError(f"Bad asset name {name!r}: use a plain file name")
    return path


def dump(data):
    """``data`` as the JSON text that a template reads.

    >>> dump({"sum": Decimal("1.50"), "day": date(2026, 2, 28), "none": None})
    '{"sum": "1.50", "day": "2026-02-28", "none": null}'
    """
    if not isinstance(data, Mapping):
        data = dataclasses.asdict(data)
    return json.dumps(data, default=_plain, ensure_ascii=False)


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return dataclasses.asdict(value)
    raise TypeError(
        f"{type(value).__name__} cannot go into a document: give text, numbers or dates"
    )


@functools.cache
def _font_folders():
    return tuple(str(path) for path in (FONT_DIR, *_odoo_fonts()) if path.is_dir())


def _odoo_fonts():
    """Folder of the Roboto that comes with Odoo; nothing where Odoo is not importable."""
    try:
        web = importlib.util.find_spec("odoo.addons.web")
    except ModuleNotFoundError:
        web = None
    folders = web.submodule_search_locations if web else ()
    return [Path(folder) / "static" / "fonts" / "google" / "Roboto" for folder in folders]


def _compile(root, fmt, ppi, created, seconds):
    options = {"pdf_tags": False} if fmt == "pdf" else {}
    if created:
        options["timestamp"] = created
    request = {
        "root": str(root),
        "fmt": fmt,
        "ppi": ppi,
        "options": options,
        "fonts": _font_folders(),
    }
    try:
        found = POOL.run(request, seconds)
    except TimeLimit:
        raise DocumentError(
            f"not ready after {seconds:g} seconds: the template may hold a loop that never ends",
            timeout=True,
        ) from None
    except WorkerLost:
        raise DocumentError("the typesetter stopped: the document needs too much memory") from None
    if error := found.get("error"):
        raise _explained(error, root.name)
    return found["result"]


def _explained(error, folder):
    """The error with its place in the template: where it happened, or who called there."""
    text, message = error["diagnostic"], _clean(error["message"], folder)
    text = text[max(0, text.find("\nerror: ")) :]  # warnings (a missing font) stand before it
    for traced in [text, *error["trace"]]:
        for place in _PLACE.finditer(traced):
            if place["file"].endswith("main.typ"):
                line, column = int(place["line"]), int(place["column"])
                return DocumentError(message, line, column + 1, error["hints"])
    return DocumentError(message, hints=error["hints"])


def _clean(message, folder):
    """Message without the folder of this one rendering."""
    return re.sub(rf" ?\(searched at [^)]*{re.escape(folder)}[^)]*\)", "", message)


def _refuse_packages(template):
    for pattern, reason in (
        (_PACKAGE, "packages from the network are not available"),
        (_IMPORT, "import takes a file name in quotes only"),
        (_EVAL, "eval, std and plugin are not available"),
    ):
        if found := pattern.search(template):
            line = template.count("\n", 0, found.start()) + 1
            column = found.start() - template.rfind("\n", 0, found.start())
            raise DocumentError(reason, line, column)
