from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestReverse(RunCommon):
    """X32: a run or a single bill is taken back with a reason, and charged anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.price = cls.tariff("intercom", 65)
        cls.first = cls.account("1", ["intercom"])
        cls.second = cls.account("2", ["intercom"])

    def bill(self, account, run):
        return self.env["utility.bill"].search(
            [("account_id", "=", account.id), ("run_id", "=", run.id)]
        )

    def wizard(self, records, **values):
        context = {"active_model": records._name, "active_ids": records.ids}
        return (
            self.env["utility.billing.reverse"]
            .with_context(**context)
            .create({"reason": "Wrong house", **values})
        )

    def test_single_bill(self):
        """X32: one bill is taken back by mirrored rows, the other stays; the account is billed anew."""
        run = self.approved("2026-02")
        bill = self.bill(self.first, run)
        wizard = self.wizard(bill, charge_again=True)
        self.assertEqual((wizard.bill_count, wizard.amount), (1, 65))
        self.price.value = 70
        again = self.env["utility.billing.run"].browse(wizard.action_reverse()["res_id"])
        self.assertRecordValues(
            bill,
            [
                {
                    "state": "reversed",
                    "reversal_reason": "Wrong house",
                    "reversed_by_id": self.env.uid,
                }
            ],
        )
        self.assertEqual((self.first.balance, self.second.balance), (0, 65))
        self.assertEqual((again.state, again.account_ids), ("review", self.first))
        again.action_approve()
        self.first.invalidate_recordset()
        self.assertEqual(self.first.balance, 70)
        mirrored = self.lines(self.first, "2026-02", cause="reversal")
        self.assertEqual((mirrored.amount, mirrored.run_id.kind), (-65, "reversal"))
        self.assertEqual(mirrored.run_id.state, "approved", "to be posted like any other")

    def test_proof_after_it(self):
        """X35: an account whose bill was taken back is neither billed nor forgotten."""
        run = self.approved("2026-02")
        self.wizard(self.bill(self.first, run)).action_reverse()
        self.assertEqual((run.expected_count, run.billed_count, run.missing_count), (2, 1, 0))
        line = run.proof_ids.filtered(lambda line: line.outcome == "reversed")
        action = line.action_open()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.account_id, self.first)

    def test_bill_of_a_posted_run(self):
        """X32: the run is in the ledger; the mirrored rows follow by a posting of their own."""
        run = self.approved("2026-02")
        run._transition(state="posted")
        self.wizard(self.bill(self.first, run)).action_reverse()
        self.assertEqual(self.first.balance, 0)
        self.assertEqual(run.state, "posted")

    def test_refused(self):
        """X32: twice, of a closed month, without a reason: told in words, nothing happens."""
        run = self.approved("2026-02")
        bill = self.bill(self.first, run)
        with self.assertRaisesRegex(UserError, "why"):
            bill._reverse(" ")
        bill._reverse("Wrong house")
        with self.assertRaisesRegex(UserError, "approved"):
            bill._reverse("Again")
        run.period_id.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            self.bill(self.second, run)._reverse("Too late")
        reader = new_test_user(
            self.env,
            "reverse_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.bill(self.second, run).with_user(reader)._reverse("I may not")

    def test_run(self):
        """X32: a run is taken back as a whole and charged again, the reason stays on it."""
        run = self.approved("2026-02")
        wizard = self.wizard(run, charge_again=True)
        self.assertEqual(wizard.bill_count, 2)
        again = self.env["utility.billing.run"].browse(
            wizard.with_context(utility_charge_now=True).action_reverse()["res_id"]
        )
        self.assertEqual((run.state, self.first.balance), ("reversed", 0))
        self.assertIn("Wrong house", run.message_ids[0].body)
        self.assertEqual((again.state, again.amount), ("review", 130))

    def test_run_after_other_ways(self):
        """X32, G01: a run is taken back after bills of it, and after it took the place of another."""
        self.company._utility_prepare_posting()
        first = self.approved("2026-02")
        self.bill(self.second, first)._reverse("Wrong flat")
        self.price.value = 70
        again = self.approved("2026-02", account_ids=[(6, 0, self.first.ids)])
        again.action_reverse("Wrong price")
        first.action_reverse("Wrong month")
        self.env.invalidate_all()
        self.assertEqual((self.first.balance, self.second.balance), (0, 0))
        runs = self.env["utility.billing.run"].search([("company_id", "=", self.company.id)])
        for run in runs:
            lines = self.env["utility.charge"].search([("run_id", "=", run.id)])
            if run.state == "reversed":
                self.assertEqual(round(sum(lines.mapped("amount")), 2), 0, run.name)
        rest = runs.filtered(lambda run: run.kind == "reversal")
        with self.assertRaisesRegex(UserError, "anew"):
            rest.action_reverse("Again")
        rest.action_post()
        figures = self.env["utility.posting"]._check(self.company)
        self.assertEqual((figures["difference"], figures["subledger"]), (0, 0))

    def test_approve_all_or_but_the_held(self):
        """X31: held bills go on apart, or are released with one reason and approved with the rest."""
        for held, reason, balance in (("apart", False, 0), ("release", "All checked", 65)):
            run = self.charged("2026-02")
            self.bill(self.first, run)._hold("Looks odd")
            wizard = (
                self.env["utility.billing.approve"]
                .with_context(active_id=run.id)
                .create({"held": held, "reason": reason})
            )
            self.assertEqual((wizard.bill_count, wizard.held_count, wizard.held_amount), (1, 1, 65))
            wizard.action_approve()
            self.first.invalidate_recordset()
            self.assertEqual(self.first.balance, balance, held)
            if held == "apart":
                run.search([("parent_id", "=", run.id)]).action_drop()
                run.action_reverse()
