from decimal import Decimal

from odoo.tests import tagged

from .study_common import StudyCommon


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
