"""Shifts: opening, close, cash orders, the cash book and the ledger."""

from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestShift(CashCommon):
    def book(self):
        return self.env["utility.cash.check"]._book(self.company)

    def test_day(self):
        """E05: a day from the float to the close; the cash book equals the ledger."""
        shift = self.open_shift(counted="1000.00")
        self.desk().desk_pay(
            self.request(
                (self.account, "900.00"), (self.other, "500.00"), cash="1000.00", card="400.00"
            )
        )
        last = self.desk().desk_pay(self.request((self.other, "10.00")))
        self.desk().desk_refund(last["id"], "x", "mistake")
        self.assertEqual(shift._cash_expected(), Decimal("2000.00"))
        shift._issue_order("collector", Decimal("1500.00"), person="Petrov")
        self.assertEqual(shift._cash_expected(), Decimal("500.00"))
        with self.assertRaisesRegex(UserError, "drawer"):
            shift._issue_order("bank", Decimal("500.01"))
        with self.assertRaisesRegex(UserError, "reason"):
            shift._close(Decimal("499.00"))
        shift._close(Decimal("499.00"), "a coin is lost")
        self.assertEqual(shift.state, "closed")
        self.assertEqual(shift.z_report["sales"], {"cash": "1010.00", "card": "400.00"})
        self.assertEqual(shift.z_report["refunds"], {"cash": "10.00"})
        self.assertEqual(shift.difference, -1)
        orders = sorted((o.kind, o.reason, o.amount) for o in shift.order_ids)
        self.assertEqual(
            orders,
            [
                ("in", "float", 1000.0),
                ("in", "receipts", 1000.0),
                ("out", "collector", 1500.0),
                ("out", "shortage", 1.0),
            ],
        )
        self.assertEqual(
            self.book(),
            {
                "book": Decimal("499.00"),
                "ledger": Decimal("499.00"),
                "difference": Decimal(0),
            },
        )
        payments = self.env["utility.payment"].search([("cash_shift_id", "=", shift.id)])
        self.assertTrue(all(payments.mapped("move_id")))
        self.assertEqual(len(payments.move_id), 2)
        self.assertEqual(
            self.env["utility.posting"]._post_payments(self.company, shift.date),
            self.env["account.move"],
        )
        self.assertEqual(self.env["utility.posting"]._check(self.company)["payments_waiting"], 0)

    def test_posted_early(self):
        """E05: what the accountant posts while a shift is open is not posted again at the close."""
        shift = self.open_shift()
        self.desk().desk_pay(self.request((self.account, "100.00")))
        self.env["utility.posting"]._post_payments(self.company, shift.date)
        self.assertEqual(self.book()["difference"], 0)
        self.desk().desk_pay(self.request((self.account, "50.00")))
        shift._close(Decimal("1150.00"))
        self.assertEqual(self.book()["difference"], 0)
        self.assertEqual(self.book()["ledger"], Decimal("1150.00"))

    def test_moved(self):
        """E05: a payment of the desk moves to another account without touching the cash."""
        shift = self.open_shift()
        self.desk().desk_pay(self.request((self.account, "100.00")))
        payment = self.env["utility.payment"].search([("cash_shift_id", "=", shift.id)])
        wizard = self.env["utility.payment.correct"].with_context(active_id=payment.id)
        wizard.create(
            {"what": "transfer", "account_id": self.other.id, "reason": "x"}
        ).action_apply()
        shift._close(Decimal("1100.00"))
        self.env["utility.posting"]._post_payments(self.company, shift.date)
        self.assertEqual(self.sums(self.other), Decimal("900.50"))
        self.assertEqual(self.book()["difference"], 0)
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])

    def test_organisations(self):
        """E05, N02: an organisation's payment at the till stands in an entry of its own, by line."""
        organisation = self._account("ORG-1", "ООО Кафе", "7")
        organisation.kind = "organisation"
        shift = self.open_shift()
        self.desk().desk_pay(self.request((organisation, "300.00"), (self.account, "100.00")))
        shift._close(Decimal("1400.00"))
        payments = self.env["utility.payment"].search([("cash_shift_id", "=", shift.id)])
        mine = payments.filtered(lambda p: p.account_id == organisation)
        self.assertEqual(len(payments.move_id), 2)
        line = mine.move_id.line_ids.filtered("credit")
        self.assertEqual((line.credit, line.partner_id), (300, organisation.partner_id))
        self.assertEqual(line.utility_account_id, organisation)
        self.assertEqual(self.book()["difference"], 0)

    def test_recipients(self):
        """X12: one receipt, several recipients: the shift tells what each of them got."""
        supplier = self.env["res.partner"].create({"name": "Теплосеть"})
        scheme = self.charge("2026-03", (self.other, self.water, "40.00"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE utility_charge SET supplier_id = %s WHERE run_id = %s", (supplier.id, scheme.id)
        )
        shift = self.open_shift()
        request = self.request((self.other, "1040.50"), (self.account, "200.00"))
        request["lines"][1]["service_id"] = self.capital.id
        made = self.desk().desk_pay(request)
        company = self.company.name
        self.assertEqual(
            sorted((r["name"], r["amount"]) for r in made["recipients"]),
            sorted([(company, "1200.50"), ("Теплосеть", "40.00")]),
        )
        self.assertEqual(
            set(shift._shares()),
            {
                (company, False, Decimal("1000.50")),
                (company, True, Decimal("200.00")),
                ("Теплосеть", False, Decimal("40.00")),
            },
        )
        receipt = self.as_user(self.cashier, "utility.cash.receipt").browse(made["id"])
        templates = self.as_user(self.cashier, "utility.document.template")
        self.assertTrue(templates._render_cash_receipt(receipt).startswith(b"%PDF"))
        self.assertTrue(templates._render_cash_shift(shift).startswith(b"%PDF"))

    def test_next_shift(self):
        """E05: the drawer goes on to the next shift; what differs wants a reason."""
        self.open_shift(counted="100.00")._close(Decimal("100.00"))
        with self.assertRaisesRegex(UserError, "reason"), self.env.cr.savepoint():
            self.open_shift(self.second, counted="90.00")
        shifts = self.as_user(self.second, "utility.cash.shift")
        shift = shifts._open(
            self.point.with_env(shifts.env), Decimal("90.00"), note="counted by two"
        )
        self.assertEqual(shift.order_ids.reason, "shortage")
        self.assertEqual(self.book()["difference"], 0)

    def test_allowed(self):
        """E05: allowed tills only; one open shift a till and a cashier."""
        self.point.user_ids = self.second
        with self.assertRaisesRegex(UserError, "may not work"):
            self.open_shift()
        self.open_shift(self.second)

    def test_closed_is_closed(self):
        """E05: a closed shift takes no money and does not change."""
        shift = self.open_shift()
        shift._close(Decimal("1000.00"))
        with self.assertRaises(UserError):
            self.desk().desk_pay(self.request((self.account, "1.00")))
        for values in ({"state": "open"}, {"difference_reason": "x"}, {"date": "2026-01-01"}):
            with self.assertRaises(UserError):
                shift.write(values)
        with self.assertRaises(UserError):
            shift.unlink()
        with self.assertRaises(UserError):
            shift.order_ids.write({"amount": 5})

    def test_papers(self):
        """E05: receipt, cash order and cash book are printed."""
        shift = self.open_shift()
        receipt = self.desk().desk_pay(self.request((self.account, "100.00"), given="200.00"))
        shift._close(Decimal("1100.00"))
        templates = self.as_user(self.cashier, "utility.document.template")
        record = self.as_user(self.cashier, "utility.cash.receipt").browse(receipt["id"])
        self.assertTrue(templates._render_cash_receipt(record).startswith(b"%PDF"))
        for order in shift.order_ids:
            self.assertTrue(templates._render_cash_order(order).startswith(b"%PDF"))
        self.assertTrue(templates._render_cash_shift(shift).startswith(b"%PDF"))
        book = self.as_user(self.cashier, "utility.cash.book").create({"date": shift.date})
        self.assertEqual((book.opening, book.received, book.closing), (0, 1100, 1100))
        self.assertTrue(templates._render_cash_book(book._day()).startswith(b"%PDF"))
