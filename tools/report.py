"""What the commands say to a person, and the one exception they raise."""

import sys
import time
from contextlib import contextmanager


class Problem(Exception):
    """Something is missing or broken: what it is, and what the reader should do about it."""

    def __init__(self, what: str, remedy: str = ""):
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def say(text: str = "") -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str):
    """Announce a piece of work that takes more than a moment, and its duration after it."""
    say(f"- {text} ...")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.0f} s")


def tail(text: str, lines: int = 15) -> str:
    """The end of a program's output, indented, for the text of a problem."""
    return "\n".join("    " + line for line in text.strip().splitlines()[-lines:])
