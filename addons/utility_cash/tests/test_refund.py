"""Money given back at the till: of closed shifts, by permission or limit, of parts of a receipt."""

from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestRefund(CashCommon):
    def setUp(self):
        super().setUp()
        self.controller = self._user("cash_refunds", "controller")
        shift = self.open_shift()
        made = self.desk().desk_pay(self.request((self.account, "100.00"), (self.other, "500.00")))
        self.sale = self.env["utility.cash.receipt"].browse(made["id"])
        shift._close(Decimal("1600.00"))
        self.shift = self.open_shift(self.second, counted="1600.00")

    def give_back(self, uuid="r-1", lines=None):
        return self.desk(self.second).desk_refund(self.sale.id, uuid, "paid for another", lines)

    def permit(self):
        sale = self.sale.with_user(self.controller).with_company(self.company)
        wizard = sale.env["utility.cash.permit"].with_context(active_ids=sale.ids)
        wizard.create({"reason": "application 5"}).action_permit()

    def assert_sound(self):
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])
        self.assertEqual(self.env["utility.cash.check"]._book(self.company)["difference"], 0)

    def test_permission(self):
        """E05: another cashier gives a receipt of a closed shift back when a controller allows it:
        mirrored payments, a refund receipt, a cash order to the payer; once."""
        with self.assertRaisesRegex(UserError, "has to allow"), self.env.cr.savepoint():
            self.give_back()
        self.permit()
        found = self.desk(self.second).desk_find(self.sale.name)["receipt"]
        self.assertEqual((found["obstacle"], found["permit"]), ("", "application 5"))
        made = self.give_back()
        self.assertEqual(made["id"], self.give_back()["id"])
        with self.assertRaisesRegex(UserError, "refunded already"), self.env.cr.savepoint():
            self.give_back("r-2")
        refund = self.sale.refund_ids
        self.assertEqual((refund.kind, refund.amount, refund.shift_id), ("refund", 600, self.shift))
        self.assertEqual(self.sale.state, "refunded")
        order = refund.order_id
        self.assertEqual((order.kind, order.reason, order.amount), ("out", "refund", 600))
        self.assertIn(self.sale.name, order.note)
        self.assertEqual(order.person, self.account.partner_id.name)
        self.assertEqual(self.sums(self.account), Decimal("900.00"))
        self.assertEqual(self.sums(self.other), Decimal("1000.50"))
        self.assertEqual(self.shift._cash_expected(), Decimal("1000.00"))
        self.assert_sound()
        self.env["utility.posting"]._post_payments(self.company, self.shift.date)
        self.assert_sound()
        self.shift._close(Decimal("1000.00"))
        self.assertEqual(self.shift.order_ids, order)
        self.assert_sound()

    def test_limit(self):
        """E05: within the limit of the till a cashier asks nobody."""
        self.point.refund_limit = 599.99
        with self.assertRaisesRegex(UserError, "has to allow"), self.env.cr.savepoint():
            self.give_back()
        self.point.refund_limit = 600
        self.give_back()
        self.assertEqual(self.sale.state, "refunded")

    def test_part(self):
        """E05, X12: one account of a receipt goes back, the other stands; then that one, too."""
        self.permit()
        mine, others = self.sale.line_ids
        self.give_back("r-1", [others.id])
        self.assertEqual(self.sale.state, "part")
        self.assertEqual(self.sums(self.account), Decimal("800.00"))
        self.assertEqual(self.sums(self.other), Decimal("1000.50"))
        for lines in ([others.id], [mine.id, others.id], []):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.give_back("r-2", lines)
        self.give_back("r-3", [mine.id])
        self.assertEqual(self.sale.state, "refunded")
        self.assertEqual(sorted(self.sale.refund_ids.mapped("amount")), [100, 500])
        self.assert_sound()

    def test_refused(self):
        """E05: not from an empty drawer, not what was moved, not without a reason or a right."""
        with self.assertRaises(AccessError):
            self.sale.with_user(self.second)._permit_refund("mine")
        self.permit()
        self.shift._issue_order("bank", Decimal("1001.00"))
        with self.assertRaisesRegex(UserError, "lies in the drawer"), self.env.cr.savepoint():
            self.give_back()
        self.shift._issue_order("float", Decimal("500.00"))
        with self.assertRaisesRegex(UserError, "Tell why"), self.env.cr.savepoint():
            self.desk(self.second).desk_refund(self.sale.id, "r-1", " ")
        self.env["utility.payment.correct"].with_context(
            active_id=self.sale.line_ids[0].payment_ids.id
        ).create({"what": "transfer", "account_id": self.other.id, "reason": "x"}).action_apply()
        with self.assertRaisesRegex(UserError, "moved by a correction"), self.env.cr.savepoint():
            self.give_back()

    def test_correction_of_a_payment(self):
        """E05: correcting a payment of the desk gives nothing back by itself: it lets the till do it."""
        payment = self.sale.line_ids[0].payment_ids
        accountant = self._user("cash_corrects", "accountant")
        wizard = self.as_user(accountant, "utility.payment.correct").with_context(
            active_id=payment.id
        )
        action = wizard.create({"what": "cancel", "reason": "court order"}).action_apply()
        self.assertIn(self.sale.name, action["params"]["message"])
        self.assertEqual(payment.state, "allocated")
        self.assertEqual(self.sale.permit_user_id, accountant)
        self.give_back()
        self.assertEqual(payment.state, "reversed")
        billing = self._user("cash_bills", "billing")
        wizard = self.as_user(billing, "utility.payment.correct").with_context(active_id=payment.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.create({"what": "cancel", "reason": "x"}).action_apply()

    def test_limits_of_the_user(self):
        """R01: a cashier who may not see the account does not give its money back."""
        self.permit()
        self.second.utility_building_ids = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "79"}
        )
        with self.assertRaises(AccessError):
            self.desk(self.second).desk_receipt(self.sale.id)
