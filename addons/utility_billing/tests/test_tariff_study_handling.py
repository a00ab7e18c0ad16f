from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .study_common import StudyCommon


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
