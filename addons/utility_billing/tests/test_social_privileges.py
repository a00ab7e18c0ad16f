from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .social_common import SocialCommon


@tagged("post_install", "-at_install", "utility_social")
class TestSocialPrivileges(SocialCommon):
    """D05: privileges from the document of a person to the debt of a budget."""

    def test_use_is_known_by_category(self):
        """D05, D06: one of two residents, 50 % of 4 m3 x 10: 20.00 used, with its origin."""
        self.approved("2026-03")
        used = self.usage()
        self.assertEqual(used.mapped("amount"), [20.00])
        self.assertEqual(used.category_id, self.veterans)
        self.assertEqual(used.program_id, self.program)
        self.assertEqual(used.partner_id, self.person)
        self.assertEqual(used.charge_id.kind, "privilege")
        self.assertEqual(used.action_open_origin()["res_id"], used.charge_id.id)

    def test_correction_of_a_closed_month_is_a_difference_of_the_privilege(self):
        """D05, X33: the end of a privilege in a closed month takes back its part of the budget's debt."""
        self.approved("2026-03")
        self.close("2026-03")
        self.privilege.date_to = "2026-02-28"
        self.approved("2026-04")
        rows = {(f"{r.of_period:%m}", f"{r.period_date:%m}"): r.amount for r in self.usage()}
        self.assertEqual(rows, {("03", "03"): 20.00, ("03", "04"): -20.00})

    def test_reversed_run_leaves_nothing(self):
        """D06, X32: mirrored rows take the use back."""
        run = self.approved("2026-03")
        run.action_reverse()
        self.assertEqual(sum(self.usage().mapped("amount")), 0)

    def test_budget_owes_and_income_is_whole(self):
        """G01, D06: 80.00 of income and tax, 60.00 owed by the household, 20.00 by the budget."""
        run = self.approved("2026-03")
        run.action_post()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        rule = {r.document: r for r in rules if not r.service_id and not r.source}
        balances = {}
        for line in run.move_ids.line_ids:
            balances[line.account_id] = round(balances.get(line.account_id, 0) + line.balance, 2)
        self.assertEqual(balances[rule["charge"].account_id], 60.00)
        self.assertEqual(balances[rule["privilege"].counterpart_id], 20.00)
        # 80.00 with 22 % of tax inside
        self.assertEqual(balances[rule["charge"].counterpart_id], -65.57)
        self.assertEqual(balances[rule["charge"].vat_account_id], -14.43)
        self.assertFalse(self.env["utility.posting"]._check(self.company)["difference"])

    def test_correction_is_posted_to_the_budget_too(self):
        """G01, D05: after the privilege was withdrawn the household owes all, the budget nothing."""
        self.approved("2026-03").action_post()
        self.close("2026-03")
        self.privilege.date_to = "2026-02-28"
        run = self.approved("2026-04")
        run.action_post()
        rule = self.env["utility.posting.rule"].search(
            [("company_id", "=", self.company.id), ("document", "=", "privilege")]
        )
        lines = self.env["account.move.line"].search(
            [("account_id", "=", rule.counterpart_id.id), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(sorted(lines.mapped("balance")), [-20.00, 20.00])
        self.assertFalse(self.env["utility.posting"]._check_budgets(self.company)["difference"])
        self.assertFalse(self.env["utility.posting"]._check(self.company)["difference"])
        run.move_ids._utility_undo("Wrong accounts")
        self.assertFalse(self.env["utility.posting"]._check_budgets(self.company)["difference"])

    def test_companies_with_rules_get_those_of_budgets(self):
        """G01: an earlier company posts privileges to the income until the rules are prepared."""
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        rules.filtered(lambda r: r.document in ("privilege", "budget")).unlink()
        rules.exists().filtered(lambda r: r.source == "subsidy").unlink()
        self.approved("2026-03").action_post()
        self.company._utility_prepare_posting()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        self.assertLessEqual({"privilege", "budget"}, set(rules.mapped("document")))
        self.assertEqual(rules.mapped("source").count("subsidy"), 1)
        figures = self.env["utility.posting"]._check_budgets(self.company)
        self.assertEqual(str(figures["difference"]), "0")
        self.close("2026-03")
        self.approved("2026-04").action_post()
        figures = self.env["utility.posting"]._check_budgets(self.company)
        self.assertEqual((str(figures["posted"]), str(figures["difference"])), ("20.00", "0.00"))

    def test_own_discount_lowers_the_income(self):
        """D05: a category that no budget pays is no debt of a budget."""
        self.veterans.budget = False
        run = self.approved("2026-03")
        run.action_post()
        self.assertFalse(self.usage())
        self.assertEqual(sorted(run.move_ids.line_ids.mapped("balance")), [-49.18, -10.82, 60.00])

    def test_one_person_one_account(self):
        """D05: a person cannot have the same privilege at two accounts on one day."""
        other = self.account("2", ["cold_water"])
        with self.assertRaises(ValidationError):
            self.grant_privilege(other, self.person)
        self.privilege.date_to = "2026-03-31"
        self.grant_privilege(other, self.person, date_from="2026-04-01")

    def test_a_charged_privilege_stays(self):
        """D05: what stands on a bill cannot be deleted, only ended."""
        self.approved("2026-03")
        with self.assertRaises(UserError):
            self.privilege.unlink()

    @freeze_time("2026-03-10")
    def test_reminder_before_the_document_ends(self):
        """D05: the clerk is told once that the certificate runs out."""
        self.privilege.document_until = "2026-03-25"
        self.assertEqual(str(self.privilege.ends_on), "2026-03-25")
        self.env["utility.privilege"]._cron_remind()
        self.env["utility.privilege"]._cron_remind()
        self.assertEqual(len(self.privilege.activity_ids), 1)
        self.assertEqual(str(self.privilege.activity_ids.date_deadline), "2026-03-25")

    def test_category_has_one_programme(self):
        """D06: two programmes cannot pay for one category."""
        with self.assertRaises(ValidationError):
            self.program.copy({"name": "Another", "category_ids": [(6, 0, self.veterans.ids)]})
