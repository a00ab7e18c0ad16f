"""Brakes on public pages: how often one address may ask."""

import threading
import time
from collections import deque


class Attempts:
    """At most ``limit`` attempts of one key within ``seconds``, counted in the memory of a process.

    With several processes an address gets as many times more; that is enough against guessing.

    >>> attempts = Attempts(2, 60)
    >>> [attempts.add("a", now) for now in (0, 1, 2)], attempts.are_spent("a", 3)
    ([True, True, False], True)
    >>> attempts.add("b", 3), attempts.add("a", 61), attempts.are_spent("a", 200)
    (True, True, False)
    """

    def __init__(self, limit, seconds, keys=10000):
        self._limit, self._seconds, self._keys = limit, seconds, keys
        self._lock = threading.Lock()
        self._times = {}

    def add(self, key, now=None):
        """Count an attempt; whether it is allowed. Those that are not do not count."""
        now = time.monotonic() if now is None else now
        with self._lock:
            times = self._recent(key, now)
            if len(times) >= self._limit:
                return False
            times.append(now)
            self._times[key] = times
            if len(self._times) > self._keys:  # the one that came first goes
                self._times.pop(next(iter(self._times)))
            return True

    def are_spent(self, key, now=None):
        """Whether a further attempt would be refused."""
        now = time.monotonic() if now is None else now
        with self._lock:
            return len(self._recent(key, now)) >= self._limit

    def forget(self):
        with self._lock:
            self._times.clear()

    def _recent(self, key, now):
        times = self._times.pop(key, None) or deque()
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if times:
            self._times[key] = times
        return times
