"""What every importer is, and how a portion of rows goes through it."""

import logging
from dataclasses import dataclass, field
from datetime import date

import psycopg2

from odoo.exceptions import AccessError, UserError

from ..gateway.problem import problem
from ..gateway.table import read_table
from .rows import RowError
from .work import RowWork, Work

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What holds for a whole import.

    ``since``: the day from which facts hold that have no date of their own. ``only_accounts``,
    ``only_buildings``: keys of what a partial transfer takes (P08); empty takes all.
    """

    company: object
    since: date
    locality: object = None
    only_accounts: frozenset = frozenset()
    only_buildings: frozenset = field(default_factory=frozenset)


class Importer:
    """A kind of import. Subclasses declare ``targets`` and ``entities`` and implement ``plan``.

    An instance serves one portion of rows: ``prepare`` looks up what the rows refer to, ``plan``
    turns a row into wishes or raises :class:`RowError`. Both must be repeatable: a portion that the
    database refuses is tried again in halves until the bad rows are found.
    """

    kind = ""
    label = ""
    module = "utility_base"
    sequence = 10
    help = ""
    uses_mapping = True
    targets = ()
    entities = ()

    def __init__(self, env, options):
        self.env = env
        self.options = options
        self.company = options.company

    @classmethod
    def read(cls, data, file_kind, options):
        """Table of the file; importers of a format of their own override this."""
        return read_table(data, file_kind, options)

    @classmethod
    def sample(cls):
        """(suffix, bytes) of a sample file; None: a workbook of the targets is made."""
        return None

    @classmethod
    def target(cls, name):
        return next(target for target in cls.targets if target.name == name)

    def prepare(self, rows):
        """Look up, a query a model, what ``rows`` refer to."""

    def plan(self, row, work):
        """Say through ``work.want`` which records the row means."""
        raise NotImplementedError

    def is_wanted(self, row):
        """Whether a partial transfer takes the row; called after ``prepare``."""
        return True

    def finish(self, work):
        """Write what goes past the wishes, after they were carried out."""


def process(importer, rows):
    """Import parsed rows; returns the journal. Every row gets its state, none raises.

    One savepoint holds the portion; when the database or a rule refuses it, its halves are tried,
    down to the single rows that are to blame.
    """
    todo = [row for row in rows if row.state == "pending"]
    return _attempt(importer, todo) if todo else []


def _attempt(importer, rows):
    env = importer.env
    marks = [(row, len(row.problems)) for row in rows]
    try:
        with env.cr.savepoint():
            return _carry_out(importer, rows)
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        raise  # a lost connection or a conflict of transactions: the job is tried again whole
    except Exception as error:
        for row, count in marks:
            row.state = "pending"
            row.record = None
            del row.problems[count:]
        if len(rows) == 1:
            rows[0].fail(_problem_of(env, error, rows[0]))
            return []
    half = len(rows) // 2
    return _attempt(importer, rows[:half]) + _attempt(importer, rows[half:])


def _carry_out(importer, rows):
    importer.prepare(rows)
    work = Work(importer.env, importer.entities)
    for row in rows:
        row_work = RowWork(row)
        try:
            if not importer.is_wanted(row):
                row.skip(problem("IMP-FILTERED", row=row.number))
                continue
            importer.plan(row, row_work)
        except RowError as error:
            row.fail(error.problem.at(row=row.number))
            continue
        work.add(row_work)
    work.flush()
    importer.finish(work)
    importer.env.flush_all()
    for row in rows:
        if row.state == "pending":
            row.state = "unchanged"
    return work.changes


def _problem_of(env, error, row):
    """Coded problem for what refused a single row."""
    place = {"row": row.number}
    if isinstance(error, RowError):
        return error.problem.at(**place)
    if isinstance(error, AccessError):
        return problem("IMP-RIGHTS", reason=_first_line(error), **place)
    if isinstance(error, UserError):
        return problem("IMP-RULE", reason=_first_line(error), **place)
    if isinstance(error, psycopg2.DataError):  # e.g. an area of a billion digits
        return problem("IMP-RULE", reason=_first_line(error).partition("\n")[0], **place)
    if isinstance(error, psycopg2.IntegrityError):
        code = "IMP-RULE"
        if isinstance(error, psycopg2.errors.UniqueViolation):
            code = "IMP-DUPLICATE"
        return problem(code, reason=_constraint_message(env, error), **place)
    _logger.error("Import: row %s failed", row.number, exc_info=error)
    return problem("IMP-INTERNAL", reason=type(error).__name__, **place)


def _first_line(error):
    return " ".join(str(error.args[0] if error.args else error).split())


def _constraint_message(env, error):
    table = error.diag.table_name
    name = next((n for n, cls in env.registry.items() if cls._table == table), "base")
    return " ".join(env[name]._sql_error_to_message(error).split())
