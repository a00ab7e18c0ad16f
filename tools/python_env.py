"""The project's own Python environment in ``.local/venv``, with the exact versions of requirements.

Packages are first gathered as wheels in the download cache, then installed from there: another
checkout of the machine needs no network. A stamp of everything that went in makes the next call
a comparison of two strings.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import settings, system
from .report import Problem, step, tail

STAMP = settings.VENV / ".stamp"
LINK = "utility-odoo.pth"


def base_python() -> str:
    """The interpreter that the environment is made from: the one that runs this command."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def fingerprint() -> str:
    """Changes with the requirements, the interpreter and the place of the checkout."""
    digest = hashlib.sha256()
    for path in settings.REQUIREMENTS:
        digest.update(path.read_bytes())
    return f"{digest.hexdigest()[:16]} {sys.version.split()[0]} {settings.VENV}"


def is_ready() -> bool:
    if settings.shared():
        return settings.PYTHON.exists()
    try:
        return STAMP.read_text(encoding="utf-8") == fingerprint() and settings.PYTHON.exists()
    except OSError:
        return False


def ensure() -> None:
    """Make ``settings.PYTHON`` an interpreter with Odoo and all packages importable."""
    if not is_ready():
        create()
    if not settings.shared():
        link_odoo()


def create() -> None:
    if settings.shared():
        raise Problem(f"{settings.LOCAL} is a link without Python.", "Run setup where it lies.")
    system.ensure_disk(3, "The Python environment")
    python = base_python()
    with step(f"creating the Python environment ({python})"):
        shutil.rmtree(settings.VENV, ignore_errors=True)
        run([python, "-m", "venv", settings.VENV], "The Python environment could not be made")
    gather_wheels()
    with step("installing the Python packages"):
        pip("install", "--no-index", "--find-links", wheels(), *requirement_options())
    STAMP.write_text(fingerprint(), encoding="utf-8")


def wheels() -> Path:
    """The cache folder of wheels for this interpreter."""
    tag = f"{sys.implementation.cache_tag}-{os.uname().machine}"
    return settings.cache() / "wheels" / tag


def requirement_options() -> list[str]:
    # Every package is listed with its version, so that nothing is left to resolve. Odoo is no
    # wheel: the addons of OCA require it, and find it on the path.
    options = ["--no-deps", "--no-warn-script-location"]
    for path in settings.REQUIREMENTS:
        options += ["-r", str(path)]
    return options


def gather_wheels() -> None:
    """Fill the cache from the package index unless it already has everything."""
    folder = wheels()
    folder.mkdir(parents=True, exist_ok=True)
    complete = folder / ".complete"
    digest = fingerprint().split()[0]
    if complete.exists() and digest in complete.read_text(encoding="utf-8").split():
        return
    system.ensure_disk(1, "The download of the Python packages", folder)
    options = [o for o in requirement_options() if o != "--no-warn-script-location"]
    with step("downloading the Python packages (230 MB)"):
        # The few packages without a wheel are built apart, with what they need for it.
        pip("wheel", "--use-pep517", "--wheel-dir", folder, "--find-links", folder, *options)
    with open(complete, "a", encoding="utf-8") as file:
        file.write(digest + "\n")


def pip(*arguments) -> None:
    command = [settings.PYTHON, "-m", "pip", "--disable-pip-version-check", *arguments]
    run(
        [*command, "-q"],
        f"pip {arguments[0]} failed",
        "Check the network and the disk, then run this again. Where the output names a compiler "
        "or Python.h, an administrator must run: apt-get install gcc python3-dev libpq-dev",
    )


def run(command: list, what: str, remedy: str = "") -> None:
    # A Python of another environment must not look into this one.
    environ = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    environ["PIP_USER"] = "0"
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        output = done.stdout + done.stderr
        raise Problem(f"{what}:\n{tail(output)}", remedy or "See the output above.")


def link_odoo() -> None:
    """Put Odoo on the environment's path: OCA wheels merge into its ``odoo.addons``."""
    line = f"{settings.odoo_path()}\n"
    for folder in settings.VENV.glob("lib/python*/site-packages"):
        path = folder / LINK
        if not path.exists() or path.read_text(encoding="utf-8") != line:
            path.write_text(line, encoding="utf-8")


def inside() -> bool:
    """True when this process runs in the project's environment."""
    return Path(sys.prefix).resolve() == settings.VENV.resolve()
