from datetime import date, datetime

from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestMonthSchedule(RunCommon):
    """The month starts by itself (C03, S13)."""

    company_name = "Company With a Schedule"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("housing_maintenance", 30)
        cls.one = cls.account("801", ["housing_maintenance"])
        cls.company.write(
            {
                "utility_month_auto": True,
                "utility_month_day": 25,
                "utility_month_hour": 20,
                "utility_month_user_id": cls.env.user.id,
            }
        )
        cls.company.partner_id.tz = "Asia/Tomsk"  # UTC+7

    def start(self, now):
        companies = self.env["res.company"].with_context(utility_charge_now=True)
        companies._cron_utility_month(datetime.fromisoformat(now))
        return self.env["utility.billing.run"].search([("company_id", "=", self.company.id)])

    def test_hour_and_once(self):
        """C03: not before its hour; a second look makes no second run."""
        self.company.utility_month_which = "current"
        before = self.company._utility_month_due(datetime(2026, 2, 25, 12, 59))
        self.assertIsNone(before, "and January is long ago")
        self.start("2026-02-25 13:00")
        runs = self.start("2026-02-25 14:00")
        run = runs.filtered(lambda r: r.period_id.code == "2026-02")
        self.assertEqual((len(run), run.state, run.scheduled), (1, "review", True))
        self.assertEqual(run.user_id, self.env.user)
        self.assertTrue(run.activity_ids, "somebody is told")
        self.assertEqual(run.billed_count, 1)

    def test_nobody_is_overtaken(self):
        """C03: a run that somebody started stays the only one; a cancelled one does not come back."""
        mine = self.run_of("2026-02")
        self.assertEqual(self.start("2026-02-25 13:00"), mine)
        mine.unlink()
        run = self.start("2026-02-25 13:00")
        run.action_drop()
        run.action_cancel()
        self.assertEqual(self.start("2026-02-25 15:00"), run)

    def test_days_off(self):
        """C03: the charging of a Sunday waits for Monday; the last day of short months counts."""
        self.company.utility_month_skip_holidays = True
        day = self.company._utility_charging_day
        self.assertEqual(day(date(2026, 1, 1)), date(2026, 1, 26))
        self.assertEqual(day(date(2026, 3, 1)), date(2026, 3, 25))
        self.company.utility_month_day = 31
        self.assertEqual(day(date(2026, 2, 1)), date(2026, 3, 2))
        self.assertEqual(
            self.company._utility_month_due(datetime(2026, 3, 2, 14)), date(2026, 2, 1)
        )

    def test_month_before(self):
        """C03: who charges after the month has ended gets the month before."""
        self.company.write({"utility_month_which": "previous", "utility_month_day": 3})
        self.assertEqual(
            self.company._utility_month_due(datetime(2026, 3, 3, 14)), date(2026, 2, 1)
        )

    def test_mail_after_approval(self):
        """S13: approved bills of the schedule go by e-mail to those who want it."""
        self.company.utility_month_mail = True
        self.one.email_bill = True
        self.one.partner_id.email = "payer@example.com"
        run = self.start("2026-02-25 13:00")
        run.action_approve()
        mails = self.env["utility.bill.mail"].search([("run_id", "=", run.id)])
        self.assertEqual(mails.account_id, self.one)
