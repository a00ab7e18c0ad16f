"""An Odoo environment for scripts of the project: benches, scenarios, the demo town.

Runs inside the project's Python environment.
"""

import runpy
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

from . import settings


@contextmanager
def open_env(database: str, commit: bool = True):
    """An environment of the superuser in ``database``.

    Committed at the end, rolled back when the block raises or ``commit`` is false.
    """
    # Odoo may be imported only here: other commands of tools/ never need it in their process.
    import odoo.init  # noqa: F401, PLC0415  (must be the first module of Odoo)
    import odoo.tools  # noqa: PLC0415
    from odoo import SUPERUSER_ID, api  # noqa: PLC0415
    from odoo.modules.registry import Registry  # noqa: PLC0415

    odoo.tools.config.parse_config(["-c", str(settings.CONF), "-d", database], setup_logging=True)
    # Odoo itself imports the old package, and shows where in twenty lines.
    warnings.filterwarnings("ignore", "PyPDF2 is deprecated", DeprecationWarning)
    registry = Registry(database)
    with registry.cursor() as cursor:
        context = api.Environment(cursor, SUPERUSER_ID, {})["res.users"].context_get()
        env = api.Environment(cursor, SUPERUSER_ID, context)
        try:
            yield env
        except BaseException:
            cursor.rollback()
            raise
        if not commit:
            cursor.rollback()


def run_file(database: str, path: Path) -> None:
    """Run a Python file with ``env`` among its globals, in one transaction."""
    if str(settings.ROOT) not in sys.path:
        sys.path.insert(0, str(settings.ROOT))
    with open_env(database) as env:
        runpy.run_path(str(path), init_globals={"env": env}, run_name="__main__")
