"""Coded problems: what is wrong with a file, a row or a value, and what the operator can do about
it.

Readers and parsers never let a library's traceback out. A value that can't be read *is* a
:class:`Problem`; a row carries its problems; a whole file that can't be read raises
:class:`GatewayError` with one. Codes are stable (integrators and tests rely on them), texts are
English sources: register them with a catalogue, translate them at the border of the ORM with
``describe(problem, translate)``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

_CATALOGUE: dict[str, tuple[str, str, str]] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """One coded problem. ``row`` counts from 1 as the operator sees the file; ``path`` is a JSON
    path.

    >>> p = Problem("value.decimal", value="12a").at(row=7, column="Sum")
    >>> p.row, p.column, p.is_warning
    (7, 'Sum', False)
    """

    code: str
    row: int | None = None
    column: str = ""
    path: str = ""
    value: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False

    def at(self, row=None, column="", path=""):
        """The same problem with its place filled in; places already known are kept."""
        return replace(
            self,
            row=self.row if self.row is not None else row,
            column=self.column or column,
            path=self.path or path,
        )

    def as_dict(self):
        """JSON-ready form with the English text, for jobs and RPC answers.

        >>> Problem("file.empty").as_dict()["code"]
        'file.empty'
        """
        message, remedy = describe(self)
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "path": self.path,
            "value": self.value,
            "message": message,
            "remedy": remedy,
            "warning": self.is_warning,
        }


class GatewayError(Exception):
    """A file or message is refused as a whole; ``problem`` says why."""

    def __init__(self, problem):
        super().__init__(f"{problem.code}: {describe(problem)[0]}")
        self.problem = problem


def refuse(code, **kwargs):
    """Raise :class:`GatewayError`; keywords that are not places become parameters of the text."""
    raise GatewayError(problem(code, **kwargs)) from None


def problem(code, *, row=None, column="", path="", value="", is_warning=False, **params):
    """Make a problem; the value is cut so that a log line stays a line.

    >>> len(problem("value.date", value="x" * 500).value)
    80
    """
    text = "" if value is None else str(value)
    if len(text) > 80:
        text = text[:79] + "…"
    return Problem(code, row, column, path, text, params, is_warning)


def register(module, entries):
    """Add texts: code -> (message, remedy). ``module`` is the addon whose .po files translate them.

    Two addons can't claim one code.
    """
    for code, (message, remedy) in entries.items():
        known = _CATALOGUE.get(code)
        if known and known != (module, message, remedy):
            raise ValueError(f"problem code {code} is registered twice")
        _CATALOGUE[code] = (module, message, remedy)


def describe(found, translate: Callable[[str, str], str] | None = None):
    """(message, remedy) of a problem with its parameters filled in.

    ``translate(module, source)`` gives the text in the user's language.

    >>> describe(problem("file.empty"))[0]
    'The file is empty.'
    >>> describe(problem("no.such.code"))
    ('no.such.code', '')
    """
    module, message, remedy = _CATALOGUE.get(found.code, ("", found.code, ""))
    if translate:
        message = translate(module, message) if message else ""
        remedy = translate(module, remedy) if remedy else ""
    names = {"value": found.value, "column": found.column, "path": found.path, **found.params}
    return _fill(message, names), _fill(remedy, names)


def registered_codes():
    """Every code that has a text (for tests and documentation)."""
    return sorted(_CATALOGUE)


class _Missing(dict):
    def __missing__(self, key):
        return "…"


def _fill(text, names):
    """Percent-named substitution that survives a translator's mistake in a name."""
    try:
        return text % _Missing(names)
    except (ValueError, TypeError):
        return text
