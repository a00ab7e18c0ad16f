"""Databases, Odoo commands and real servers for the tests of this folder."""

import json
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import uuid
from contextlib import closing

from tools import databases
from tools.server import Server
from tools.testing import template


def new_name(word: str) -> str:
    """A database name that ``./utility test`` recognises as its own and cleans away."""
    return f"{template.PREFIX}{word}_{uuid.uuid4().hex[:8]}"


def run_odoo(command: str, *arguments) -> tuple[int, str]:
    """Run an Odoo command to its end: its exit status and its log."""
    done = subprocess.run(
        databases.odoo_command(command, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=databases.odoo_environ(),
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def run_python(database: str, code: str) -> str:
    """Run ``code`` with ``env`` in the shell of Odoo; what it printed. It has to commit itself."""
    done = subprocess.run(
        databases.odoo_command("shell", "-d", database, "--no-http", "--workers", "0"),
        input=code,
        capture_output=True,
        env=databases.odoo_environ(),
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"the script failed:\n{done.stderr[-3000:]}")
    return done.stdout


class ServerCase(unittest.TestCase):
    """A real server with workers and the runner of queued jobs, on a database of its own.

    ``self.url`` is its address. The database is a copy of the one with all addons; ``prepare``
    may fill it before the server starts.
    """

    login = password = "admin"
    workers = 2

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = new_name("server")
        databases.copy(template.FULL, cls.database)
        cls.addClassCleanup(databases.drop, cls.database)
        cls.prepare()
        cls.server = Server(cls.database, workers=cls.workers)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait_ready()
        cls.url = cls.server.url

    @classmethod
    def prepare(cls):
        """Fill the database before the server starts; see ``run_python``."""

    @classmethod
    def sql(cls, statement, parameters=()):
        """Rows of a statement, read beside the server."""
        return databases.query(statement, parameters, database=cls.database)

    @classmethod
    def create_api_key(cls) -> str:
        """An API key of the login, valid for a day, for ``json2``."""
        code = f"""
import datetime
user = env["res.users"].search([("login", "=", {cls.login!r})])
until = datetime.datetime.now() + datetime.timedelta(days=1)
key = env["res.users.apikeys"].with_user(user)._generate("rpc", "test", until)
env.cr.commit()
print("KEY", key)
"""
        return run_python(cls.database, code).partition("KEY ")[2].split()[0]

    def json2(self, key: str, model: str, method: str, **values):
        """Call ``model.method`` over JSON-2; its answer, or HTTPError with the server's text."""
        request = urllib.request.Request(
            f"{self.url}/json/2/{model}/{method}",
            data=json.dumps(values).encode(),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with closing(opener.open(request, timeout=120)) as answer:
            return json.load(answer)

    def odoorpc(self):
        """A client of XML-RPC's sister protocol, logged in."""
        import odoorpc  # noqa: PLC0415

        client = odoorpc.ODOO("127.0.0.1", port=self.server.port, timeout=120)
        client.login(self.database, self.login, self.password)
        return client

    def model(self, name: str):
        """A model by a client that logs in once a class; threads may call it at the same time."""
        if "client" not in type(self).__dict__:
            type(self).client = self.odoorpc()
        return self.client.env[name]

    def wait_jobs(self, seconds: float = 120) -> None:
        """Return when no job is waiting or running; fail when one failed or time is up."""
        deadline = time.monotonic() + seconds
        while True:
            states = dict(self.sql("SELECT state, count(*) FROM queue_job GROUP BY state"))
            if states.get("failed"):
                rows = self.sql("SELECT name, exc_info FROM queue_job WHERE state = 'failed'")
                self.fail("\n".join(f"{name}: {text}" for name, text in rows))
            if not set(states) - {"done", "cancelled"}:
                return
            if time.monotonic() > deadline:
                self.fail(f"jobs are not done after {seconds} s: {states}")
            time.sleep(0.2)
