"""The screen of the cashier in a real browser."""

from odoo.tests import HttpCase, tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestDeskTour(CashCommon, HttpCase):
    def test_tour(self):
        """E05, E10: scans in a row, mixed payment, double Enter, cancellation, shift."""
        self.cashier.password = "cashier_one"
        self.start_tour("/odoo/utility-cash", "utility_cash_desk", login="cashier_one")
        shift = self.env["utility.cash.shift"].search([("user_id", "=", self.cashier.id)])
        self.assertEqual((shift.state, shift.difference, shift.last_number), ("closed", 0, 3))
        kinds = shift.receipt_ids.sorted("number").mapped(lambda r: (r.kind, r.amount))
        self.assertEqual(kinds, [("sale", 1900.5), ("sale", 10), ("refund", 10)])
        self.assertEqual(self.sums(self.account), 0)
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])
        self.assertEqual(self.env["utility.cash.check"]._book(self.company)["difference"], 0)
