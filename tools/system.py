"""The machine: its distribution, missing system packages, disk space, ports, a lock."""

import ctypes.util
import fcntl
import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

from . import settings
from .report import Problem, say, step, tail, warn


def is_root() -> bool:
    return os.geteuid() == 0


def release() -> dict[str, str]:
    """The fields of /etc/os-release; empty where there is none."""
    fields = {}
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return fields
    for line in text.splitlines():
        key, sign, value = line.partition("=")
        if sign:
            fields[key] = value.strip("\"'")
    return fields


def is_debian() -> bool:
    return release().get("ID") == "debian"


def has_apt() -> bool:
    return bool(shutil.which("apt-get"))


def has_venv(python: str = "/usr/bin/python3") -> bool:
    """Debian splits ``ensurepip`` off into python3-venv; without it no venv can be made."""
    probe = [python, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def postgres_folder() -> Path | None:
    """The folder of ``initdb`` and ``postgres`` of the newest server (13 or later) here."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folders = [f for f in folders if f.parent.name.isdigit() and int(f.parent.name) >= 13]
    if folders:
        return max(folders, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    """The browser that Odoo's test framework would find."""
    for name in ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    return None


# What only tests need: the browser, and libzbar, which reads printed QR codes back.
TEST_PACKAGES = ("chromium", "fonts-dejavu-core", "libzbar0")


def wanted(browser: bool) -> list[str]:
    """Names of the Debian packages that are missing for a full set-up."""
    from . import postgres, python_env

    packages = []
    if not python_env.is_ready() and not has_venv(python_env.base_python()):
        packages.append("python3-venv")
    if not postgres.external() and not postgres_folder():
        packages.append("postgresql")
    if browser and not chromium():
        packages += ["chromium", "fonts-dejavu-core"]
    if browser and not ctypes.util.find_library("zbar"):
        packages.append("libzbar0")
    return packages


def install(packages: list[str]) -> None:
    """Install Debian packages; only root of a machine with apt-get gets here."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    with step(f"installing system packages: {' '.join(packages)}"):
        update = subprocess.run(
            ["apt-get", "update", "-q"], env=environ, capture_output=True, text=True, check=False
        )
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(
            f"apt-get could not install {' '.join(packages)}:\n"
            + tail(update.stderr if update.returncode else done.stderr or done.stdout),
            "Repair apt (network, sources, disk) or install them by hand, then run this again.",
        )


def ensure_packages(browser: bool = True) -> None:
    """Install what is missing where we may; else say what an administrator must install.

    Goes on without the browser (only the browser tests need it), stops without the rest.
    """
    missing = wanted(browser)
    if not missing:
        return
    if has_apt() and is_root():
        install(missing)
        return
    order = f"apt-get install --no-install-recommends {' '.join(missing)}"
    needed = [name for name in missing if name not in TEST_PACKAGES]
    if not needed:
        what = "Chromium" if "chromium" in missing else "the reader of printed codes"
        warn(f"No {what} here: tests that need it will fail. An administrator can run: {order}")
        return
    remedy = f"Ask an administrator to run:\n    {order}\nand start this command again."
    if not has_apt():
        remedy = (
            "This machine has no apt-get. Install PostgreSQL 13 or newer and a Python 3.11+ with "
            "venv by its own means (or set PGHOST/DATABASE_URL and ODOO_HOME), "
            "or use docker compose up."
        )
    raise Problem(f"Missing on this machine: {', '.join(needed)}.", remedy)


def free_gigabytes(folder: Path) -> float:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free / 1e9


def ensure_disk(gigabytes: float, purpose: str, folder: Path | None = None) -> None:
    """Raise unless ``folder`` (the checkout by default) has that much space left."""
    folder = folder or settings.ROOT
    free = free_gigabytes(folder)
    if free < gigabytes:
        raise Problem(
            f"{purpose} needs about {gigabytes:g} GB, {free:.1f} GB are free in {folder}.",
            "Make room or move the checkout to a larger disk.",
        )


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError:
            return False
        return True


def free_port(preferred: range | None = None) -> int:
    """A TCP port of the loopback that nobody listens on, from ``preferred`` if possible."""
    for port in preferred or ():
        if port_is_free(port):
            return port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def alive(pid: int) -> bool:
    """True when the process exists and is not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@contextmanager
def lock(name: str):
    """One process at a time sets a part up; others wait and then find it done."""
    settings.OWN.mkdir(parents=True, exist_ok=True)
    with open(settings.OWN / f"{name}.lock", "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"- waiting for another command that has taken the {name}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
