"""A server of a test's own that is killed three ways while work stands in open transactions."""

import os
import signal
import threading
import time
from contextlib import closing, contextmanager
from unittest import mock

import psutil

from tests.common import ServerCase
from tests.private_cluster import PrivateCluster
from tools import databases
from tools.server import Server
from tools.testing import template

BLOCKED = """
    SELECT DISTINCT l.relation::regclass::text, a.application_name
      FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE NOT l.granted AND l.relation IS NOT NULL AND a.datname = current_database()
"""
# connections in the middle of a transaction: held by a lock, or by a partner who does not answer
BUSY = """
    SELECT client_port FROM pg_stat_activity
     WHERE datname = current_database() AND starts_with(application_name, 'odoo-')
       AND (wait_event_type = 'Lock' OR starts_with(state, 'idle in transaction'))
"""


class FaultCase(ServerCase):
    """Server and PostgreSQL of the test alone; ``prepare`` fills the database before they start."""

    channels = 4
    #: of the calls that were held: whether they came back
    answers = ()

    @classmethod
    def setUpClass(cls):
        super(ServerCase, cls).setUpClass()
        cls.database = f"{template.PREFIX}{cls.__name__.lower()}_{os.getpid()}"
        databases.copy(template.FULL, cls.database)
        cls.addClassCleanup(databases.drop, cls.database)
        cls.prepare()
        cls.cluster = PrivateCluster()
        cls.addClassCleanup(cls.cluster.remove)
        cls.cluster.create()
        cls.cluster.start()
        cls.cluster.take(cls.database)
        # jobs of all sorts at once; from here on everything talks to the cluster of the test
        environ = cls.cluster.environ() | {"ODOO_QUEUE_JOB_CHANNELS": f"root:{cls.channels}"}
        patch = mock.patch.dict(os.environ, environ)
        patch.start()
        cls.addClassCleanup(patch.stop)
        os.environ.pop("DATABASE_URL", None)
        cls.server = Server(cls.database, workers=cls.workers)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        cls.server.wait_ready()

    # the three ways

    def kill_workers(self):
        """``kill -9`` of the processes that answer a call or a job right now.

        They are known by the ports of their connections: all of them bear the name of the process
        that started them, and would go on with their work if that one was killed.
        """
        ports, killed = {port for (port,) in self.sql(BUSY)}, []
        for process in psutil.Process(self.server.process.pid).children(recursive=True):
            if ports & {c.laddr.port for c in process.net_connections("tcp") if c.laddr}:
                process.kill()
                killed.append(process)
        self.assertTrue(killed, "nobody was killed")
        psutil.wait_procs(killed, timeout=10)

    def kill_server(self):
        """``kill -9`` of everything but the database."""
        os.killpg(self.server.process.pid, signal.SIGKILL)

    def kill_postgres(self):
        self.cluster.kill()
        self.cluster.start()

    def outage(self):
        """After a kill: wait until nobody is left at the database."""
        self.wait(lambda: not self.busy(), "the database has seen the server die")

    def restart(self):
        """Start again after an outage that is longer than the runner of jobs waits for them.

        The runner leaves jobs alone that were handed out in the last ten seconds, to look at them
        again a minute later.
        """
        self.sql(
            "UPDATE queue_job SET date_enqueued = date_enqueued - INTERVAL '1 minute'"
            " WHERE state IN ('started', 'enqueued')"
        )
        self.server.start()
        self.server.wait_ready()

    # what is held

    @contextmanager
    def held(self, tables):
        """Writers of the tables stop before their first row.

        Yields ``wait(table, call, *arguments)``, which makes a call in a thread and returns when
        it, or its job, stands at the table; without a call it only waits. A table that
        is not of ``tables`` is held only after the call has come back, so that its jobs alone are
        stopped.
        """
        with closing(databases.connect(self.database)) as session, session.cursor() as cursor:
            session.autocommit = False

            def lock(table):
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")

            def wait(table, method=None, *arguments, **options):
                if method is None:
                    pass  # a job that is under way already
                elif table in tables:
                    # a call to a server that was killed may hang until its own time limit
                    threading.Thread(
                        target=lambda: self.answers.append(
                            self.call(method, *arguments, **options)
                        ),
                        daemon=True,
                    ).start()
                else:
                    method(*arguments, **options)
                    lock(table)
                self.wait(
                    lambda: table in [name for name, _pid in self.sql(BLOCKED)], f"{table} is held"
                )

            for table in tables:
                lock(table)
            yield wait

    def call(self, method, *arguments, **options):
        """A button whose answer may never come: whether it came."""
        try:
            method(*arguments, **options)
        except Exception as error:  # noqa: BLE001 - the server dies under it
            self.last_error = error
            return False
        return True

    def busy(self):
        return self.sql(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )

    def wait(self, condition, what, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, f"in vain: {what}")
            time.sleep(0.02)
