"""Dispatch of ``./utility bench NAME``: a bench is a file ``bench/NAME.py`` with ``main(argv)``.

Benches run inside the project's Python environment and may use ``tools.databases`` for scratch
databases and ``tools.odoo_env.open_env`` for an environment in them.
"""

import importlib
import sys

from . import databases, settings
from .report import Problem, say

FOLDER = settings.ROOT / "bench"


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def run(name: str | None, arguments: list[str]) -> int:
    """Run one bench with its own arguments; without a name list them."""
    if not name:
        say("Benches: " + (", ".join(names()) or "none"))
        return 0
    if name not in names():
        raise Problem(f"There is no bench {name!r}.", f"There are: {', '.join(names()) or 'none'}.")
    databases.prepare()
    if str(settings.ROOT) not in sys.path:
        sys.path.insert(0, str(settings.ROOT))
    return importlib.import_module(f"bench.{name}").main(arguments) or 0
