"""Where things are and what the environment overrides.

Nothing is written outside the checkout but the download cache. Every generated file lies in
``.local``. When ``.local`` is a link (a second worktree), Odoo, Python and the database server of
the other checkout are used and never changed; databases and files of this one go by its name.
"""

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
PYTHON = VENV / "bin" / "python"
ODOO_UNPACKED = LOCAL / "odoo"
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
HTTP_PORT = 8069


def shared() -> bool:
    """True when ``.local`` belongs to another checkout (a linked folder)."""
    return LOCAL.is_symlink()


# What belongs to this checkout alone.
OWN = LOCAL / "worktrees" / ROOT.name if shared() else LOCAL
DATABASE_PREFIX = f"{ROOT.name}_" if shared() else ""
DEMO_DATABASE = f"{DATABASE_PREFIX}utility"
DATA_DIR = OWN / "data"
LOGS = OWN / "log"
CONF_TEMPLATE = ROOT / "odoo.conf"
CONF = OWN / "odoo.conf"


def cache() -> Path:
    """The download cache: ``$XDG_CACHE_HOME/utility``, else ``~/.cache/utility``.

    Where neither can be written (no home, or the home of somebody else), ``.local/cache``.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(base) / "utility"
    if os.path.isabs(base):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK | os.X_OK):
                return folder
        except OSError:
            pass
    folder = LOCAL / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def odoo_home() -> Path | None:
    """The checkout named by ``ODOO_HOME``, if any."""
    value = os.environ.get("ODOO_HOME")
    return Path(value).expanduser().resolve() if value else None


def odoo_path() -> Path:
    """The folder that must stand on ``sys.path`` for ``import odoo``."""
    return odoo_home() or ODOO_UNPACKED / "usr/lib/python3/dist-packages"


def odoo_launcher() -> Path:
    """The script that starts Odoo (its web socket process starts itself anew by this name)."""
    return odoo_path() / "odoo-bin" if odoo_home() else ODOO_UNPACKED / "usr/bin/odoo"


def addons() -> list[str]:
    """Names of the project's installable addons, in alphabetical order."""
    return sorted(p.parent.name for p in ADDONS.glob("*/__manifest__.py"))


def cores() -> int:
    """Number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` atomically by a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(name, path)
