from datetime import date
from decimal import Decimal

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon

MONTHS = ("2026-01", "2026-02", "2026-03")


class StudyCommon(RunCommon):
    """Metered, unmetered and privileged accounts, three months charged and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.tariff("cold_water", 50)
        cls.tariff("housing_maintenance", 20)
        cls.norm("cold_water", 4.5)
        cls.metered = cls.account("1", ["cold_water", "housing_maintenance"], area=40)
        cls.by_norm = cls.account("2", ["cold_water", "housing_maintenance"], area=60, residents=3)
        cls.housing = cls.account("3", ["housing_maintenance"], area=30)
        cls.meter(
            cls.metered, "cold_water", 100, ("2026-01-25", 107.5), ("2026-03-25", 120),
            installed="2026-01-01",
        )  # fmt: skip
        cls.env["utility.privilege"].create(
            {
                "account_id": cls.by_norm.id,
                "percent": 50,
                "date_from": "2020-01-01",
                "service_ids": [(6, 0, cls.services["cold_water"].ids)],
            }
        )

    def study(self, *changes, **values):
        return self.env["utility.tariff.study"].create(
            {
                "name": "Study",
                "month_from": "2026-01-01",
                "month_to": "2026-03-01",
                "change_ids": [(0, 0, change) for change in changes],
                **values,
            }
        )

    def water(self, **values):
        return {"service_id": self.services["cold_water"].id, **values}

    def results(self, study):
        """``{account: (old, new)}`` as exact numbers."""
        rows = self.env["utility.tariff.study.account"].search([("study_id", "=", study.id)])
        return {
            row.account_id: (Decimal(f"{row.amount_old:.2f}"), Decimal(f"{row.amount_new:.2f}"))
            for row in rows
        }

    def charge_months(self):
        """``{account: sum}`` of real runs of the months, approved one after the other."""
        for month in MONTHS:
            self.approved(month)
        sums = {}
        for charge in self.env["utility.charge"].search([("company_id", "=", self.company.id)]):
            amount = Decimal(f"{charge.amount:.2f}")
            sums[charge.account_id] = sums.get(charge.account_id, 0) + amount
        return sums


@tagged("post_install", "-at_install")
class TestTariffStudy(StudyCommon):
    """Z14: a draft over past months, exact and without writing."""

    def test_no_change_no_difference(self):
        """Z14: a study without changes gives zero on every account, and what was charged."""
        sums = self.charge_months()
        study = self.study()
        study.action_start_now()
        found = self.results(study)
        self.assertEqual(len(found), 3)
        for account, (old, new) in found.items():
            self.assertEqual(new, old, account.number)
            self.assertEqual(old, sums[account], account.number)
        self.assertEqual((study.more_count, study.less_count, study.amount_diff), (0, 0, 0.0))

    def test_new_price_equals_a_real_run(self):
        """Z14: the new side is what the run charges once the price is really changed."""
        study = self.study(self.water(value=61.25))
        study.action_start_now()
        found = self.results(study)
        self.old.value = 61.25
        sums = self.charge_months()
        self.assertEqual({account: new for account, (_old, new) in found.items()}, sums)
        self.assertEqual(study.more_count, 2)
        self.assertGreater(study.privilege_diff, 0)

    def test_new_norm_equals_a_real_run(self):
        """Z14: volumes by the new norm are settled by later readings on their own side."""
        study = self.study(self.water(subject="norm", value=6))
        study.action_start_now()
        found = self.results(study)
        norm = self.env["utility.norm"].search([("company_id", "=", self.company.id)])
        norm.value = 6
        sums = self.charge_months()
        self.assertEqual({account: new for account, (_old, new) in found.items()}, sums)

    def test_price_from_the_middle_of_a_month(self):
        """Z14: a draft that begins inside a month equals two dated tariffs there."""
        study = self.study(self.water(value=70, date_from="2026-02-15"))
        study.action_start_now()
        found = self.results(study)
        self.old.date_to = "2026-02-14"
        self.tariff("cold_water", 70, date_from="2026-02-15")
        sums = self.charge_months()
        self.assertEqual({account: new for account, (_old, new) in found.items()}, sums)

    def test_goes_on_from_the_ledger(self):
        """Z14: what was charged before the first month is settled as a real run settles it."""
        self.approved("2026-01")
        self.approved("2026-02")
        study = self.study(self.water(value=61.25), month_from="2026-03-01")
        study.action_start_now()
        found = self.results(study)
        self.old.date_to = "2026-02-28"
        self.tariff("cold_water", 61.25, date_from="2026-03-01")
        self.approved("2026-03")
        for account, (_old, new) in found.items():
            sums = self.sums(account, "2026-03").values()
            self.assertEqual(float(new), round(sum(sums), 2), account.number)

    def test_need_for_subsidies(self):
        """Z14: a household that gets a subsidy gets more where its costs grow."""
        for code, value in (("subsidy_method", "standard_a_person"), ("living_minimum", "15000"),
                            ("subsidy_max_share", "22")):  # fmt: skip
            self.env["utility.rule.parameter"].create(
                {"code": code, "value": value, "company_id": self.company.id}
            )
        subsidy = self.env["utility.subsidy"].create(
            {
                "account_id": self.by_norm.id,
                "date": "2026-01-01",
                "household_income": 20000,
                "persons": 3,
                "standard_cost": 2000,
            }
        )
        study = self.study(self.water(value=60))
        study.action_start_now()
        row = self.env["utility.tariff.study.account"].search(
            [("study_id", "=", study.id), ("account_id", "=", self.by_norm.id)]
        )
        self.assertEqual(row.subsidy_old, subsidy.amount)
        self.assertGreater(row.subsidy_new, row.subsidy_old)
        self.assertAlmostEqual(study.subsidy_diff, row.subsidy_new - row.subsidy_old, 2)

    def test_percentage_and_archived_draft(self):
        """Z14: ten percent more is the same as a drafted tariff of that price."""
        draft = self.tariff("cold_water", 55, active=False)
        one = self.study(self.water(how="percent", percent=10))
        two = self.study({"how": "record", "tariff_id": draft.id})
        (one | two).action_start_now()
        self.assertEqual(self.results(one), self.results(two))
        self.assertNotEqual(one.amount_diff, 0)

    def test_nothing_is_written(self):
        """Z14: no charge, bill, problem or tariff comes of a study."""
        self.approved("2026-01")
        tables = ("utility.charge", "utility.bill", "utility.billing.problem", "utility.tariff",
                  "utility.norm", "utility.common.carry")  # fmt: skip
        before = {name: self.env[name].search_count([]) for name in tables}
        study = self.study(self.water(value=99), self.water(subject="norm", value=9))
        study.action_start_now()
        self.assertEqual(study.state, "done")
        self.assertEqual({name: self.env[name].search_count([]) for name in tables}, before)
        self.assertEqual(self.old.value, 50)

    def test_choice_of_accounts(self):
        """Z14: houses and customer categories limit what is compared."""
        category = self.env.ref("utility_base.customer_category_organisation")
        self.metered.customer_category_id = category
        study = self.study(self.water(value=60), customer_category_ids=[(6, 0, category.ids)])
        study.action_start_now()
        self.assertEqual(list(self.results(study)), [self.metered])

    def test_account_that_cannot_be_charged(self):
        """Z14: a month that cannot be charged counts for neither side and is told."""
        self.old.date_from = "2026-02-01"
        study = self.study(self.water(how="percent", percent=10))
        study.action_start_now()
        row = self.env["utility.tariff.study.account"].search(
            [("study_id", "=", study.id), ("account_id", "=", self.by_norm.id)]
        )
        self.assertEqual((row.months, study.problem_count), (2, 2))
        self.assertIn("no tariff", row.services_html)

    def test_totals_are_the_sum_of_the_accounts(self):
        """Z14: revenue by service and month adds up to the accounts."""
        study = self.study(self.water(value=60))
        study.action_start_now()
        totals = self.env["utility.tariff.study.total"].search([("study_id", "=", study.id)])
        found = self.results(study).values()
        for field, index in (("amount_old", 0), ("amount_new", 1)):
            self.assertEqual(
                Decimal(f"{sum(totals.mapped(field)):.2f}"), sum(pair[index] for pair in found)
            )
        self.assertEqual({total.period_date.month for total in totals}, {1, 2, 3})


@tagged("post_install", "-at_install")
class TestTariffStudyHandling(StudyCommon):
    """Z14: running, cancelling, looking, rights."""

    def test_jobs_cancel_and_resume(self):
        """Z14: a study runs by jobs, stops on demand and goes on where it stopped."""
        study = self.study(self.water(value=60))
        study.action_start()
        portion = study.portion_ids
        self.assertEqual((study.state, len(portion), portion.state), ("running", 1, "pending"))
        study.action_cancel()
        portion._job_compute()
        self.assertEqual((study.state, portion.state), ("cancelled", "cancelled"))
        self.assertFalse(self.results(study))
        study.with_context(utility_charge_now=True).action_resume()
        self.assertEqual((study.state, portion.state, study.progress), ("done", "done", 100.0))
        self.assertEqual(len(self.results(study)), 3)

    def test_results_are_of_what_is_written(self):
        """Z14: a study with results is not changed, only copied or run anew."""
        study = self.study(self.water(value=60))
        study.action_start_now()
        user = new_test_user(self.env, "economist", "utility_base.group_billing",
                             company_id=self.company.id, company_ids=[(6, 0, self.company.ids)])  # fmt: skip
        with self.assertRaises(UserError):
            study.with_user(user).month_from = "2026-02-01"
        with self.assertRaises(UserError):
            study.change_ids.with_user(user).value = 1
        copy = study.copy()
        self.assertEqual((copy.state, len(copy.change_ids), copy.amount_diff), ("draft", 1, 0.0))
        study.action_drop()
        self.assertFalse(self.results(study))

    def test_pictures_and_workbook(self):
        """Z14: the distribution counts every account once; the workbook has them all."""
        study = self.study(self.water(value=60))
        study.action_start_now()
        _step, counts = study._money_bins()
        self.assertEqual(sum(counts.values()), 3)
        self.assertEqual(counts[0], 1)
        self.assertIn("<svg", study.distribution_html)
        other = self.study(self.water(value=70), compare_id=study.id)
        other.action_start_now()
        self.assertIn("Study", other.revenue_html)
        self.assertTrue(study._workbook().startswith(b"PK"))

    def test_explained_on_both_sides(self):
        """Z14: the difference of an account opens into the lines of both sides."""
        study = self.study(self.water(value=60))
        study.action_start_now()
        row = self.env["utility.tariff.study.account"].search(
            [("study_id", "=", study.id), ("account_id", "=", self.by_norm.id)]
        )
        action = row.action_explain()
        trial = self.env["utility.bill.trial"].with_context(**action["context"]).create({})
        for word in ("13.5", "50", "60", "no change"):
            self.assertIn(word, trial.result_html)

    def test_roles(self):
        """Z14: billing and accountants study tariffs, others do not even see the results."""
        study = self.study(self.water(value=60))
        study.action_start_now()
        companies = {"company_id": self.company.id, "company_ids": [(6, 0, self.company.ids)]}
        accountant = new_test_user(self.env, "acc", "utility_base.group_accountant", **companies)
        operator = new_test_user(self.env, "op", "utility_base.group_operator", **companies)
        study.copy().with_user(accountant).action_start_now()
        with self.assertRaises(AccessError):
            study.with_user(operator).read(["amount_diff"])
        with self.assertRaises(AccessError):
            self.env["utility.tariff.study.account"].with_user(operator).search([]).read(
                ["percent"]
            )

    def test_limits_of_the_user(self):
        """R01, Z14: who is limited to houses studies and sees these houses alone."""
        other = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "2"}
        )
        far = self.account("9", ["housing_maintenance"], building=other)
        everybody = self.study(self.water(value=60))
        everybody.action_start_now()
        self.assertIn(far, self.results(everybody))
        user = new_test_user(
            self.env,
            "limited",
            "utility_base.group_billing",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            utility_building_ids=[(6, 0, other.ids)],
        )
        rows = self.env["utility.tariff.study.account"].with_user(user)
        self.assertEqual(rows.search([("study_id", "=", everybody.id)]).account_id.ids, far.ids)
        own = everybody.copy().with_user(user)
        own.action_start_now()
        self.assertEqual(list(self.results(own.sudo())), [far])

    def test_refusals(self):
        """Z14: what a study cannot do is said before it starts."""
        with self.assertRaises(ValidationError):
            self.study(month_from="2024-01-01")
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self.study(
                {"subject": "parameter", "code": "vat_rate", "text_value": "x"}
            ).action_start()
        with self.assertRaisesRegex(UserError, "draft tariff"):
            self.study({"how": "record"}).action_start()


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
