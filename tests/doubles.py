"""A fiscal provider and a program of a partner that take what they are sent and may not answer."""

import importlib.util
import threading
from contextlib import contextmanager

from tools import settings

PATH = settings.ADDONS / "utility_cash" / "tests" / "fiscal_double.py"


class Gate:
    """While it is held whoever comes waits; ``wait`` returns when somebody stands before it."""

    def __init__(self):
        self.open, self.reached = threading.Event(), threading.Event()
        self.open.set()

    def hold(self):
        self.reached.clear()
        self.open.clear()

    def release(self):
        self.open.set()

    def wait(self):
        if not self.reached.wait(30):
            raise AssertionError("nobody came to the gate")

    def passed(self):
        if not self.open.is_set():
            self.reached.set()
            self.open.wait(120)


def make():
    """``(device, partner)``; ``served()`` of each is a context with its address."""
    spec = importlib.util.spec_from_file_location("fiscal_double", PATH)
    doubles = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(doubles)

    class Served:
        @contextmanager
        def served(self):
            with doubles.served(self) as address:
                yield address

    class Device(Served, doubles.AtolDouble):
        """Keeps each receipt before it comes to the gate: the server may die without knowing."""

        def __init__(self):
            super().__init__()
            self.gate, self.waits = Gate(), 0

        def take(self, operation, body):
            answer = super().take(operation, body)
            self.gate.passed()
            return answer

    class Partner(Served, doubles.Double):
        """Keeps each message by its number."""

        def __init__(self):
            super().__init__()
            self.gate, self.messages, self.count = Gate(), {}, 0

        def handle(self, method, path, headers, body):
            self.count += 1
            self.messages[body["id"]] = body
            self.gate.passed()
            return 200, {}

    return Device(), Partner()
