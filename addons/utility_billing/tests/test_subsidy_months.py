from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .social_common import SocialCommon


@tagged("post_install", "-at_install", "utility_social")
class TestSubsidyMonths(SocialCommon):
    """D06: a subsidy is computed, assigned for its months and credited as a payment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parameters = cls.env["utility.rule.parameter"]
        for code, value in (
            ("living_minimum", "15000"),
            ("subsidy_standard_cost_2", "3000"),
            ("subsidy_months", "6"),
        ):
            parameters.create({"code": code, "value": value, "company_id": cls.company.id})
        cls.privilege.unlink()
        cls.case = cls.env["utility.subsidy"].create(
            {
                "account_id": cls.home.id,
                "date": "2026-02-20",
                "member_ids": [
                    (0, 0, {"name": "Anna", "relation": "applicant", "income": 14000}),
                    (0, 0, {"name": "Boris", "relation": "spouse", "income": 12000}),
                ],
            }
        )
        cls.march = cls.env["utility.period"]._get("2026-03-01")

    def credited(self, month="2026-03", date="2026-03-31"):
        period = self.env["utility.period"]._get(f"{month}-01")
        self.env["utility.subsidy.grant"]._prepare_month(self.company, period)
        wizard = self.env["utility.subsidy.credit"].create({"period_id": period.id, "date": date})
        wizard.action_credit()
        return self.env["utility.subsidy.grant"].search([("period_date", "=", period.date_from)])

    def test_household_makes_the_sum(self):
        """D06: 2 x 3000 - 22 % x 13000/15000 x 26000 = 6000 - 4957.33 = 1042.67 for six months."""
        self.assertEqual((self.case.persons, self.case.household_income), (2, 26000))
        self.assertEqual(self.case.standard_cost, 3000)
        self.assertEqual(self.case.amount, 1042.67)
        self.case.action_assign()
        self.assertEqual((str(self.case.date_from), str(self.case.date_to)),
                         ("2026-03-01", "2026-08-31"))  # fmt: skip
        self.assertEqual(self.case.program_id, self.subsidies)
        case = self.case.with_user(self.user("billing"))
        with self.assertRaises(UserError):
            case.household_income = 1

    def test_it_pays_and_is_no_discount(self):
        """D06: the charge stays 80.00; what is owed falls by the subsidy, the rest is an advance."""
        self.case.action_assign()
        self.approved("2026-03")
        grant = self.credited()
        self.assertEqual((grant.state, grant.amount), ("credited", 1042.67))
        self.assertEqual(sum(self.lines(self.home, "2026-03").mapped("amount")), 80.00)
        self.assertEqual(self.home.balance, round(80.00 - 1042.67, 2))
        self.assertEqual(grant.payment_id.source, "subsidy")
        self.assertEqual(str(grant.payment_id.purpose_period), "2026-03-01")
        bill = self.env["utility.bill"].search([("account_id", "=", self.home.id)])
        self.assertEqual(bill.subsidy, 1042.67)
        (document,) = bill._documents()
        self.assertEqual(str(document.subsidy), "1042.67")
        self.assertTrue(bill._pdf().startswith(b"%PDF"))
        self.credited()
        self.assertEqual(len(self.usage(kind="subsidy")), 1, "a month is credited once")

    def test_not_more_than_the_bill(self):
        """D06: where the programme caps it, the subsidy is the bill of the month, and waits for it."""
        self.subsidies.cap_actual = True
        self.case.action_assign()
        self.assertFalse(self.credited())
        self.approved("2026-03")
        self.assertEqual(self.credited().amount, 80.00)
        self.assertEqual(self.home.balance, 0)

    def test_budget_owes_it(self):
        """G01, D06: debit of the budget, credit of the customers; its receipt settles it."""
        self.case.action_assign()
        self.approved("2026-03").action_post()
        self.credited()
        posting = self.env["utility.posting"]
        posting._post_payments(self.company, "2026-03-31")
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        owed = rules.filtered(lambda r: r.source == "subsidy").counterpart_id

        def balance():
            rows = self.env["account.move.line"].search(
                [("account_id", "=", owed.id), ("parent_state", "=", "posted")]
            )
            return round(sum(rows.mapped("balance")), 2)

        self.assertEqual(balance(), 1042.67)
        self.assertFalse(posting._check(self.company)["difference"])
        receipt = self.env["utility.social.receipt"].create(
            {"program_id": self.subsidies.id, "date": "2026-04-05", "amount": 1000}
        )
        receipt.action_post()
        accountant = self.user("accountant")
        self.assertEqual(balance(), 42.67)
        self.assertEqual(
            {name: str(value) for name, value in posting._check_budgets(self.company).items()},
            {"ledger": "42.67", "posted": "42.67", "difference": "0.00"},
        )
        self.assertFalse(posting._check(self.company)["difference"])
        with self.assertRaises(UserError):
            receipt.with_user(accountant).amount = 5

    def test_taken_back(self):
        """D06: a subsidy credited by mistake is mirrored, and its month is free again."""
        self.case.action_assign()
        grant = self.credited()
        grant.action_return()
        self.assertEqual(self.home.balance, 0)
        self.assertEqual(sum(self.usage(kind="subsidy").mapped("amount")), 0)
        self.assertEqual(self.credited().filtered(lambda g: g.state == "credited").amount, 1042.67)

    def test_privilege_excludes_it_in_the_season(self):
        """D05: in the months of the parameter a subsidy waits beside a privilege, and says so."""
        self.env["utility.rule.parameter"].create(
            {
                "code": "privilege_subsidy_exclusive_months",
                "value": "10,11,12,1,2,3,4",
                "company_id": self.company.id,
            }
        )
        self.grant_privilege(self.home, self.person)
        self.case.action_assign()
        march = self.credited()
        self.assertEqual(march.state, "draft")
        self.assertIn("privilege", march.problem)
        self.assertEqual(self.credited("2026-05", "2026-05-31").state, "credited")

    def test_term_is_one_and_is_told(self):
        """D06: no two at once; the end is told, the next term begins after the check."""
        self.case.action_assign()
        other = self.case.copy()
        with self.assertRaises(ValidationError):
            other.action_assign()
        with freeze_time("2026-08-10"):
            self.env["utility.subsidy"]._cron_remind()
        self.assertEqual(len(self.case.activity_ids), 1)
        renewed = self.env["utility.subsidy"].browse(self.case.action_renew()["res_id"])
        self.assertEqual((renewed.state, len(renewed.member_ids)), ("draft", 2))
        with freeze_time("2026-09-01"):
            self.env["utility.subsidy"]._cron_remind()
        self.assertEqual(self.case.state, "ended")
        renewed.action_assign()
        self.assertEqual(str(renewed.date_from), "2026-09-01")

    def test_limit_is_told_before(self):
        """D06: the wizard says by how much the limit would be exceeded."""
        self.subsidies.limit_ids = [
            (0, 0, {"date_from": "2026-01-01", "date_to": "2026-12-31", "amount": 1000})
        ]
        self.case.action_assign()
        self.env["utility.subsidy.grant"]._prepare_month(self.company, self.march)
        wizard = self.env["utility.subsidy.credit"].create(
            {"period_id": self.march.id, "date": "2026-03-31"}
        )
        self.assertEqual((wizard.count, wizard.amount), (1, 1042.67))
        self.assertIn("42.67", wizard.warning)

    def user(self, role):
        return new_test_user(
            self.env,
            f"social_{role}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_roles(self):
        """R01: the operator prepares, billing staff decides and credits; nobody types such payments."""
        operator = self.user("operator")
        with self.assertRaises(AccessError):
            self.case.with_user(operator).action_assign()
        billing = self.user("billing")
        self.case.with_user(billing).action_assign()
        grants = self.env["utility.subsidy.grant"].with_user(billing)
        grants._prepare_month(self.company, self.march)
        grants.search([])._credit("2026-03-31")
        self.assertEqual(self.case.grant_ids.state, "credited")
        with self.assertRaises(AccessError):
            self.case.grant_ids.with_user(operator).action_return()
        with self.assertRaises(UserError):
            self.env["utility.payment"].with_user(billing).create(
                {"account_id": self.home.id, "amount": 5, "source": "subsidy"}
            )
