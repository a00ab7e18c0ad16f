from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestAbsenceDeadline(RunCommon):
    """D02: an absence told after the deadline changes nothing unless it is accepted with a reason."""

    def test_late_application(self):
        self.tariff("cold_water", 50)
        self.norm("cold_water", 2.8)
        for code, value in (("absence_min_full_days", "5"), ("absence_application_days", "30")):
            self.env["utility.rule.parameter"].create(
                {"code": code, "value": value, "company_id": self.env.company.id}
            )
        account = self.account("3", ["cold_water"], residents=1)
        absence = self.env["utility.absence"].create(
            {
                "account_id": account.id,
                "departure": "2026-02-01",
                "arrival": "2026-02-12",
                "application_date": "2026-03-20",
                "document": "Ticket 17",
            }
        )
        absence.action_confirm()
        self.assertIn("36", absence.late_note)
        self.charged("2026-02")
        self.assertEqual(self.sums(account, "2026-02"), {"cold_water": 140.0})
        absence.late_reason = "Illness"
        self.assertFalse(absence.late_note)
        run = self.charged("2026-02")
        self.assertEqual(self.sums(account, "2026-02", run=run), {"cold_water": 90.0})
