"""The one port before Odoo, the plan of the tests, the answers of the command line."""

import contextlib
import http.server
import io
import json
import socket
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from unittest import mock

from tools import cli, server, settings, system
from tools.frontdoor import FrontDoor
from tools.report import Problem
from tools.testing import main as testing
from tools.testing import plan


class Backend(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        text = f"{self.server.server_port} {self.path} {len(body)}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_arguments):
        pass


class TestFrontDoor(unittest.TestCase):
    def setUp(self):
        self.http, self.sockets = self.backend(), self.backend()
        self.door = self.open_door(self.http, self.sockets)

    def backend(self):
        backend = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Backend)
        threading.Thread(target=backend.serve_forever, daemon=True).start()
        self.addCleanup(backend.server_close)
        self.addCleanup(backend.shutdown)
        return backend.server_port

    def open_door(self, http_port, socket_port, **options):
        door = FrontDoor("127.0.0.1", system.free_port(), http_port, socket_port, **options)
        door.start()
        self.addCleanup(door.stop)
        return door

    def post(self, path, door=None, size=300_000):
        port = (door or self.door).address[1]
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=b"x" * size)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return answer.read().decode()

    def test_paths_find_their_port(self):
        self.assertEqual(self.post("/web/login"), f"{self.http} /web/login 300000")
        self.assertEqual(self.post("/websocket"), f"{self.sockets} /websocket 300000")
        self.assertTrue(self.post("/websocket?version=1").startswith(str(self.sockets)))
        self.assertTrue(self.post("/websocket/peek").startswith(str(self.http)))

    def test_requests_beyond_the_limit_wait(self):
        door = self.open_door(self.http, self.sockets, limit=1)
        answers = []
        with socket.create_connection(door.address) as first:
            first.sendall(b"POST /first HTTP/1.0\r\nContent-Length: 1\r\n\r\n")
            time.sleep(0.3)
            second = threading.Thread(
                target=lambda: answers.append(self.post("/second", door, size=1))
            )
            second.start()
            time.sleep(0.3)
            self.assertEqual(answers, [])
            first.sendall(b"x")
            second.join(5)
        self.assertEqual(answers, [f"{self.http} /second 1"])

    def test_a_starting_server_says_so(self):
        door = self.open_door(system.free_port(), system.free_port())
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.post("/web", door, size=1)
        with caught.exception:
            self.assertEqual(caught.exception.code, 503)

    def test_taken_port(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with self.assertRaises(OSError):
                FrontDoor("127.0.0.1", port, 1, 2).start()
            problem = server.port_problem(port, OSError(98, "in use"))
        self.assertIn(f"Port {port}", problem.what)
        self.assertRegex(problem.remedy, r"./utility run --port \d+")


class TestState(unittest.TestCase):
    def test_a_dead_server_is_not_running(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "server.json"
            with mock.patch.object(server, "STATE", path):
                self.assertIsNone(server.running())
                path.write_text(json.dumps({"server": 2**22 + 1, "door": 1}))
                self.assertIsNone(server.running())


class TestPlan(unittest.TestCase):
    def test_shares_hold_every_file_once(self):
        files = [settings.ROOT / f"test_{number}.py" for number in range(40)]
        with mock.patch.object(plan, "times", return_value={"test_0.py": 500}):
            groups = plan.shares(files)
        self.assertGreater(len(groups), 3)
        self.assertEqual(sorted(path for group in groups for path in group), sorted(files))
        self.assertEqual([len(group) for group in groups if files[0] in group], [1])

    def test_unknown_selection(self):
        with self.assertRaises(Problem):
            plan.make(["no_such_addon"], 2)

    def test_scenario_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            log.write_text(
                "some warning\nok RU-001\nFAIL RU-009: A 2025-11: expected 1, got 2\n"
                "1 passed, 1 failed\n"
            )
            found = testing.scenario_outcomes(log)
        self.assertEqual(
            [(outcome.name, outcome.outcome, outcome.text) for outcome in found],
            [
                ("scenario RU-001", "passed", ""),
                ("scenario RU-009", "failed", "A 2025-11: expected 1, got 2"),
            ],
        )

    def test_file_without_tests_is_a_failure(self):
        arguments = mock.Mock(k="", verbose=False)
        path = settings.ROOT / "tests" / "test_x.py"
        job = plan.Job("x", "unittest", [], [path])
        runner = testing.Runner(arguments)
        with tempfile.TemporaryDirectory() as folder:
            missing = runner._missing(job, [], 0, Path(folder) / "log")
        self.assertEqual([outcome.outcome for outcome in missing], ["failed"])


class TestCommandLine(unittest.TestCase):
    def test_every_command_has_help(self):
        commands = ("run", "test", "setup", "stop", "shell", "install", "scenario", "bench")
        for command in (*commands, "lint", "doctor", "i18n", "script"):
            with self.subTest(command), contextlib.redirect_stdout(io.StringIO()) as out:
                with self.assertRaises(SystemExit) as caught:
                    cli.build_parser().parse_args([command, "--help"])
                self.assertEqual(caught.exception.code, 0)
                self.assertGreater(len(out.getvalue()), 60)
