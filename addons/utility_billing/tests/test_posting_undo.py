from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestPostingUndo(InvoiceCommon):
    def undo(self, **values):
        wizard = self.env["utility.posting.undo"].create({"reason": "Wrong accounts"} | values)
        wizard.action_undo()
        return wizard

    def test_run_is_taken_back_and_posted_again(self):
        """X32: mirrored entries leave nothing in the ledger; posting again makes new ones."""
        run = self.charge("2026-01", (self.shop, self.water, "10"), (self.account, self.water, "5"))
        run.action_post()
        self.pay(self.shop, 10)
        self.post_payments()
        self.assertEqual(self.invoices(self.shop).payment_state, "paid")
        wizard = self.undo(run_id=run.id)
        self.assertEqual((wizard.move_count, run.state), (0, "documents"))
        self.check(difference="0.00", charges_waiting="15.00", posted="-10.00")
        mirrors = run.move_ids.filtered("reversed_entry_id")
        self.assertEqual(len(mirrors), 2)
        self.assertIn("Wrong accounts", mirrors[0].ref)
        run.action_post()
        live = self.invoices(self.shop).filtered(lambda m: not m.utility_undone)
        self.assertEqual(live.payment_state, "paid", "the payment is reconciled again")
        self.check(difference="0.00", charges_waiting="0")
        with self.assertRaises(UserError):
            (run.move_ids - live).filtered("utility_undone")._utility_undo("Again")

    def test_day_of_payments(self):
        """X32: payments of a day wait for posting again."""
        self.pay(self.account, 7, day="2026-03-01")
        self.pay(self.shop, 8, day="2026-03-02")
        self.post_payments()
        self.undo(scope="day", day="2026-03-02")
        self.check(difference="0.00", payments_waiting="8.00")
        self.undo(
            scope="period",
            period_id=self.env["utility.period"]._get(date(2026, 3, 1)).id,
            post_again=True,
        )
        self.check(difference="0.00", payments_waiting="8.00")

    def test_only_accountants(self):
        """R02: billing staff post by rules and take nothing back."""
        run = self.charge("2026-01", (self.shop, self.water, "10"))
        run.action_post()
        billing = new_test_user(
            self.env,
            "undo_billing",
            groups="utility_base.group_billing",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.env["utility.posting.undo"].with_user(billing).create(
                {"reason": "No", "run_id": run.id}
            ).action_undo()
        self.assertEqual(run.state, "posted")
