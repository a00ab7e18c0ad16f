"""One line of JSON a test: written by the processes that run tests, summed by the command."""

import json
import re
import time
import traceback
import unittest
from dataclasses import asdict, dataclass
from pathlib import Path

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
# Odoo skips a browser test when it finds no browser or can't talk to it: no proof of anything.
NO_BROWSER = re.compile(r"chrom|websocket-client|playwright|browser", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """Result of one test: its dotted name, how it ended, why, and its seconds."""

    name: str
    outcome: str
    text: str = ""
    seconds: float = 0.0


class Recorder:
    """Appends outcomes to a file; a test with several failures (subtests) stays one test."""

    def __init__(self, path: Path):
        self._path = path
        self._current: str | None = None
        self._start = 0.0
        self._texts: dict[str, list[str]] = {FAILED: [], SKIPPED: []}

    def start(self, name: str) -> None:
        self._current, self._start = name, time.monotonic()
        self._texts = {FAILED: [], SKIPPED: []}

    def note(self, outcome: str, text: str, name: str) -> None:
        """A failure or a skip: of the running test, or of a class that could not be set up."""
        if outcome == SKIPPED and NO_BROWSER.search(text):
            outcome, text = FAILED, f"skipped, and a skipped browser test is a failure: {text}"
        if self._current is None:
            self._write(Outcome(name, outcome, text))
        else:
            self._texts[outcome].append(text)

    def stop(self) -> None:
        seconds = round(time.monotonic() - self._start, 3)
        for outcome in (FAILED, SKIPPED):
            if self._texts[outcome]:
                text = "\n".join(self._texts[outcome])
                break
        else:
            outcome, text = PASSED, ""
        self._write(Outcome(self._current, outcome, text, seconds))
        self._current = None

    def _write(self, outcome: Outcome) -> None:
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


def read(path: Path) -> list[Outcome]:
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as file:
        return [Outcome(**json.loads(line)) for line in file]


class RecordingResult(unittest.TextTestResult):
    """The result object of plain ``unittest`` runs."""

    recorder: Recorder

    def startTest(self, test):
        super().startTest(test)
        self.recorder.start(test.id())

    def stopTest(self, test):
        super().stopTest(test)
        self.recorder.stop()

    def addError(self, test, err):
        super().addError(test, err)
        self._fail(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._fail(subtest, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.recorder.note(SKIPPED, reason, test.id())

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.recorder.note(SKIPPED, "fails as it is known to", test.id())

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.recorder.note(FAILED, "passes, though it is marked as failing", test.id())

    def _fail(self, test, err):
        self.recorder.note(FAILED, "".join(traceback.format_exception(*err)), test.id())


def run_suite(suite: unittest.TestSuite, path: Path, verbosity: int = 1) -> bool:
    """Run a suite and record every test of it; True when nothing failed."""
    result_class = type("Result", (RecordingResult,), {"recorder": Recorder(path)})
    return (
        unittest.TextTestRunner(resultclass=result_class, verbosity=verbosity)
        .run(suite)
        .wasSuccessful()
    )


def select(suite, text: str) -> unittest.TestSuite:
    """The tests of a (nested) suite whose name contains ``text``, in the order of the suite."""
    chosen = unittest.TestSuite()
    for test in suite:
        if isinstance(test, unittest.BaseTestSuite):
            chosen.addTest(select(test, text))
        elif text.lower() in test.id().lower():
            chosen.addTest(test)
    return chosen
