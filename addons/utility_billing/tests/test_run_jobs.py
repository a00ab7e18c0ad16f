from unittest import mock

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRunJobs(RunCommon):
    """X34: portions of whole buildings as jobs; a run is stopped, resumed and never doubled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("utility_billing.portion_size", "2")
        cls.tariff("intercom", 65)
        cls.houses = cls.building
        cls.accounts = cls.account("1", ["intercom"]) | cls.account("2", ["intercom"])
        for number in ("2", "3"):
            house = cls.env["utility.building"].create(
                {"locality_id": cls.locality.id, "number": number}
            )
            cls.houses |= house
            cls.accounts |= cls.account(f"{number}1", ["intercom"], building=house)

    def count(self, run):
        return self.env["utility.charge"].search_count([("run_id", "=", run.id)])

    def test_portions_are_whole_buildings(self):
        """X34: one job a portion in the channel of billing, and one that ends the run."""
        run = self.run_of("2026-02")
        with trap_jobs() as trap:
            run.action_charge()
            self.assertEqual(
                [(p.building_ids, p.account_count) for p in run.portion_ids],
                [(self.houses[:1].ids, 2), (self.houses[1:].ids, 2)],
            )
            trap.assert_jobs_count(3)
            self.assertEqual({job.channel for job in trap.enqueued_jobs}, {"root.utility.billing"})
            self.assertEqual((run.state, run.progress), ("charging", 0))
            trap.perform_enqueued_jobs()
        self.assertEqual(run.state, "review")
        self.assertRecordValues(
            run,
            [
                {
                    "progress": 100,
                    "billed_count": 4,
                    "missing_count": 0,
                    "line_count": 4,
                    "amount": 260,
                }
            ],
        )
        self.assertTrue(all(portion.seconds > 0 for portion in run.portion_ids))

    def test_job_twice_charges_once(self):
        """X34: a job that is run again after a kill leaves the same rows."""
        run = self.run_of("2026-02")
        with trap_jobs():
            run.action_charge()
        for _attempt in range(2):
            run.portion_ids[0]._job_charge()
        self.assertEqual(self.count(run), 2)

    def test_one_failing_portion(self):
        """X34: a portion that fails keeps its reason, the others go on, and it is retried alone."""
        run = self.run_of("2026-02")
        with trap_jobs():
            run.action_charge()
        target = "odoo.addons.utility_billing.loader.portion.PortionLoader.load"
        with (
            mock.patch(target, side_effect=ValueError("broken data")),
            self.assertLogs(level="ERROR"),
        ):
            run.portion_ids[0]._job_charge()
        run.portion_ids[1]._job_charge()
        run._job_finish()
        self.assertEqual(run.portion_ids.mapped("state"), ["failed", "done"])
        self.assertIn("broken data", run.portion_ids[0].message)
        self.assertEqual((run.billed_count, run.missing_count), (2, 2))
        with trap_jobs() as trap:
            run.action_retry()
            trap.perform_enqueued_jobs()
        self.assertEqual(run.portion_ids.mapped("state"), ["done", "done"])
        self.assertEqual((run.state, run.missing_count, self.count(run)), ("review", 0, 4))

    def test_portion_stops_when_asked(self):
        """X34: a portion that is being charged while its run is cancelled keeps nothing."""
        run = self.run_of("2026-02")
        with trap_jobs():
            run.action_charge()
        last = run.portion_ids[1]
        asked = iter((False, True))
        base = "odoo.addons.utility_billing"
        with (
            mock.patch(f"{base}.loader.portion_charge.SLICE", 1),
            mock.patch(
                f"{base}.models.utility_billing_portion.asked_to_stop", lambda *_: next(asked)
            ),
        ):
            last._job_charge()
        self.assertEqual((last.state, self.count(run)), ("pending", 0))
        run.action_cancel()
        self.assertEqual(set(run.portion_ids.mapped("state")), {"cancelled"})

    def test_retry_of_a_portion_without_a_job(self):
        """X34: a portion whose job died for good is charged again; the others are left alone."""
        run = self.run_of("2026-02")
        run.action_charge()
        with self.assertRaisesRegex(UserError, "No portion"):
            run.action_retry()
        first, second = run.portion_ids
        first._job_charge()
        dead = self.env["queue.job"].search([("uuid", "=", second.job_uuid)])
        dead.write({"state": "failed", "exc_info": "JobFoundDead"})
        run.invalidate_recordset()
        self.assertEqual((run.state, run.portion_failed_count), ("charging", 1))
        with trap_jobs() as trap:
            run.action_retry()
            trap.assert_jobs_count(2)
            trap.perform_enqueued_jobs()
        self.assertEqual((run.state, run.missing_count, self.count(run)), ("review", 0, 4))

    def test_retry_ends_a_charging_left_open(self):
        """X34: killed after the last portion and before the end: the button ends the charging."""
        run = self.run_of("2026-02")
        run.action_charge()
        run.portion_ids[0]._job_charge()
        run._job_finish()
        self.assertEqual(run.state, "charging", "a portion is still to come")
        run.portion_ids[1]._job_charge()
        run.action_retry()
        self.assertEqual((run.state, run.missing_count, self.count(run)), ("review", 0, 4))
        run._job_finish()
        self.assertEqual(run.state, "review")

    def test_fault_of_one_account(self):
        """X34: an account that breaks the calculation stands aside with a problem, its house goes on."""
        run = self.run_of("2026-02")
        bad = self.accounts[0].id
        from ..loader import house_charge

        real = house_charge.charge_building

        def broken(world, building, period, _as_of=None):
            if any(account.ref == bad and account.services for account in building.accounts):
                raise ZeroDivisionError
            return real(world, building, period)

        def broken_month(world, account, period):
            if account.ref == bad:
                raise ZeroDivisionError
            return [], []

        with (
            mock.patch.object(house_charge, "charge_building", broken),
            mock.patch.object(house_charge, "charge_month", broken_month),
            self.assertLogs(level="ERROR"),
        ):
            run.action_charge_now()
        self.assertEqual(run.problem_ids.mapped("code"), ["FAULT"])
        self.assertEqual(run.problem_ids.account_id.id, bad)
        self.assertEqual((run.billed_count, run.failed_count, run.missing_count), (3, 1, 0))

    def test_cancel(self):
        """X34: a cancelled run leaves no rows and no waiting jobs; late portions do nothing."""
        run = self.run_of("2026-02")
        run.action_charge()
        jobs = self.env["queue.job"].search([("uuid", "in", run.portion_ids.mapped("job_uuid"))])
        self.assertEqual(len(jobs), 2)
        run.portion_ids[0]._job_charge()
        run.action_cancel()
        self.assertEqual((run.state, self.count(run)), ("cancelled", 0))
        self.assertEqual(set(jobs.mapped("state")), {"cancelled"})
        run.portion_ids[1]._job_charge()
        self.assertEqual(self.count(run), 0)
        with trap_jobs() as trap:
            run.action_charge()
            trap.perform_enqueued_jobs()
        self.assertEqual(self.count(run), 4)
