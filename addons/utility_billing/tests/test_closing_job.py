from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..models import utility_period
from .closing_common import ClosingCommon


@tagged("post_install", "-at_install")
class TestClosingJob(ClosingCommon):
    """A large company closes its month by jobs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(utility_period, "LARGE", 0))
        cls.accountant = new_test_user(
            cls.env,
            "closing_by_jobs",
            "utility_base.group_accountant",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.mine = cls.period.with_user(cls.accountant)

    def begin(self):
        action = self.mine.action_start_closing()
        return self.env["utility.closing.check"].with_user(self.accountant).browse(action["res_id"])

    def jobs(self, check):
        return self.env["queue.job"].search([("graph_uuid", "=", check.graph_uuid)], order="id")

    def work(self, check, last=True):
        """Do what the jobs do, in their order."""
        for part in {job.args[0] for job in self.jobs(check) if job.args}:
            check._job_part(part)
        check._job_finish()
        if last:
            check._job_close()

    def break_bill(self, column):
        self.env.cr.execute(
            f"UPDATE utility_bill SET {column} = NULL WHERE run_id = %s",  # pylint: disable=sql-injection
            [self.march.id],
        )
        self.env.invalidate_all()

    def test_good_month_is_closed(self):
        """R03, Z11: the button answers at once, the jobs check and close for who pressed it."""
        check = self.begin()
        self.assertEqual((self.period.state, check.state), ("open", "running"))
        self.assertEqual(self.jobs(check).user_id, self.accountant)
        names = self.jobs(check).mapped("method_name")
        self.assertEqual((names.count("_job_finish"), names.count("_job_close")), (1, 1))
        self.work(check, last=False)
        self.assertEqual((self.period.state, check.state), ("open", "closing"))
        check._job_close()
        self.assertEqual((self.period.state, check.state), ("closed", "closed"))
        self.assertEqual(self.period.closed_by_id, self.accountant)
        check._job_close()
        self.assertEqual(self.period.state, "closed", "a job that is repeated changes nothing")

    def test_red_lines_refuse(self):
        """Z11: what blocks is listed, and the month stays open."""
        self.break_bill("date_due")
        check = self.begin()
        self.work(check)
        self.assertEqual((self.period.state, check.state), ("open", "refused"))
        self.assertIn("Bills without a due date: 2", check.message)

    def test_fault_after_the_check_refuses(self):
        """Z11: what breaks between the check and the closing is found in the transaction."""
        check = self.begin()
        self.work(check, last=False)
        self.break_bill("date_due")
        check._job_close()
        self.assertEqual((self.period.state, check.state), ("open", "refused"))
        self.assertIn("Bills without a due date", check.message)

    def test_failure_is_told(self):
        """R03: whatever fails while closing leaves the month open, all or nothing."""
        check = self.begin()
        self.work(check, last=False)
        link = self.env.registry["utility.chain.link"]
        with (
            patch.object(link, "_seal_period", side_effect=ValueError("disk is full")),
            self.assertLogs("odoo.addons.utility_billing.models.utility_closing_job", "ERROR"),
        ):
            check._job_close()
        self.assertEqual((self.period.state, check.state), ("open", "refused"))
        self.assertIn("disk is full", check.message)
        self.assertFalse(
            self.env["utility.turnover"].search_count(
                [("company_id", "=", self.company.id), ("period_date", "=", "2026-03-01")]
            )
        )

    def test_second_person_is_told(self):
        """R03: of two people the second is told who closes; where the jobs are no more he may."""
        check = self.begin()
        with self.assertRaisesRegex(UserError, self.accountant.login):
            self.mine.action_start_closing()
        self.assertFalse(check.interrupted)
        self.jobs(check)[0].state = "failed"
        check.invalidate_recordset(["interrupted"])
        self.assertTrue(check.interrupted)
        again = self.begin()
        self.assertNotEqual(again, check)
        self.work(again)
        self.assertEqual(self.period.state, "closed")
        with self.assertRaisesRegex(UserError, "closed already"):
            self.mine.action_start_closing()

    def test_first_cockpit_of_a_large_company(self):
        """Z11: nobody waits a minute for the page: the first check is made by jobs too."""
        check = self.env["utility.closing.check"].browse(self.mine.action_cockpit()["res_id"])
        self.assertEqual(check.state, "running")

    def test_small_company_closes_at_once(self):
        """R03: an association of three houses waits for no job."""
        with patch.object(utility_period, "LARGE", 10_000):
            self.mine.action_start_closing()
        self.assertEqual(self.period.state, "closed")
