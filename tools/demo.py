"""The demo database: all addons, then the town that ``demo/build.py`` creates, once.

Runs inside the project's Python environment.
"""

import subprocess

from . import databases, settings
from .report import Problem, step, tail

SCRIPT = settings.ROOT / "demo" / "build.py"
# A text that the script may leave to greet people with.
WELCOME = "utility.demo.welcome"
DEFAULT_WELCOME = "Log in as admin, password admin."


def ensure(database: str) -> None:
    """Create the demo database with its town, or bring an existing one up to the addons.

    A database that was interrupted on its way is made anew; one that somebody else has made is
    never given a town.
    """
    unfinished = settings.OWN / f"unfinished-{database}"
    if unfinished.exists():
        databases.drop(database)
    fresh = not databases.exists(database)
    if fresh:
        unfinished.touch()
    databases.install(database, settings.addons(), options=("--without-demo",))
    if fresh and SCRIPT.exists():
        build(database)
    unfinished.unlink(missing_ok=True)


def build(database: str) -> None:
    log = settings.LOGS / "demo.log"
    settings.LOGS.mkdir(parents=True, exist_ok=True)
    # A process of its own: the script gets a fresh Odoo, and its log a file.
    command = [settings.PYTHON, settings.ROOT / "tools" / "__main__.py", "script"]
    with step("creating the demo town"), open(log, "wb") as file:
        done = subprocess.run(
            [*command, "--database", database, SCRIPT],
            stdout=file,
            stderr=subprocess.STDOUT,
            env=databases.odoo_environ(),
            check=False,
        )
        if done.returncode:
            text = log.read_text(encoding="utf-8", errors="replace")
            raise Problem(f"The demo town could not be created:\n{tail(text, 25)}", f"Log: {log}")


def welcome(database: str) -> str:
    return databases.get_parameter(database, WELCOME) or DEFAULT_WELCOME
