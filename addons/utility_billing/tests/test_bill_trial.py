from datetime import date

from odoo.tests import tagged

from .study_common import StudyCommon


@tagged("post_install", "-at_install")
class TestBillTrial(StudyCommon):
    """X30: what the bill of one account would be."""

    def test_trial_equals_the_bill(self):
        """X30: the trial shows the lines and the sum to pay of the later run, and writes nothing."""
        self.approved("2026-01")
        trial = self.env["utility.bill.trial"].create(
            {"account_id": self.metered.id, "month": date(2026, 2, 1)}
        )
        html = str(trial.result_html)
        self.assertFalse(self.lines(self.metered, "2026-02"))
        self.approved("2026-02")
        bill = self.env["utility.bill"].search(
            [("account_id", "=", self.metered.id), ("period_date", "=", "2026-02-01")]
        )
        self.assertIn(trial._money(bill.closing), html)
        self.assertIn(trial._money(bill.charged), html)

    def test_problems_are_told(self):
        """X30: an account that cannot be charged shows why and what to do."""
        self.old.active = False
        trial = self.env["utility.bill.trial"].create(
            {"account_id": self.by_norm.id, "month": date(2026, 2, 1)}
        )
        self.assertIn("no tariff", trial.result_html)
        self.assertIn("Enter a tariff", trial.result_html)
