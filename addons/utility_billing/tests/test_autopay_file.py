import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .autopay_common import AutopayCommon

ACCOUNTS = 120


@tagged("post_install", "-at_install")
class TestAutopayFile(AutopayCommon):
    """X11: orders that go to the bank as a file; planning of many at once."""

    def ready(self, **values):
        """A schedule by file whose order of 1000 is announced for 2 April 2026."""
        self.approved("2026-03")
        made = self.schedule(provider="registry", **values)
        self.night("2026-04-01")
        return made

    def file(self, day="2026-04-02"):
        wizard = self.env["utility.payment.order.send"].create(
            {"company_id": self.company.id, "until": day}
        )
        self.today(day, wizard.action_make)
        return wizard

    def loaded(self, *lines):
        """Load a registry of payments ``(number, amount, purpose)`` of the debtor."""
        registry = self.env["utility.payment.registry"].create(
            {
                "company_id": self.company.id,
                "file": base64.b64encode(b"x"),
                "filename": "bank.csv",
            }
        )
        for number, (external, amount, purpose) in enumerate(lines):
            self.env["utility.payment.registry.line"].create(
                {
                    "registry_id": registry.id,
                    "company_id": self.company.id,
                    "number": number,
                    "external_id": external,
                    "date": "2026-04-03",
                    "account_number": self.debtor.number,
                    "account_id": self.debtor.id,
                    "amount": amount,
                    "purpose": purpose,
                    "state": "matched",
                }
            )
        registry.line_ids._pay()

    def test_file_and_back(self):
        """X11, E13: the file holds the order; the registry that names it confirms it, once."""
        made = self.ready()
        self.night("2026-04-02")
        order = made.order_ids
        self.assertEqual(order.state, "announced", "the bank gets it by the file alone")
        self.file()
        text = order.file_id.raw.decode("utf-8-sig")
        self.assertIn(f"{order.number};M-1;1;Payer 1;2026-04-02;1000.00;", text)
        self.assertEqual(order.state, "sent")
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self.file()
        self.loaded(("X1", 250, "other money"), ("X2", 1000, f"order {order.number}, thanks"))
        self.assertEqual((order.state, order.payment_id.external_id), ("paid", "X2"))
        self.assertEqual(self.balance(), -250)

    def test_without_a_number(self):
        """X11: where the bank returns no number, the only order with this sum is meant."""
        order = self.ready().order_ids
        self.file()
        self.loaded(("X1", 999, ""))
        self.assertEqual(order.state, "sent")
        self.loaded(("X2", 1000, ""), ("X3", 1000, ""))
        self.assertEqual(order.payment_id.external_id, "X2")

    def test_file_that_was_not_sent(self):
        """X11: orders of a file that did not reach the bank wait for the next one."""
        order = self.ready().order_ids
        self.file()
        order.action_take_back()
        self.assertEqual(order.state, "announced")
        self.pay(1000, "2026-04-02")
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self.file()
        self.assertEqual((order.state, order.reason), ("skipped", "nothing"))

    def test_by_hand(self):
        """X11: a person confirms what the bank says by another way; the payment is made once."""
        order = self.ready().order_ids
        with self.assertRaisesRegex(UserError, "make the file"):
            order.action_send()
        self.file()
        order.action_confirm()
        self.assertEqual((order.state, self.balance()), ("paid", 0))
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_unreturned(self):
        """X11, X18, A22: mandates and deposits stand among the papers that are not back."""
        deposit = self.env["utility.deposit"].create(
            {"account_id": self.debtor.id, "amount_rule": "fixed", "amount": 5}
        )
        deposit.action_activate()
        for made, field in ((self.schedule(), "payment_schedule_id"), (deposit, "deposit_id")):
            made.action_mark_sent()
            self.env.flush_all()
            row = self.env["utility.unreturned.document"].search([(field, "=", made.id)])
            self.assertEqual((row.name, row.partner_id), (made.number, made.partner_id))
            self.assertEqual(row.action_open()["res_model"], made._name)
            self.assertTrue(row._reminders_pdf()[0].startswith(b"%PDF"))
            row.action_mark_returned()
            self.assertEqual(made.sign_state, "returned")

    def test_instalments_wait(self):
        """X11, X16: what an agreement lets wait is not taken."""
        self.approved("2026-03")
        made = self.schedule()
        self.agreement(date="2026-04-01", first_date="2026-04-20")
        self.night("2026-04-01")
        self.assertEqual(self.states(made)[0][:2], ("announced", 250))

    def test_many_are_planned_by_sets(self):
        """X11: the number of queries does not grow with the number of schedules."""
        accounts = [self.account(f"M{n}", ["intercom"]) for n in range(ACCOUNTS)]
        self.approved("2026-03")

        def queries(part):
            for account in part:
                self.schedule(account)
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            count = self.orders._plan(self.company, self.day("2026-04-01"))
            self.assertEqual(count, len(part))
            return self.env.cr.sql_log_count - start

        few = queries(accounts[:10])
        self.assertLessEqual(queries(accounts[10:]), few)
        self.assertEqual(self.orders._plan(self.company, self.day("2026-04-01")), 0)
