from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestReadingWindows(MetersCommon):
    """Days on which readings are taken (X21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-08-25"):
            cls.cold_meter = cls._meter("C1")
            cls.other_meter = cls._meter("C2", account=cls.accounts[1])
        cls.window = cls.env["utility.reading.window"]

    def test_most_special_counts(self):
        """X21: meter before building before company; of a service before of all."""
        meters = self.cold_meter | self.other_meter
        self.assertEqual(self.window._resolve(meters), {})
        common = self.window.create({})
        house = self.window.create({"building_id": self.building.id})
        self.assertEqual(self.window._resolve(meters), dict.fromkeys(meters.ids, house))
        own = self.window.create({"meter_id": self.cold_meter.id})
        self.assertEqual(
            self.window._resolve(meters), {self.cold_meter.id: own, self.other_meter.id: house}
        )
        cold = self.window.create({"building_id": self.building.id, "service_id": self.cold.id})
        self.assertEqual(self.window._resolve(self.other_meter), {self.other_meter.id: cold})
        (house | own | cold).active = False
        self.assertEqual(self.window._resolve(meters), dict.fromkeys(meters.ids, common))

    def run_job(self, day):
        """Letters that are queued when the job runs on ``day``."""
        before = self.env["mail.mail"].search([])
        with freeze_time(day), trap_jobs() as jobs:
            self.window._cron_notify()
            jobs.perform_enqueued_jobs()
        return (self.env["mail.mail"].search([]) - before).recipient_ids

    def test_customers_are_asked_once_a_month(self):
        """X21: by letter, those without a reading, once a month, even if the day was missed."""
        self.window.create({"day_from": 15, "day_to": 25, "notify_day": 15})
        first, second = (account.partner_id for account in self.accounts)
        with freeze_time("2025-09-30"):
            self._read(self.other_meter, date(2025, 9, 10), 5)
        self.assertFalse(self.run_job("2025-09-14"))
        self.assertEqual(self.run_job("2025-09-16"), first)
        self.assertFalse(self.run_job("2025-09-17"))
        self.assertEqual(self.run_job("2025-10-15"), first | second)
        letter = self.env["mail.mail"].search([("subject", "like", "A-1")], limit=1)
        self.assertIn("C1", letter.body_html)

    def test_last_day_of_a_short_month(self):
        """X21: the 31st is the last day of every month."""
        self.window.create({"day_from": 25, "day_to": 3, "notify_day": 31})
        self.assertFalse(self.run_job("2025-09-29"))
        self.assertTrue(self.run_job("2025-09-30"))
