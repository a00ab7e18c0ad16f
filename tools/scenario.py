"""Dispatch of ``./utility scenario FILE...`` to the reader of ``utility_billing``.

The scenarios run in a database of their own with all addons, which is kept for the next call and
brought up to date with the files; each scenario rolls its world back.
"""

import importlib
from pathlib import Path

from . import databases, odoo_env, settings
from .report import Problem

DATABASE = f"{settings.DATABASE_PREFIX}utility_scenarios"
READER = "odoo.addons.utility_billing.scenario.orm"


def run(paths: list[Path], database: str | None = None) -> int:
    """Exit status of the reader: 0 all passed, 1 something failed, 2 a file is malformed.

    A ``database`` that is named is used as it is.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise Problem(f"No such file: {', '.join(missing)}", "Name scenario files.")
    databases.prepare()
    if not database:
        database = DATABASE
        databases.install(database, settings.addons(), ("--without-demo",), log="scenario")
    with odoo_env.open_env(database, commit=False) as env:
        try:
            reader = importlib.import_module(READER)
        except ModuleNotFoundError as error:
            if error.name != READER and not READER.startswith(f"{error.name}."):
                raise
            raise Problem("This checkout has no reader of scenarios.", "See the README.") from error
        return reader.run_files(env, [str(path) for path in paths])
