from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .closing_common import ClosingCommon


@tagged("post_install", "-at_install")
class TestClosing(ClosingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.user("accountant")
        cls.mine = cls.period.with_user(cls.accountant)

    @classmethod
    def user(cls, role):
        return new_test_user(
            cls.env,
            f"closing_{role}",
            f"utility_base.group_{role}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def break_bill(self, column="date_due", value=None):
        bill = self.env["utility.bill"].search([("run_id", "=", self.march.id)], limit=1)
        self.env.cr.execute(
            f"UPDATE utility_bill SET {column} = %s WHERE id = %s",  # pylint: disable=sql-injection
            [value, bill.id],
        )
        self.env.invalidate_all()

    def sign(self, code, user=None, reason="Known to the director"):
        check = self.env["utility.closing.check"].browse(
            self.mine.with_context(utility_synchronous=True).action_check()["res_id"]
        )
        line = check.line_ids.filtered(lambda x: x.invariant_id.code == code)
        action = line.with_user(user or self.accountant).action_sign()
        wizard = self.env["utility.closing.sign"].with_user(user or self.accountant)
        wizard = wizard.with_context(**action["context"]).create({"reason": reason})
        wizard.action_sign()
        self.env.invalidate_all()
        return line

    def test_good_month_is_closed_by_the_accountant(self):
        """Z11, R03: nothing stands in the way, the accountant closes; turnovers are written."""
        self.mine.action_close()
        self.assertEqual(self.period.state, "closed")
        self.assertTrue(
            self.env["utility.turnover"].search_count(
                [("company_id", "=", self.company.id), ("period_date", "=", "2026-03-01")]
            )
        )

    def test_a_reopened_month_counts_by_its_own_rows(self):
        """R03, R04: what is registered in a month that was closed and opened again is owed at once."""
        self.mine.action_close()
        account = (
            self.env["utility.bill"].search([("run_id", "=", self.march.id)], limit=1).account_id
        )
        before = account.balance
        self.period.action_reopen("A payment was forgotten")
        self.env.invalidate_all()
        self.assertEqual(account.balance, before)
        self.env["utility.payment"].create(
            {"account_id": account.id, "amount": 100, "date": "2026-03-20"}
        )
        self.env.invalidate_all()
        self.assertEqual(account.balance, before - 100)

    def test_blocking_line_refuses(self):
        """Z11, R03: a line that blocks cannot be signed, and the month stays open."""
        self.break_bill("closing", 1)
        with self.assertRaisesRegex(UserError, "do not add up"):
            self.mine.action_close()
        self.assertEqual(self.period.state, "open")
        with self.assertRaises(UserError):
            self.sign("bills_arithmetic")

    def test_red_line_needs_a_signature(self):
        """Z11: who signs, why and what was found stay with the month; then it is closed."""
        self.break_bill()
        with self.assertRaisesRegex(UserError, "without a due date"):
            self.mine.action_close()
        line = self.sign("bills_due")
        self.assertEqual(line.state, "signed")
        signature = self.period.signature_ids
        self.assertEqual((signature.user_id, signature.count), (self.accountant, 1))
        self.assertIn("Known to the director", str(self.period.message_ids[:1].body))
        self.mine.action_close()
        self.assertEqual(self.period.state, "closed")

    def test_signature_holds_for_what_was_seen(self):
        """Z11: when more is found later the line is to be signed again."""
        self.break_bill()
        self.sign("bills_due")
        self.env.cr.execute(
            "UPDATE utility_bill SET date_due = NULL WHERE run_id = %s", [self.march.id]
        )
        self.env.invalidate_all()
        line = self.check().line_ids.filtered(lambda x: x.invariant_id.code == "bills_due")
        self.assertEqual((line.count, line.previous_count, line.change), (2, 1, 1))
        with self.assertRaisesRegex(UserError, "without a due date"):
            self.mine.action_close()

    def test_signatures_belong_to_accountants(self):
        """Z11: others see the cockpit and sign nothing; nobody edits or signs for another."""
        self.break_bill()
        billing = self.user("billing")
        with self.assertRaises(AccessError):
            self.sign("bills_due", billing)
        with self.assertRaises(UserError):
            self.sign("bills_due", reason="  ")
        self.sign("bills_due")
        signature = self.period.signature_ids.with_user(self.accountant)
        with self.assertRaises(AccessError):
            signature.write({"reason": "Other"})
        with self.assertRaises(AccessError):
            signature.unlink()
        other = self.env["utility.closing.signature"].with_user(self.accountant)
        other = other.create(
            {
                "period_id": self.period.id,
                "invariant_id": signature.invariant_id.id,
                "reason": "For another",
                "user_id": billing.id,
            }
        )
        self.assertEqual(other.user_id, self.accountant)
        line = self.check().line_ids[:1].with_user(self.accountant)
        with self.assertRaises(AccessError):
            line.write({"count": 0})
        with self.assertRaises(UserError):
            line.check_id.write({"state": "running"})

    def test_steps_of_the_month(self):
        """C03, S13: the way of the month tells what is done and what is left."""
        steps = {step["name"]: step for step in self.period._steps()}
        self.assertTrue(steps["Posted"]["done"])
        self.assertFalse(steps["Closed"]["done"])
        self.env["utility.payment"].create({"amount": 5, "date": "2026-03-30"})
        steps = {step["name"]: step for step in self.period._steps()}
        self.assertEqual((steps["Payments"]["count"], steps["Posted"]["count"]), (1, 1))
        self.assertIn("Posted", self.period.steps_html)

    def test_parts_are_jobs(self):
        """Z11: the check runs as jobs, one for what reads the same; their progress is seen."""
        check = self.env["utility.closing.check"]._start(self.period)
        self.assertEqual((check.progress, check.state), (0, "running"))
        check._job_part("bills")
        self.assertTrue(0 < check.progress < 100)
        check._delay()
        jobs = self.env["queue.job"].search([("model_name", "=", check._name)])
        parts = {job.args[0] for job in jobs if job.args}
        self.assertLess({"balance", "lines", "sums", "bills", "money"}, parts)
        self.assertEqual(len(jobs), len(parts) + 1)
        for part in parts:
            check._job_part(part)
        self.assertEqual(check.progress, 100)

    def test_months_stand_in_one_menu(self):
        """R03: the accountant finds the months in the Ledger, others in the settings."""
        for user, module in ((self.accountant, "billing"), (self.user("billing"), "base")):
            menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
            found = [
                name
                for name in ("base", "billing")
                if self.env.ref(f"utility_{name}.menu_utility_period").id in menus
            ]
            self.assertEqual(found, [module])
