from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .meters_common import MetersCommon

EXPIRY = date(2025, 10, 31)


@tagged("post_install", "-at_install")
class TestMeterReminders(MetersCommon):
    """Reminders of verifications (X23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "utility_verification_days_before": "30,7",
                "utility_verification_days_after": "1",
                "utility_meter_user_id": cls.operator.id,
            }
        )
        with freeze_time("2025-08-25"):
            cls.meter = cls._meter("C1")
        cls.env["utility.meter.verification"].create(
            {"meter_id": cls.meter.id, "date": date(2019, 11, 1), "valid_until": EXPIRY}
        )

    def letters(self, day):
        """Run the job on ``day``: number of letters that it queued."""
        before = self.env["mail.mail"].search([("model", "=", "utility.meter")])
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("utility_base.cron_verification_reminders").method_direct_trigger()
        return self.env["mail.mail"].search([("model", "=", "utility.meter")]) - before

    def test_each_step_once(self):
        """X23: before and after expiry, once each, even when the job missed the day."""
        self.assertFalse(self.letters(EXPIRY - timedelta(31)))
        first = self.letters(EXPIRY - timedelta(28))
        self.assertEqual(len(first), 1)
        self.assertEqual(first.state, "outgoing")
        self.assertEqual(first.recipient_ids, self.account.partner_id)
        self.assertIn("C1", first.subject)
        self.assertIn("is valid until", first.body_html)
        self.assertFalse(self.letters(EXPIRY - timedelta(27)))
        self.assertEqual(len(self.letters(EXPIRY - timedelta(7))), 1)
        self.assertFalse(self.letters(EXPIRY))
        self.assertIn("expired on", self.letters(EXPIRY + timedelta(1)).body_html)
        self.assertFalse(self.letters(EXPIRY + timedelta(90)))

    def test_activity(self):
        """X23: one activity of the responsible, closed by the new verification."""
        self.letters(EXPIRY - timedelta(28))
        self.letters(EXPIRY - timedelta(5))
        self.assertEqual(self.meter.activity_ids.user_id, self.operator)
        self.assertEqual(len(self.meter.activity_ids), 1)
        self.assertEqual(self.meter.activity_ids.date_deadline, EXPIRY)
        self.meter._verify(date(2025, 10, 30), "passed", valid_until=date(2031, 10, 29))
        self.assertFalse(self.meter.activity_ids)
        self.assertFalse(self.letters(date(2025, 11, 2)))

    def test_who_is_not_reminded(self):
        """X23: meters on the shelf are left alone; without an address there is no letter."""
        self.account.partner_id.email = False
        shelf = self._meter("C2", installed=None)
        self.env["utility.meter.verification"].create(
            {"meter_id": shelf.id, "date": date(2019, 11, 1), "valid_until": EXPIRY}
        )
        self.assertFalse(self.letters(EXPIRY))
        self.assertTrue(self.meter.activity_ids)
        self.assertFalse(shelf.activity_ids)

    def test_days_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "separated by commas"):
            self.company.utility_verification_days_before = "sixty"
