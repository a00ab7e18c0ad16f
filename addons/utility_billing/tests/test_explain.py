from decimal import Decimal

from odoo.tests import TransactionCase, tagged

from ..engine.problems import CATALOGUE
from ..models.billing_problem_texts import TEXTS
from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestProblemTexts(TransactionCase):
    def test_same_sources(self):
        """X34: every problem of the engine has a text that can be translated, word for word."""
        source = self.env(context={**self.env.context, "lang": "en_US"})
        texts = {code: tuple(source._(text) for text in pair) for code, pair in TEXTS.items()}
        self.assertEqual(texts, CATALOGUE)


@tagged("post_install", "-at_install")
class TestExplain(RunCommon):
    """Z01: every line tells why it is what it is, and the steps add up to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 55.21, legal_reference="Order 123 of 20.12.2025")
        cls.norm("cold_water", 4.745, legal_reference="Norm act 7")
        cls.tariff("housing_maintenance", 21.5)
        cls.tariff("sewerage", 41)
        cls.services["housing_maintenance"].vat_mode = "on_top"
        cls.first = cls.account("1", ["cold_water", "housing_maintenance", "sewerage"], area=54.3)
        cls.first.service_ids[0].no_meter_reason = "possible"
        cls.second = cls.account("2", ["cold_water"])
        cls.meter(cls.second, "cold_water", 100, ("2026-02-24", 109.5))

    def test_norm_and_uplift(self):
        """Z01: persons, norm, price, order and the coefficient of the law stand in the text."""
        self.approved("2026-02")
        charge, uplift = self.lines(
            self.first, "2026-02", service_id=self.services["cold_water"].id
        ).explain_charge()
        text = " ".join(charge["text"])
        for part in ("2 persons", "4.745", "9.49", "55.21", "523.94"):
            self.assertIn(part, text)
        self.assertEqual(charge["legal"][:2], ["Order 123 of 20.12.2025", "Norm act 7"])
        self.assertIn("× (3 − 1)", " ".join(uplift["text"]))
        self.assertIn("ПП 25.11.2025 № 1871", uplift["legal"])

    def test_readings(self):
        """Z01: the readings with their days stand in the explanation."""
        self.approved("2026-02")
        line = self.lines(self.second, "2026-02")
        found = line.explain_charge()[0]
        reading = found["readings"][0]
        self.assertEqual(
            (reading["before"], reading["value"], reading["difference"]), ("100", "109.5", "9.5")
        )
        self.assertIn("109.5", line.explanation)

    def test_steps_add_up(self):
        """Z01: the steps of every explanation add up to its line, to the kopeck."""
        self.approved("2026-02")
        lines = self.lines(self.first, "2026-02") | self.lines(self.second, "2026-02")
        self.assertGreater(len(lines), 4)
        for line, found in zip(lines, lines.explain_charge(), strict=True):
            total = sum(Decimal(step["amount"]) for step in found["steps"])
            self.assertEqual(f"{total:.2f}", found["amount"], line.service_id.code)
            self.assertEqual(found["amount"], f"{line.amount:.2f}")
