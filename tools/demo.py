"""The demo database: all addons, then the town that ``demo/build.py`` creates, once.

Runs inside the project's Python environment.
"""

import subprocess

from . import databases, settings
from .report import Problem, step, tail

SCRIPT = settings.ROOT / "demo" / "build.py"
# Set here once the script has run through; the script may leave a text to greet people with.
MARKER = "utility.demo.built"
WELCOME = "utility.demo.welcome"
DEFAULT_WELCOME = "Log in as admin, password admin."


def ensure(database: str) -> None:
    """Create the demo database, or bring it up to date with the addons; build the town once."""
    databases.install(database, settings.addons(), options=("--without-demo",))
    if SCRIPT.exists() and not parameter(database, MARKER):
        build(database)


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
    databases.set_parameter(database, MARKER, "1")


def parameter(database: str, key: str) -> str:
    return databases.get_parameter(database, key)


def welcome(database: str) -> str:
    return parameter(database, WELCOME) or DEFAULT_WELCOME
