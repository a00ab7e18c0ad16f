"""Card terminals: one charge whatever becomes of the answers."""

from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cash_common import CashCommon
from .fiscal_double import BridgeDouble, served


@tagged("post_install", "-at_install")
class TestTerminal(CashCommon):
    def setUp(self):
        super().setUp()
        self.bridge = BridgeDouble()
        address = self.enterContext(served(self.bridge))
        self.point.terminal_id = self.env["utility.pos.terminal"].create(
            {"name": "Terminal", "url": address}
        )
        self.shift = self.open_shift()

    def start(self, request):
        amount = next(t["amount"] for t in request["tenders"] if t["kind"] == "card")
        return self.desk().desk_card_start(request["uuid"], amount)

    def finish(self, request, operation):
        for tender in request["tenders"]:
            if tender["kind"] == "card":
                tender["operation_id"] = operation["id"]
        return self.desk().desk_pay(request)

    def test_approved(self):
        """E06: stored, approved, in the receipt; pressed twice it is one charge."""
        request = self.request((self.account, "900.00"), cash="100.00", card="800.00")
        operation = self.start(request)
        self.assertEqual(self.start(request)["id"], operation["id"])
        for _press in range(2):
            self.assertEqual(self.desk().desk_card_run(operation["id"])["state"], "approved")
        receipt = self.finish(request, operation)
        self.assertEqual(receipt["operations"], [operation["id"]])
        self.assertEqual(self.bridge.charged, 80000)
        self.assertEqual(self.desk().desk_pay(request)["id"], receipt["id"])

    def test_unknown(self):
        """E06: the answer is lost after the charge: asked again, not charged again."""
        request = self.request((self.account, "900.00"), card="900.00")
        operation = self.start(request)
        self.bridge.faults += ["", "lost", "refuse"]
        for _time in range(2):
            self.assertEqual(self.desk().desk_card_run(operation["id"])["state"], "unknown")
        with self.assertRaisesRegex(UserError, "approved"), self.env.cr.savepoint():
            self.finish(request, operation)
        with self.assertRaisesRegex(UserError, "no receipt"):
            self.shift._close(Decimal("1000.00"))
        self.assertEqual(self.desk().desk_card_run(operation["id"])["state"], "approved")
        self.finish(request, operation)
        self.assertEqual(self.bridge.charged, 90000)

    def test_declined(self):
        """E06: declined is told, and the receipt may be paid otherwise."""
        self.bridge.outcome = "declined"
        request = self.request((self.account, "900.00"), card="900.00")
        operation = self.desk().desk_card_run(self.start(request)["id"])
        self.assertEqual(operation["state"], "declined")
        self.assertIn("money", operation["message"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.finish(request, operation)
        self.bridge.outcome = "approved"
        second = self.desk().desk_card_run(self.start(request)["id"])
        self.finish(request, second)
        self.assertEqual(self.bridge.charged, 90000)

    def test_sums_and_others(self):
        """E06: an approval is for its sum, its receipt and its shift, once."""
        request = self.request((self.account, "900.00"), card="900.00")
        operation = self.desk().desk_card_run(self.start(request)["id"])
        other = self.request((self.account, "900.00"), card="900.00")
        more = self.request((self.account, "950.00"), card="950.00", uuid=request["uuid"])
        for wrong in (other, more):
            with self.assertRaisesRegex(UserError, "approved"), self.env.cr.savepoint():
                self.finish(wrong, operation)

    def test_cancel(self):
        """E06: the card payment is given back before its receipt is; an answer may be lost."""
        request = self.request((self.account, "900.00"), card="900.00")
        operation = self.desk().desk_card_run(self.start(request)["id"])
        receipt = self.finish(request, operation)
        with self.assertRaisesRegex(UserError, "terminal"), self.env.cr.savepoint():
            self.desk().desk_refund(receipt["id"], "c-1", "mistake")
        self.bridge.faults += ["", "lost"]
        self.assertEqual(self.desk().desk_card_cancel(operation["id"])["state"], "approved")
        self.assertEqual(self.desk().desk_card_cancel(operation["id"])["state"], "cancelled")
        self.desk().desk_refund(receipt["id"], "c-1", "mistake")
        self.assertEqual(self.bridge.charged, 0)
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])
        self.shift._close(Decimal("1000.00"))
