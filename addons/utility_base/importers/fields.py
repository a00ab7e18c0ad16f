"""What an importer can take from a file: its target fields, and how a cell becomes a value."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ..gateway.problem import Problem, problem
from ..gateway.values import (
    clean_text,
    name_key,
    parse_bool,
    parse_decimal,
    parse_int,
    parse_share,
)
from ..gateway.values_date import parse_date, parse_period

_PARSERS = {
    "char": clean_text,
    "integer": parse_int,
    "decimal": parse_decimal,
    "boolean": parse_bool,
    "date": parse_date,
    "period": parse_period,
    "share": parse_share,
}


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a column of a file can fill.

    ``aliases``: headings by which the column is known in Russian, Ukrainian, Kazakh and English
    files. ``choices``: for ``kind="choice"``, ``{value: (words in files, ...)}``.
    """

    name: str
    label: str
    kind: str = "char"
    required: bool = False
    help: str = ""
    aliases: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    example: str = ""

    def parse(self, cell, date_format=""):
        """Value of ``cell``, None when it is empty, or a Problem.

        >>> Target("sum", "Sum", "decimal").parse("1 234,50")
        Decimal('1234.50')
        >>> kind = Target("kind", "Kind", "choice", choices={"temporary": ("временно",)})
        >>> kind.parse("Временно"), kind.parse("temporary"), kind.parse("vacant").code
        ('temporary', 'temporary', 'IMP-CHOICE')
        """
        if isinstance(cell, Problem):
            return cell
        if self.kind == "choice":
            return self._parse_choice(cell)
        if self.kind in ("date", "period") and date_format and isinstance(cell, str):
            return self._parse_by_format(cell, date_format)
        if self.kind == "char" and isinstance(cell, date | datetime):
            return cell.strftime("%d.%m.%Y")
        return _PARSERS[self.kind](cell)

    def _parse_by_format(self, cell, date_format):
        text = clean_text(cell)
        if text is None:
            return None
        try:
            found = datetime.strptime(text, date_format).date()
        except ValueError:
            return problem("value.date", value=cell)
        return parse_date(found)

    def _parse_choice(self, cell):
        text = clean_text(cell)
        if text is None:
            return None
        key = name_key(text)
        for value, words in self.choices.items():
            if key == name_key(value) or any(key == name_key(word) for word in words):
                return value
        known = ", ".join(words[0] if words else value for value, words in self.choices.items())
        return problem("IMP-CHOICE", value=text, label=self.label, known=known)
