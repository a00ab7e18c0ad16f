"""Worker processes of the typesetter, with a time limit for each document. No Odoo here."""

import os
import pickle
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path

from . import typst_worker

#: a worker whose layout cache has grown beyond this (bytes) is replaced after its document
RETIRE = 1_200 << 20
#: of one worker: more make documents hardly faster and take more of the processor
THREADS = "1"
SCRIPT = Path(typst_worker.__file__)


class TimeLimit(Exception):
    """The document was not ready in time; its worker has been stopped."""


class WorkerLost(Exception):
    """The worker ended without an answer: out of memory, or stopped from outside."""


class Worker:
    """One process and its two pipes."""

    def __init__(self):
        # bytes of the protocol only: the worker inherits no file, no database connection
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "RAYON_NUM_THREADS": THREADS},
            close_fds=True,
            start_new_session=True,
        )
        os.set_blocking(self._process.stdout.fileno(), False)
        self.memory = 0

    def ask(self, request, seconds):
        """The worker's answer.

        :raises TimeLimit: later than ``seconds``
        :raises WorkerLost: the worker ended
        """
        end = time.monotonic() + seconds
        try:
            typst_worker.write(self._process.stdin, request)
        except BrokenPipeError:
            raise WorkerLost from None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            head = self._read(selector, typst_worker.HEAD.size, end)
            body = self._read(selector, typst_worker.HEAD.unpack(head)[0], end)
        found = pickle.loads(body)
        self.memory = found["memory"]
        return found

    def _read(self, selector, size, end):
        parts, missing = [], size
        while missing:
            if not selector.select(max(0, end - time.monotonic())):
                raise TimeLimit
            part = os.read(self._process.stdout.fileno(), min(missing, 1 << 20))
            if not part:
                raise WorkerLost
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def stop(self):
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                stream.close()
            except BrokenPipeError:
                continue  # what was still to be written has no reader any more
        self._process.wait()

    def forget(self):
        """Close the pipes of a worker that belongs to the parent of this process."""
        for stream in (self._process.stdin, self._process.stdout):
            os.close(stream.fileno())


class Pool:
    """Workers that wait for documents; as many as the machine has processors, made when needed."""

    def __init__(self):
        self._start()
        os.register_at_fork(after_in_child=self._after_fork)

    def _start(self):
        self._idle = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(os.cpu_count() or 1)

    def _after_fork(self):
        idle = self._idle
        self._start()
        for worker in idle:
            worker.forget()

    def run(self, request, seconds):
        """The answer to ``request``. Waits for a free worker besides the time limit.

        :raises TimeLimit: see :meth:`Worker.ask`
        :raises WorkerLost: twice, once with a fresh worker
        """
        with self._places:
            worker = self._take()
            try:
                try:
                    found = worker.ask(request, seconds)
                except WorkerLost:
                    worker.stop()
                    worker = Worker()
                    found = worker.ask(request, seconds)
            except BaseException:
                worker.stop()
                raise
            if worker.memory > RETIRE:
                worker.stop()
            else:
                with self._lock:
                    self._idle.append(worker)
            return found

    def close(self):
        """Stop the workers that wait; the next document starts a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.stop()

    def _take(self):
        with self._lock:
            return self._idle.pop() if self._idle else Worker()


POOL = Pool()
