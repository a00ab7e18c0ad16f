from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestCompleteness(RunCommon):
    """X35: the proof that nobody was forgotten names every account of the company once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.tariff("intercom", 65)
        for number in ("1", "2", "3"):
            cls.account(number, ["intercom"])
        cls.account("4", ["pets"]).service_ids.units = 1
        cls.account("5", ["parking"]).service_ids.units = 1
        cls.account("6", [])
        cls.account("7", ["intercom"], date_close="2026-01-31")
        cls.account("8", ["intercom"], date_open="2026-03-01")

    def proof(self, run):
        return {
            (line.outcome, line.reason): line.account_count
            for line in run.proof_ids
            if line.account_count
        }

    def test_every_account_once(self):
        """X35: billed, problem by code, excluded by reason, outside of the month by why."""
        run = self.charged("2026-02")
        problem = run.problem_ids.filtered(lambda p: p.account_id.number == "5")
        problem.reason = "The car park is being rebuilt"
        problem.action_exclude()
        bills = self.env["utility.bill"].search([("run_id", "=", run.id)], order="account_id")
        bills[0]._hold("Looks odd")
        held = self.proof(run)
        run._write_completeness()
        self.assertEqual(held, self.proof(run), "the proof follows each hold and release")
        self.assertEqual(
            held,
            {
                ("billed", False): 2,
                ("held", False): 1,
                ("problem", "NO_TARIFF"): 1,
                ("excluded", "The car park is being rebuilt"): 1,
                ("without_service", False): 1,
                ("closed", False): 1,
                ("later", False): 1,
            },
        )
        every = self.env["utility.account"].search_count([("company_id", "=", self.company.id)])
        self.assertEqual(sum(run.proof_ids.mapped("account_count")), every)
        self.assertEqual(sum(run.proof_ids.mapped("amount")), run.amount)

    def test_drill_down(self):
        """X35: each line opens what it counts."""
        run = self.charged("2026-02")
        self.assertGreaterEqual(len(run.proof_ids), 5)
        for line in run.proof_ids:
            action = line.action_open()
            records = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(len(records), line.account_count, (line.outcome, line.reason))

    def test_of_a_set_of_accounts(self):
        """X35: accounts that were not chosen are told as such, and open as a list."""
        account = self.env["utility.account"].search([("number", "=", "1")])
        account = account.filtered(lambda a: a.company_id == self.company)
        run = self.charged("2026-02", account_ids=[(6, 0, account.ids)])
        proof = self.proof(run)
        self.assertEqual((proof["billed", False], proof["not_chosen", False]), (1, 5))
        self.assertEqual(run.expected_count, 1)

    def test_held_go_on(self):
        """X35: what went on in the run of held bills stays accounted for in the first one."""
        run = self.charged("2026-02")
        bills = self.env["utility.bill"].search([("run_id", "=", run.id)])
        bills[0]._hold("Looks odd")
        run.action_approve()
        proof = self.proof(run)
        self.assertEqual((proof["billed", False], proof["held", False]), (2, 1))
        self.assertEqual(run.amount, 130)

    def test_nobody_edits_the_proof(self):
        """R01: not even who charges."""
        clerk = new_test_user(
            self.env,
            "proof_clerk",
            groups="utility_base.group_billing",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        run = self.run_of("2026-02").with_user(clerk)
        run.action_charge_now()
        self.assertTrue(run.proof_ids)
        for change in (run.proof_ids[0].unlink, lambda: run.proof_ids.write({"account_count": 1})):
            with self.assertRaises(AccessError):
                change()
