"""COPY of rows beside the calculation of the next ones."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO


class CopyBeside:
    """Rows that a thread sends to the server while the caller calculates.

    One connection serves both: between :meth:`start` and :meth:`wait` nobody else may use it.
    Errors of the server come out of :meth:`wait`. A context manager: what was added is written at
    its end, nothing more after an error.
    """

    def __init__(self, cursor):
        self._cursor = cursor
        self._waiting = []
        self._running = None
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self):
        return self

    def __exit__(self, error, *_rest):
        try:
            if error is None:
                self.start()
                self.wait()
        finally:
            self._thread.shutdown()

    def add(self, table, columns, text):
        """Rows in COPY's text format, sent by the next start."""
        if text:
            self._waiting.append((table, columns, text))

    def start(self):
        """Send what was added."""
        self.wait()
        if self._waiting:
            self._running = self._thread.submit(self._send, self._waiting)
            self._waiting = []

    def wait(self):
        """Return when the connection is free: what was started is written."""
        if self._running is not None:
            running, self._running = self._running, None
            running.result()

    def _send(self, parts):
        for table, columns, text in parts:
            data = text.encode()
            # in one piece: a thread that asks for small ones waits for the other each time
            self._cursor.copy_from(BytesIO(data), table, columns=columns, size=len(data) + 1)
