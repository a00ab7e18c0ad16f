from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import TransactionCase, tagged

from ..scenario.orm import run_files, run_scenario
from ..scenario.schema import parse
from .pack_parameters import ensure_parameters

FOLDER = Path(__file__).parent / "scenarios"


@tagged("post_install", "-at_install", "utility_scenarios")
class TestScenariosOrm(TransactionCase):
    """Z19, X29, X33: the golden book through the models, the run and the buttons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ensure_parameters(cls.env, "ru", "ua", "kz")

    def test_golden_book(self):
        """The ids of passing.txt pass, and no other does: progress is written down."""
        expected = set((FOLDER / "passing.txt").read_text(encoding="utf-8").split())
        passed, failed = set(), {}
        for path in sorted(FOLDER.rglob("*.yaml")):
            scenario = parse(path.read_text(encoding="utf-8"))
            differences = run_scenario(self.env, scenario)
            if differences:
                failed[scenario.id] = differences
            else:
                passed.add(scenario.id)
        broken = {id_: failed.get(id_, ["no such file"]) for id_ in sorted(expected - passed)}
        self.assertFalse(broken, "scenarios that passed before")
        self.assertFalse(sorted(passed - expected), "scenarios to be added to passing.txt")

    def test_changed_figure_fails(self):
        """Z19: a figure that is a kopeck off is reported with account, period and service."""
        path = FOLDER / "ru" / "RU-009-cold-water-no-meter-1-5.yaml"
        text = path.read_text(encoding="utf-8").replace('"261.97"', '"261.98"')
        self.assertEqual(
            run_scenario(self.env, parse(text)),
            ["A 2025-11 cold_water uplift: expected 261.98, got 261.97"],
        )

    def test_nothing_stays(self):
        """Z19: a scenario is rolled back whole."""
        models = ("res.company", "utility.account", "utility.charge", "utility.tariff")
        before = [self.env[model].search_count([]) for model in models]
        path = FOLDER / "ru" / "RU-009-cold-water-no-meter-1-5.yaml"
        run_scenario(self.env, parse(path.read_text(encoding="utf-8")))
        self.assertEqual([self.env[model].search_count([]) for model in models], before)

    def test_lines_and_status(self):
        """Z19: the printed lines and the exit status; a malformed file ends with 2."""
        good = FOLDER / "ru" / "RU-009-cold-water-no-meter-1-5.yaml"
        lines = []
        self.assertEqual(run_files(self.env, [good], lines.append), 0)
        self.assertEqual(lines, ["ok RU-009", "1 passed, 0 failed"])
        with self.subTest("malformed"):
            folder = TemporaryDirectory()
            self.addCleanup(folder.cleanup)
            bad = Path(folder.name) / "bad.yaml"
            bad.write_text("id: X\ncountry: RU\nexpect: {}\nwhat: 1\n", encoding="utf-8")
            lines = []
            self.assertEqual(run_files(self.env, [good, bad], lines.append), 2)
            self.assertIn("what", lines[1])
            self.assertIn("1 passed, 0 failed", lines[-1])
