"""The private PostgreSQL cluster in ``.local/pg``.

It listens on 127.0.0.1 only, on a port of its own, behind a random password that only the owner
of the checkout can read. PostgreSQL refuses to run as root: there it runs as ``postgres`` or
``nobody``.
"""

import contextlib
import os
import pwd
import secrets
import signal
import subprocess
import time
from pathlib import Path

from . import settings, system
from .report import Problem, say, step, tail

HOME = settings.LOCAL / "pg"
DATA = HOME / "data"
LOG = HOME / "log"
PASSWORD = HOME / "password"
ROLE = "odoo"
PORTS = range(54320, 54400)


def postmaster() -> tuple[int, int] | None:
    """Process id and port of the running private cluster, None when it does not run."""
    try:
        lines = (DATA / "postmaster.pid").read_text(encoding="ascii").splitlines()
        pid, port = int(lines[0]), int(lines[3])
    except (OSError, ValueError, IndexError):
        return None
    # After a crash the file stays behind, and its number may belong to another process by now.
    if not system.alive(pid) or "postgres" not in system.command_line(pid):
        return None
    return pid, port


def read_password() -> str:
    try:
        return PASSWORD.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def ensure() -> None:
    """Create the cluster if there is none, start it if it stands."""
    if postmaster():
        return
    if settings.shared():
        raise Problem(
            f"{settings.LOCAL} is a link and its database server does not run.",
            "Start it where it lies, or name a server by PGHOST.",
        )
    with system.lock("database"):
        if not (DATA / "PG_VERSION").exists():
            create()
        if not postmaster():
            start()


def owner() -> pwd.struct_passwd:
    """The user whom the cluster belongs to: ourselves, or a harmless one when we are root."""
    if not system.is_root():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Problem("PostgreSQL refuses root, and there is no user postgres or nobody.", "Add one.")


@contextlib.contextmanager
def as_owner():
    """How to run a program of PostgreSQL: (path of the data folder, options of ``subprocess``).

    Under root the folders above the checkout may be closed to the owner of the cluster (a clone
    in /root). The child is therefore given the open folder, and names it by the number of that
    file.
    """
    if not system.is_root():
        yield str(DATA), {"cwd": "/", "pass_fds": ()}
        return
    folder, user = os.open(DATA, os.O_RDONLY | os.O_DIRECTORY), owner()
    options = {"cwd": "/", "pass_fds": (folder,), "user": user.pw_uid, "group": user.pw_gid}
    options["extra_groups"] = []
    try:
        yield f"/proc/self/fd/{folder}", options
    finally:
        os.close(folder)


def binary(name: str) -> str:
    folder = system.postgres_folder()
    if not folder:
        raise Problem(
            "There is no PostgreSQL server on this machine.",
            "An administrator must run: apt-get install postgresql\n"
            "Or name an existing server by PGHOST or DATABASE_URL.",
        )
    return str(folder / name)


def create() -> None:
    """``initdb`` with settings for a development machine, sized by its memory and disk."""
    initdb = binary("initdb")
    system.ensure_disk(3, "The database")
    user = owner()
    HOME.mkdir(parents=True, exist_ok=True)
    DATA.mkdir(exist_ok=True)
    DATA.chmod(0o700)
    if system.is_root():
        os.chown(DATA, user.pw_uid, user.pw_gid)
    password = secrets.token_urlsafe(18)
    settings.write_private(PASSWORD, password + "\n")
    with step("creating the database server"):
        # The password goes through a pipe: the owner of the cluster can't read our files.
        read, write = os.pipe()
        os.fchown(read, user.pw_uid, user.pw_gid)
        os.write(write, password.encode() + b"\n")
        os.close(write)
        command = [initdb, "-U", ROLE, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]
        with as_owner() as (data, options):
            options["pass_fds"] += (read,)
            command += ["-D", data, f"--pwfile=/proc/self/fd/{read}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
        os.close(read)
        if done.returncode:
            raise Problem(f"initdb failed:\n{tail(done.stdout + done.stderr)}", "See above.")
        with open(DATA / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write("\n# Of ./utility\n" + "".join(f"{k} = {v}\n" for k, v in tuning().items()))


def tuning() -> dict[str, str]:
    """Server settings: memory by the machine's size, room for bulk writes by the disk's."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    wal = 8 if system.free_gigabytes(settings.LOCAL) > 60 else 2
    return {
        "listen_addresses": "'127.0.0.1'",
        "unix_socket_directories": "''",
        "shared_buffers": f"{max(128, min(2048, memory // 6))}MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 24))}MB",
        "max_wal_size": f"{wal}GB",
        "checkpoint_timeout": "15min",
        "max_connections": "200",
        "jit": "off",
        "log_min_messages": "warning",
    }


def start() -> None:
    """Start the cluster on the remembered port, or on another one when that is taken."""
    remembered = HOME / "port"
    port = 0
    with contextlib.suppress(OSError, ValueError):
        port = int(remembered.read_text(encoding="ascii"))
    if not port or not system.port_is_free(port):
        port = system.free_port(PORTS)
        remembered.write_text(f"{port}\n", encoding="ascii")
    forget_dead_server()
    text = launch(port)
    if text is not None:
        raise Problem(f"PostgreSQL did not start:\n{tail(text)}", f"The whole log: {LOG}")
    say(f"- database server started on 127.0.0.1:{port}")


def forget_dead_server() -> None:
    """Remove the pid file that a killed server has left, once its sessions are gone too.

    The new server would take any living process with that number, even a zombie, for the old one.
    Sessions of a killed server notice it and end, but until then they may still write.
    """
    path = DATA / "postmaster.pid"
    if not path.exists():
        return
    deadline = time.monotonic() + 60
    while sessions():
        if time.monotonic() > deadline:
            numbers = " ".join(map(str, sessions()))
            raise Problem(f"Sessions of a killed server still run: {numbers}", "Kill them.")
        time.sleep(0.2)
    path.unlink()


def sessions() -> list[int]:
    """Processes of PostgreSQL that work in the data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(folder / "cwd") == str(DATA.resolve()):
                found.append(int(folder.name))
    return found


def launch(port: int) -> str | None:
    """Start the server; None when it accepts connections, else what it logged."""
    deadline = time.monotonic() + 120  # replaying the log after a crash takes its time
    with open(LOG, "ab") as log, as_owner() as (data, options):
        mark = log.tell()
        process = subprocess.Popen(
            [binary("postgres"), "-D", data, "-p", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **options,
        )
    while time.monotonic() < deadline and process.poll() is None:
        if ready(process.pid):
            return None
        time.sleep(0.1)
    return LOG.read_bytes()[mark:].decode(errors="replace")


def ready(pid: int) -> bool:
    """True when the server with this number accepts connections (its pid file says so)."""
    try:
        lines = (DATA / "postmaster.pid").read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    # A file that a crash left behind may say "ready" as well.
    return len(lines) >= 8 and lines[7].strip() == "ready" and lines[0] == str(pid)


def stop() -> bool:
    """Stop the private cluster (open connections are closed); True when it was running."""
    running = postmaster()
    if not running or settings.shared():
        return False
    pid = running[0]
    for number, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10)):
        os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not system.alive(pid):
                return True
            time.sleep(0.1)
    raise Problem(f"PostgreSQL (process {pid}) does not stop.", f"Look into {LOG}.")
