from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRun(RunCommon):
    """C01, C03, C05, C13, C14: a month is charged by every simple method."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 55.21)
        cls.norm("cold_water", 4.745)
        cls.tariff("housing_maintenance", 21.5)
        cls.tariff("intercom", 65)
        cls.tariff("capital_repair", 15.28)
        cls.tariff("parking", 100)
        codes = ["cold_water", "housing_maintenance", "intercom", "capital_repair"]
        cls.first = cls.account("1", codes, area=54.3)
        cls.second = cls.account("2", codes, residents=3)
        cls.water = cls.meter(cls.second, "cold_water", 100, ("2026-02-24", 109))

    def test_methods(self):
        """C13, C14, B01: area, fixed sum, norm and meter."""
        run = self.charged("2026-02")
        self.assertEqual(run.state, "review")
        self.assertEqual(
            self.sums(self.first, "2026-02"),
            {
                "cold_water": 523.94,
                "housing_maintenance": 1167.45,
                "intercom": 65.0,
                "capital_repair": 829.70,
            },
        )
        line = self.lines(self.second, "2026-02", service_id=self.services["cold_water"].id)
        self.assertRecordValues(
            line, [{"method": "meter", "volume": 9.0, "amount": 496.89, "price": 55.21}]
        )

    def test_month_of_a_new_run(self):
        """E01: a new run takes the month that is not billed yet and tells of one that is."""
        periods = self.env["utility.period"]
        self.approved("2026-02")
        self.charged("2026-03")
        runs = self.env["utility.billing.run"]
        with freeze_time("2026-04-02"):
            periods._get(self.day("2026-04-01"))
            self.assertEqual(runs._default_period().code, "2026-03")
            again = runs.create({"period_id": periods._get(self.day("2026-02-01")).id})
            self.assertIn("2026-02 is approved already", again.standing_note)
            self.assertFalse(runs.create({"period_id": runs._default_period().id}).standing_note)

    def test_next_month_begins_with_the_reading_used(self):
        """B01: the base of a month is the reading that the month before used."""
        self.approved("2026-02")
        self.reading(self.water, "2026-03-24", 120.5)
        self.charged("2026-03")
        line = self.lines(self.second, "2026-03", service_id=self.services["cold_water"].id)
        self.assertEqual(line.volume, 11.5)
        self.assertEqual(line.trace["u"][0][4:], ["2026-02-24", "109.000000"])

    def test_average_of_months_by_readings(self):
        """C15: without a reading the average of the months by readings is charged."""
        for code, value in (
            ("average_months_max", "6"),
            ("average_months_min", "3"),
            ("average_limit_periods", "3"),
        ):
            self.env["utility.rule.parameter"].create(
                {"code": code, "value": value, "company_id": self.company.id}
            )
        self.approved("2026-02")
        for month, value in (("2026-03", 115), ("2026-04", 127)):
            self.reading(self.water, f"{month}-24", value)
            self.approved(month)
        self.approved("2026-05")
        line = self.lines(self.second, "2026-05", service_id=self.services["cold_water"].id)
        self.assertRecordValues(line, [{"method": "average", "volume": 9.0, "reason": "not_sent"}])
        self.reading(self.water, "2026-06-24", 150)
        self.charged("2026-06")
        line = self.lines(self.second, "2026-06", service_id=self.services["cold_water"].id)
        self.assertEqual(line.volume, 150 - 127 - 9, "the reading settles the average")

    def test_bills(self):
        """C05, RU-080: capital repair has a bill of its own; the sums are those of the lines."""
        self.approved("2026-02")
        bills = self.env["utility.bill"].search(
            [("account_id", "=", self.first.id)], order="capital"
        )
        self.assertRecordValues(
            bills,
            [
                {
                    "capital": False,
                    "charged": 1756.39,
                    "opening": 0,
                    "closing": 1756.39,
                    "number": "1/2026-02",
                    "state": "approved",
                },
                {
                    "capital": True,
                    "charged": 829.70,
                    "opening": 0,
                    "closing": 829.70,
                    "number": "1/2026-02-K",
                    "state": "approved",
                },
            ],
        )
        self.charged("2026-03")
        march = self.env["utility.bill"].search(
            [("account_id", "=", self.first.id), ("period_date", "=", "2026-03-01")],
            order="capital",
        )
        self.assertEqual(march.mapped("opening"), [1756.39, 829.70])

    def test_unapproved_charges_are_no_debt(self):
        """X31: charges count when their run is approved, not before."""
        self.charged("2026-02")
        self.charged("2026-03")
        bill = self.env["utility.bill"].search(
            [
                ("account_id", "=", self.first.id),
                ("period_date", "=", "2026-03-01"),
                ("capital", "=", False),
            ]
        )
        self.assertEqual(bill.opening, 0)

    def test_completeness(self):
        """X35: expected = billed + with problems + excluded, nobody is forgotten."""
        self.account("3", ["pets"]).service_ids.units = 2
        self.account("4", [])
        run = self.charged("2026-02")
        self.assertRecordValues(
            run,
            [
                {
                    "expected_count": 3,
                    "billed_count": 2,
                    "failed_count": 1,
                    "excluded_count": 0,
                    "missing_count": 0,
                    "without_service_count": 1,
                }
            ],
        )
        problem = run.problem_ids
        self.assertEqual((problem.code, problem.account_id.number), ("NO_TARIFF", "3"))
        self.assertIn("no tariff for pets", problem.message)
        self.assertTrue(problem.remedy)
        self.assertTrue(run.activity_ids, "the responsible is told")
        with self.assertRaises(UserError):
            problem.action_exclude()
        problem.reason = "No animals any more"
        problem.action_exclude()
        self.assertEqual((run.failed_count, run.excluded_count), (0, 1))

    def test_problem_solved_inside_the_run(self):
        """X34, C22: after the correction the one account is charged again in its run."""
        account = self.account("3", ["pets"])
        account.service_ids.units = 2
        run = self.charged("2026-02")
        self.assertFalse(self.lines(account, "2026-02"))
        self.tariff("pets", 40)
        run.problem_ids.action_charge_again()
        self.assertEqual(self.sums(account, "2026-02"), {"pets": 80.0})
        self.assertFalse(run.problem_ids)
        self.assertEqual((run.billed_count, run.failed_count), (3, 0))

    def test_drop_and_charge_again(self):
        """X32: a run under review is dropped without a trace and gives the same figures again."""
        run = self.charged("2026-02")
        before = self.sums(self.first, "2026-02")
        run.action_drop()
        self.assertFalse(self.lines(self.first, "2026-02"))
        self.assertEqual(run.state, "draft")
        run.action_charge_now()
        self.assertEqual(self.sums(self.first, "2026-02"), before)

    def test_portion_is_idempotent(self):
        """X34: charging a portion a second time leaves the same rows, not twice as many."""
        run = self.charged("2026-02")
        lines = self.lines(self.first, "2026-02")
        amounts = lines.mapped("amount")
        run.portion_ids._charge()
        again = self.lines(self.first, "2026-02")
        self.assertEqual(amounts, again.mapped("amount"))
        self.assertFalse(set(lines.ids) & set(again.ids))

    def test_new_run_replaces_unapproved_one(self):
        """X33: an account charged in a later run leaves the earlier one that is not approved."""
        run = self.charged("2026-02")
        other = self.charged("2026-02", account_ids=[(6, 0, self.first.ids)])
        self.assertFalse(self.lines(self.first, "2026-02", run=run))
        self.assertTrue(self.lines(self.first, "2026-02", run=other))
        self.assertTrue(self.lines(self.second, "2026-02", run=run))

    def test_simulation_touches_nothing(self):
        """X30: a simulation leaves the charges of the month alone and can only be dropped."""
        run = self.charged("2026-02")
        simulation = self.charged("2026-02", simulation=True)
        self.assertTrue(self.lines(self.first, "2026-02", run=run))
        self.assertTrue(self.lines(self.first, "2026-02", run=simulation))
        with self.assertRaises(UserError):
            simulation.action_approve()
        simulation.action_drop()
        self.assertFalse(self.lines(self.first, "2026-02", run=simulation))

    def test_approved_lines_are_superseded_by_mirrors(self):
        """X32, X33: an open period charged again: new lines, the old ones mirrored, none edited."""
        first = self.approved("2026-02")
        old = self.lines(self.first, "2026-02").mapped("amount")
        self.env["utility.tariff"].search(
            [
                ("service_id", "=", self.services["intercom"].id),
                ("company_id", "=", self.company.id),
            ]
        ).value = 70
        second = self.approved("2026-02", account_ids=[(6, 0, self.first.ids)])
        self.assertEqual(self.sums(self.first, "2026-02")["intercom"], 70.0)
        self.assertEqual(self.lines(self.first, "2026-02", run=first).mapped("amount"), old)
        self.assertEqual(
            self.lines(self.first, "2026-02", run=second, cause="reversal").mapped("amount"),
            [-amount for amount in old],
        )
        bills = self.env["utility.bill"].search(
            [("account_id", "=", self.first.id), ("capital", "=", False)], order="id"
        )
        self.assertEqual(bills.mapped("state"), ["reversed", "approved"])

    def test_reverse(self):
        """X32: an approved run is taken back whole by mirrored rows."""
        run = self.approved("2026-02")
        run.action_reverse()
        self.assertEqual(set(self.sums(self.first, "2026-02").values()), {0.0})
        self.assertEqual(run.state, "reversed")
        self.approved("2026-02")
        self.assertEqual(self.sums(self.first, "2026-02")["intercom"], 65.0)

    def test_closed_period_is_refused(self):
        """R02: a closed period is not charged."""
        self.approved("2026-02").period_id.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            self.charged("2026-02")

    def test_one_bad_account_stops_no_other(self):
        """X34: a falling reading stops one account alone."""
        # an accepted reading below the one before: past the checks of the entry
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE utility_reading SET value = 50 WHERE meter_id = %s AND date = '2026-02-24'",
            [self.water.id],
        )
        run = self.charged("2026-02")
        self.assertFalse(self.lines(self.second, "2026-02"))
        self.assertTrue(self.lines(self.first, "2026-02"))
        self.assertIn("negative consumption", run.problem_ids.message)
