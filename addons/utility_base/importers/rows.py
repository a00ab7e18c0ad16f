"""A row of a file on its way into the register."""

from ..gateway.problem import Problem, problem


class RowError(Exception):
    """The row can't be imported; ``problem`` says why and what to do."""

    def __init__(self, code, field="", value="", **params):
        self.problem = problem(code, column=field, value=value, **params)
        super().__init__(code)

    @classmethod
    def of(cls, found: Problem):
        """The error of a problem that another check found."""
        error = cls(found.code)
        error.problem = found
        return error


def found_or_error(found, field):
    """``found`` itself; a Problem instead of a record is the error of ``field``.

    >>> found_or_error("record", "service")
    'record'
    """
    if isinstance(found, Problem):
        raise RowError(found.code, field, found.value, **found.params)
    return found


class ImportRow:
    """Parsed row and what became of it.

    ``state``: pending, created, updated, unchanged, error or skipped. ``record``: (model, id) of
    what the row is about.
    """

    __slots__ = ("id", "number", "problems", "record", "state", "values")

    def __init__(self, number, values, problems=(), row_id=None):
        self.id = row_id
        self.number = number
        self.values = values
        self.problems = list(problems)
        self.record = None
        self.state = "error" if any(not p.is_warning for p in self.problems) else "pending"

    def __getitem__(self, name):
        return self.values.get(name)

    def __contains__(self, name):
        return self.values.get(name) is not None

    def some(self, *names):
        """The given targets that hold a value: ``{name: value}``."""
        return {name: self.values[name] for name in names if self.values.get(name) is not None}

    def fail(self, found: Problem):
        self.problems.append(found)
        self.state = "error"

    def skip(self, found: Problem):
        self.problems.append(found)
        self.state = "skipped"


class ColumnRule:
    """How one column, or a constant, fills one target."""

    __slots__ = ("column", "date_format", "default", "target", "value_map")

    def __init__(self, target, column="", default="", date_format="", value_map=None):
        self.target = target
        self.column = column
        self.default = default
        self.date_format = date_format
        self.value_map = value_map or {}

    def value(self, cells):
        """Value for the target out of ``{column: cell}``: a value, None or a Problem."""
        cell = cells.get(self.column) if self.column else None
        if self.value_map and cell is not None:
            cell = self.value_map.get(str(cell).strip().casefold(), cell)
        found = self.target.parse(cell, self.date_format)
        if found is None and self.default:
            found = self.target.parse(self.default, self.date_format)
        if isinstance(found, Problem):
            return found.at(column=self.column or self.target.label)
        return found


def parse_row(number, cells, rules, required, problems=(), row_id=None):
    """:class:`ImportRow` of ``{column: cell}`` by the rules of a profile.

    :param required: targets that must hold a value
    """
    values, found = {}, list(problems)
    for rule in rules:
        value = rule.value(cells)
        if isinstance(value, Problem):
            found.append(value.at(row=number))
        elif value is not None:
            values[rule.target.name] = value
    if not found and not values:
        row = ImportRow(number, values, (), row_id)
        row.skip(problem("IMP-NOTHING", row=number))
        return row
    if not found:
        for target in required:
            if target.name not in values:
                found.append(
                    problem("IMP-REQUIRED", row=number, column=target.label, label=target.label)
                )
    return ImportRow(number, values, found, row_id)
