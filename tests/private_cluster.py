"""A PostgreSQL server of a test's own, which the test may kill."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tools import cluster, postgres, system

ROLE = "odoo"


class PrivateCluster:
    """``create``, ``start``, ``kill`` and ``start`` again; ``remove`` leaves nothing behind."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="utility-cluster-"))
        self.data = self.folder / "data"
        self.port = system.free_port()
        self.process = None
        self.options = {"cwd": "/"}
        if system.is_root():  # PostgreSQL refuses root
            user = cluster.owner()
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def create(self):
        command = [cluster.binary("initdb"), "-U", ROLE, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync", "-D", self.data]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **self.options)

    def start(self):
        """Start and wait until it answers; after a kill it replays its log first."""
        command = [cluster.binary("postgres"), "-D", self.data, "-p", str(self.port)]
        for setting in (
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=128MB",
            "fsync=off",  # a killed process loses nothing that it has written
        ):
            command += ["-c", setting]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **self.options)
        deadline = time.monotonic() + 60
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _ready(self):
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def kill(self):
        """``kill -9`` of the server and all its sessions, as a machine that loses its power."""
        sessions = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = [self.process.pid, *map(int, sessions.read_text().split())]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(system.alive(pid) for pid in pids):
            time.sleep(0.01)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self, database):
        """A copy of ``database`` of the server that the project uses."""
        source = postgres.connection()
        dump = [cluster.binary("pg_dump"), "-Fc", "-Z0", "--no-owner", database]
        reader = subprocess.Popen(dump, stdout=subprocess.PIPE, env=os.environ | source.environ())
        subprocess.run(
            [cluster.binary("createdb"), database], check=True, env=os.environ | self.environ()
        )
        load = [cluster.binary("pg_restore"), "--no-owner", "-d", database]
        subprocess.run(load, stdin=reader.stdout, check=True, env=os.environ | self.environ())
        if reader.wait():
            raise AssertionError(f"{database} could not be dumped")

    def environ(self):
        """Variables that make the tools and the server use this cluster."""
        return {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": ROLE}
