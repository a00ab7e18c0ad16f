"""Setting up: what is taken from the environment, from the machine, from the cache."""

import json
import os
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from tools import cluster, config, odoo_package, postgres, settings, system
from tools.report import Problem


class TestConnection(unittest.TestCase):
    def external(self, **environ):
        with mock.patch.dict(os.environ, environ, clear=True):
            return postgres.external()

    def test_private_by_default(self):
        self.assertIsNone(self.external())

    def test_url(self):
        found = self.external(DATABASE_URL="postgresql://utility:p%40ss@db.example:5433/x")
        self.assertEqual(found, postgres.Connection("db.example", 5433, "utility", "p@ss"))

    def test_url_with_socket_and_sslmode(self):
        url = "postgres://utility@/x?host=/run/postgresql&sslmode=require"
        found = self.external(DATABASE_URL=url)
        expected = postgres.Connection("/run/postgresql", 5432, "utility", "", "require")
        self.assertEqual(found, expected)

    def test_variables_of_libpq(self):
        found = self.external(PGHOST="db", PGPORT="6000", PGUSER="odoo", PGPASSWORD="s")
        self.assertEqual(found, postgres.Connection("db", 6000, "odoo", "s"))

    def test_what_odoo_refuses_is_refused_at_once(self):
        for environ in (
            {"PGHOST": "db", "PGUSER": "postgres"},
            {"DATABASE_URL": "postgresql://postgres@db"},
            {"DATABASE_URL": "mysql://odoo@db"},
        ):
            with self.subTest(environ), self.assertRaises(Problem) as caught:
                self.external(**environ)
            self.assertTrue(caught.exception.remedy)


class TestConfiguration(unittest.TestCase):
    def test_template_and_machine(self):
        """The file has what the template says, the connection, and no empty options."""
        connection = postgres.Connection("127.0.0.1", 5433, "odoo", "secret")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "odoo.conf"
            with mock.patch.object(postgres, "connection", return_value=connection):
                config.write(path, http_port=8070)
            text = path.read_text()
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        for line in ("db_password = secret", "db_port = 5433", "http_port = 8070"):
            self.assertIn(line, text)
        self.assertIn("server_wide_modules = base,rpc,web,queue_job", text)
        self.assertIn("[queue_job]\nchannels", text)
        self.assertNotIn("db_sslmode", text)

    def test_template_has_no_secret(self):
        text = settings.CONF_TEMPLATE.read_text()
        for word in ("passwd", "password", "db_host"):
            self.assertNotIn(word, text)


class TestPidFile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "postmaster.pid"
        patch = mock.patch.object(cluster, "DATA", Path(folder.name))
        patch.start()
        self.addCleanup(patch.stop)

    def write(self, pid):
        self.path.write_text(f"{pid}\n/data\n1\n54321\n\n127.0.0.1\n 1 2\nready   \n")

    def test_number_of_another_program(self):
        """After a reboot the number may be anybody's."""
        self.write(os.getpid())
        self.assertIsNone(cluster.postmaster())
        cluster.forget_dead_server()
        self.assertFalse(self.path.exists())

    def test_sessions_end_first(self):
        """After kill -9 the file stays until the last session has noticed."""
        child = subprocess.Popen(["sleep", "0.7"], cwd=self.path.parent)
        self.write(child.pid)
        self.assertIsNone(cluster.postmaster())
        self.assertEqual(cluster.sessions(), [child.pid])
        threading.Timer(0.8, child.wait).start()
        cluster.forget_dead_server()
        self.assertFalse(self.path.exists())
        self.assertIsNotNone(child.poll(), "it did not wait for the session")

    def test_ready_is_said_by_the_new_server(self):
        self.write(4711)
        self.assertTrue(cluster.ready(4711))
        self.assertFalse(cluster.ready(4712), "a crash left this file")

    def test_damaged(self):
        self.path.write_text("")
        self.assertIsNone(cluster.postmaster())
        cluster.forget_dead_server()


class TestOdooPackage(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = Path(folder.name)

    def mirror(self, text):
        done = mock.Mock(stdout=text, returncode=0)
        with mock.patch.object(odoo_package.subprocess, "run", return_value=done):
            return odoo_package.mirror()

    def test_mirror_is_the_first_of_debian(self):
        text = (
            "http://apt.example/security/|Debian|Debian-Security\n"
            "http://packages.example/|Other|Other\n"
            "http://apt.example/debian/|Debian|Debian\n"
        )
        self.assertEqual(self.mirror(text), "http://apt.example/debian/")

    def test_mirror_before_the_first_update(self):
        """Without lists apt knows neither origin nor label."""
        text = "http://apt.example/debian/|$(ORIGIN)|$(LABEL)\n"
        self.assertEqual(self.mirror(text), "http://apt.example/debian/")

    def test_no_mirror(self):
        with self.assertRaises(Problem) as caught:
            self.mirror("")
        self.assertIn("ODOO_HOME", caught.exception.remedy)

    def apt(self, output):
        done = mock.Mock(stdout="", stderr=output, returncode=100)
        with mock.patch.object(odoo_package.subprocess, "run", return_value=done):
            with self.assertRaises(Problem) as caught:
                odoo_package.run_apt(["download"], self.top)
        return caught.exception

    def test_package_is_gone(self):
        problem = self.apt("E: Unable to locate package odoo-19")
        self.assertEqual(problem.what, "odoo-19 is no longer in Debian unstable.")
        self.assertIn("ODOO_HOME", problem.remedy)

    def test_network_is_down(self):
        problem = self.apt("E: Failed to fetch something")
        self.assertIn("Failed to fetch", problem.what)
        self.assertIn("network", problem.remedy)

    def test_other_distributions(self):
        with mock.patch.object(system, "release", return_value={"PRETTY_NAME": "Ubuntu 24.04"}):
            with self.assertRaises(Problem) as caught:
                odoo_package.download()
        self.assertIn("Ubuntu 24.04 is not Debian", caught.exception.what)
        self.assertIn("ODOO_HOME", caught.exception.remedy)

    def test_cache_is_whole_or_not_used(self):
        names = (odoo_package.PACKAGE, *odoo_package.LINKED, *odoo_package.LINKED_STABLE)
        sizes = {}
        for name in names:
            path = self.top / "odoo" / f"{name}_1_all.deb"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"archive")
            sizes[path.name] = 7
        (self.top / "odoo" / "complete.json").write_text(json.dumps(sizes))
        with mock.patch.object(settings, "cache", return_value=self.top):
            self.assertEqual(len(odoo_package.cached()), len(names))
            (self.top / "odoo" / f"{names[0]}_1_all.deb").write_bytes(b"arch")
            self.assertIsNone(odoo_package.cached())

    def test_broken_links(self):
        (self.top / "file").touch()
        (self.top / "good").symlink_to("file")
        (self.top / "bad").symlink_to("missing")
        self.assertEqual(odoo_package.broken_links(self.top), ["bad -> missing"])

    def test_odoo_home(self):
        (self.top / "odoo").mkdir()
        release = self.top / "odoo" / "release.py"
        with mock.patch.dict(os.environ, {"ODOO_HOME": str(self.top)}):
            with self.assertRaises(Problem):
                odoo_package.check_odoo_home()
            release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
            with self.assertRaises(Problem):
                odoo_package.check_odoo_home()
            release.write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
            odoo_package.check_odoo_home()


class TestSystem(unittest.TestCase):
    def ensure(self, missing, apt=True, root=False):
        with (
            mock.patch.object(system, "wanted", return_value=missing),
            mock.patch.object(system, "has_apt", return_value=apt),
            mock.patch.object(system, "is_root", return_value=root),
            mock.patch.object(system, "install") as install,
            mock.patch.object(system, "warn") as warn,
        ):
            try:
                system.ensure_packages()
            except Problem as problem:
                return problem.remedy, install, warn
        return None, install, warn

    def test_ordinary_user_is_told_the_command(self):
        remedy, install, _warn = self.ensure(["python3-venv", "postgresql", "chromium"])
        self.assertIn(
            "apt-get install --no-install-recommends python3-venv postgresql chromium", remedy
        )
        install.assert_not_called()

    def test_without_a_browser_it_goes_on(self):
        remedy, install, warn = self.ensure(["chromium"])
        self.assertIsNone(remedy)
        install.assert_not_called()
        self.assertIn("apt-get install", warn.call_args.args[0])

    def test_root_installs(self):
        remedy, install, _warn = self.ensure(["postgresql"], root=True)
        self.assertIsNone(remedy)
        install.assert_called_once_with(["postgresql"])

    def test_no_apt(self):
        remedy, install, _warn = self.ensure(["postgresql"], apt=False, root=True)
        self.assertIn("ODOO_HOME", remedy)
        install.assert_not_called()

    def test_disk(self):
        with self.assertRaises(Problem) as caught:
            system.ensure_disk(10**9, "This test")
        self.assertIn("GB are free", caught.exception.what)

    def test_alive(self):
        self.assertTrue(system.alive(os.getpid()))
        pid = os.fork()
        if not pid:
            signal.pause()
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        self.assertFalse(system.alive(pid), "a zombie is not alive")
        os.waitpid(pid, 0)

    def test_lock_lets_one_in(self):
        order = []
        with tempfile.TemporaryDirectory() as folder:
            with mock.patch.object(settings, "OWN", Path(folder)):

                def second():
                    with system.lock("test"):
                        order.append("second")

                with mock.patch.object(system, "say"), system.lock("test"):
                    thread = threading.Thread(target=second)
                    thread.start()
                    thread.join(0.3)
                    order.append("first")
                thread.join()
        self.assertEqual(order, ["first", "second"])
