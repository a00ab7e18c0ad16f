"""How results are counted: nothing may pass that did not run, nothing may be lost."""

import tempfile
import unittest
from pathlib import Path

from tools.testing import record
from tools.testing.record import FAILED, PASSED, SKIPPED


class Sample(unittest.TestCase):
    def test_passes(self):
        self.assertTrue(True)

    def test_fails_in_two_subtests(self):
        for number in (1, 2, 3):
            with self.subTest(number=number):
                self.assertEqual(number, 2)

    def test_errs(self):
        raise ValueError("broken")

    def test_is_skipped(self):
        self.skipTest("needs a scanner")

    def test_has_no_browser(self):
        self.skipTest("Chrome executable not found")


class BrokenClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise ValueError("no database")

    def test_never_runs(self):
        pass


class TestRecord(unittest.TestCase):
    def outcomes(self, case):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lines.jsonl"
            suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
            result_class = type(
                "Result", (record.RecordingResult,), {"recorder": record.Recorder(path)}
            )
            with open(Path(folder) / "out", "w", encoding="utf-8") as stream:
                unittest.TextTestRunner(stream=stream, resultclass=result_class).run(suite)
            return record.read(path)

    def test_each_test_is_counted_once(self):
        found = {o.name.rpartition(".")[2]: o.outcome for o in self.outcomes(Sample)}
        expected = {
            "test_passes": PASSED,
            "test_fails_in_two_subtests": FAILED,
            "test_errs": FAILED,
            "test_is_skipped": SKIPPED,
            "test_has_no_browser": FAILED,
        }
        self.assertEqual(found, expected)
        self.assertEqual(len(self.outcomes(Sample)), len(expected))

    def test_failures_carry_their_text(self):
        texts = {o.name.rpartition(".")[2]: o.text for o in self.outcomes(Sample)}
        self.assertIn("ValueError: broken", texts["test_errs"])
        self.assertIn("1 != 2", texts["test_fails_in_two_subtests"])
        self.assertIn("3 != 2", texts["test_fails_in_two_subtests"])

    def test_class_without_set_up_is_a_failure(self):
        (only,) = self.outcomes(BrokenClass)
        self.assertEqual(only.outcome, FAILED)
        self.assertIn("BrokenClass", only.name)


def load_tests(loader, _tests, _pattern):
    # The samples are run by the tests, not beside them.
    return loader.loadTestsFromTestCase(TestRecord)
