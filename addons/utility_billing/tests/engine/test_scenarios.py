"""Every scenario file of the golden book passes against the engine alone (X29, X33, Z19)."""

import doctest
import unittest
from pathlib import Path

from ...scenario import expect, fields, schema
from .scenario_steps import run

FOLDER = Path(__file__).parent.parent / "scenarios"


class ScenarioCase(unittest.TestCase):
    """One file: no difference between what it expects and what comes out."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    def id(self):
        return f"scenario.{self.path.stem}"

    def __str__(self):
        return self.id()

    def runTest(self):
        scenario = schema.parse(self.path.read_text(encoding="utf-8"))
        self.assertEqual(run(scenario), [])


class GoldenBookCase(unittest.TestCase):
    """The golden book is there: an empty folder must not count as success."""

    def test_files(self):
        self.assertGreaterEqual(len(list(FOLDER.rglob("*.yaml"))), 89)

    def test_changed_figure_fails(self):
        """A scenario whose figure is changed by a kopeck is reported with account and period."""
        text = (FOLDER / "ru" / "RU-009-cold-water-no-meter-1-5.yaml").read_text(encoding="utf-8")
        scenario = schema.parse(text.replace('"261.97"', '"261.98"'))
        self.assertEqual(
            run(scenario), ["A 2025-11 cold_water uplift: expected 261.98, got 261.97"]
        )


def load_tests(loader, tests, pattern):
    """The files and the doctests of the reader."""
    tests = loader.loadTestsFromTestCase(GoldenBookCase)
    for path in sorted(FOLDER.rglob("*.yaml")):
        tests.addTest(ScenarioCase(path))
    for module in (expect, fields, schema):
        tests.addTests(doctest.DocTestSuite(module))
    return tests
