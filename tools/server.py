"""A running Odoo: workers, the runner of queued jobs, web sockets, one public port.

Runs inside the project's Python environment (``stop`` and ``running`` need only the library).
"""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import cluster, settings, system
from .report import Problem, say, tail

STATE = settings.OWN / "server.json"
LOG = settings.LOGS / "server.log"


class Server:
    """Odoo on ``database`` behind ``http://host:port``, with workers and the job runner.

    ``http_port`` is the port of Odoo itself. Used by ``./utility run`` and by the tests that need
    a real server::

        with Server("some_database") as server:
            requests.get(server.url + "/web/login")
    """

    def __init__(
        self,
        database: str,
        port: int = 0,
        host: str = "127.0.0.1",
        log: Path | None = None,
        conf: Path | None = None,
        data_dir: Path | None = None,
        **options,
    ):
        self.database = database
        self.host = host
        self.port = port or system.free_port()
        self.log = log or settings.LOGS / f"server-{database}.log"
        self.conf = conf or settings.OWN / "conf" / f"{database}-{self.port}.conf"
        self.data_dir = data_dir
        self.options = options
        self.http_port = 0
        self.process: subprocess.Popen | None = None
        self.door = None

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return f"http://{host}:{self.port}"

    def __enter__(self):
        try:
            self.start()
            self.wait_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *exc):
        self.stop()

    def start(self) -> None:
        from . import config, databases  # noqa: PLC0415  (psycopg2 is not there for ``stop``)
        from .frontdoor import FrontDoor  # noqa: PLC0415

        self.http_port = system.free_port()
        websocket_port = system.free_port()
        self.door = FrontDoor(self.host, self.port, self.http_port, websocket_port)
        try:
            self.door.start()
        except OSError as error:
            self.door = None
            raise port_problem(self.port, error) from error
        config.write(
            self.conf,
            data_dir=self.data_dir,
            db_name=self.database,
            http_interface="127.0.0.1",
            http_port=self.http_port,
            gevent_port=websocket_port,
            **self.options,
        )
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                databases.odoo_command("server", conf=self.conf),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=databases.odoo_environ(),
                # Ctrl-C is for us; we stop the server in order.
                start_new_session=True,
            )

    def wait_ready(self, seconds: float = 180) -> None:
        """Return when the login page answers; raise when the server dies or takes longer."""
        deadline = time.monotonic() + seconds
        url = f"http://127.0.0.1:{self.http_port}/web/login"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                with opener.open(url, timeout=60) as answer:
                    if answer.status == 200:
                        return
            time.sleep(0.2)
        text = self.log.read_text(encoding="utf-8", errors="replace")
        raise Problem(f"The server did not start:\n{tail(text, 25)}", f"The log: {self.log}")

    def stop(self) -> None:
        """Stop the server with all its workers."""
        if self.door:
            self.door.stop()
            self.door = None
        if self.process:
            terminate(self.process.pid, self.process)
            self.process = None
        self.conf.unlink(missing_ok=True)


def terminate(pid: int, process: subprocess.Popen | None = None) -> None:
    """SIGTERM to the server, SIGKILL to its whole group when it is not gone in 30 seconds."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None if process else not system.alive(pid):
            break
        time.sleep(0.05)
    # The server is the leader of its group: workers and jobs that outlived it end here.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    if process:
        process.wait()


def port_problem(port: int, error: OSError) -> Problem:
    free = system.free_port(range(port + 1, port + 100))
    return Problem(
        f"Port {port} can't be opened: {error.strerror or error}.",
        f"Another program uses it. Stop that, or take another one: ./utility run --port {free}",
    )


def running() -> dict | None:
    """What ``run`` wrote about itself, when that server still lives."""
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if is_ours(state["server"]) else None


def is_ours(pid: int) -> bool:
    return system.alive(pid) and str(settings.CONF) in system.command_line(pid)


def serve(database: str, port: int, host: str, workers: int | None, welcome: str) -> int:
    """Serve ``database`` in the foreground until Ctrl-C or ``./utility stop``."""
    from . import databases  # noqa: PLC0415

    options = {} if workers is None else {"workers": workers}
    server = Server(database, port, host, log=LOG, conf=settings.CONF, **options)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        server.start()
        state = {"door": os.getpid(), "server": server.process.pid, "url": server.url}
        settings.write_private(STATE, json.dumps({**state, "database": database}))
        server.wait_ready()
        say(f"\nServing at {server.url}\n\n{welcome}\n\nCtrl-C stops. The log: {LOG}")
        status = server.process.wait()
        if status not in (0, -signal.SIGTERM):
            text = LOG.read_text(encoding="utf-8", errors="replace")
            raise Problem(f"The server ended by itself ({status}):\n{tail(text)}", f"Log: {LOG}")
        return 0
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()
        STATE.unlink(missing_ok=True)
        # The database server goes too, unless a shell, a test or a bench works with it.
        if cluster.postmaster() and not databases.sessions():
            cluster.stop()


def stop() -> bool:
    """Stop the server of ``run``, in whatever terminal it is; True when there was one."""
    state = running()
    if not state:
        return False
    door = state["door"]
    if system.alive(door) and "__main__.py" in system.command_line(door):
        os.kill(door, signal.SIGTERM)
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline and system.alive(door):
            time.sleep(0.1)
    if is_ours(state["server"]):
        terminate(state["server"])
    STATE.unlink(missing_ok=True)
    return True


def stop_all() -> None:
    """The whole of ``./utility stop``."""
    database = cluster.postmaster()
    say("Server stopped." if stop() else "The server was not running.")
    cluster.stop()
    say("Database stopped." if database else "No private database server was running.")
