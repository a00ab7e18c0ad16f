from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestDeskRights(CashCommon):
    def test_rows_of_the_till_are_made_by_the_desk_alone(self):
        """E05, R06: by RPC a cashier makes no receipt, order, shift or operation of his own."""
        shift = self.open_shift()
        receipt = self.desk().desk_pay(self.request((self.account, "100.00")))
        common = {"company_id": self.company.id, "user_id": self.cashier.id}
        forged = {
            "utility.cash.receipt": {
                "name": "X", "number": 9, "shift_id": shift.id, "uuid": "x", "amount": 5.0
            },
            "utility.cash.receipt.line": {
                "receipt_id": receipt["id"], "account_id": self.account.id, "amount": 5.0
            },
            "utility.cash.tender": {"receipt_id": receipt["id"], "kind": "cash", "amount": 5.0},
            "utility.cash.order": common
            | {
                "point_id": self.point.id, "date": shift.date, "kind": "out",
                "reason": "bank", "amount": 5.0,
            },
            "utility.cash.shift": {
                "name": "X", "point_id": self.point.id, "user_id": self.cashier.id,
                "date": shift.date,
            },
        }  # fmt: skip
        for model, values in forged.items():
            with self.subTest(model), self.assertRaises(UserError):
                self.as_user(self.cashier, model).create(values)
        for values in ({"date": "2020-01-01"}, {"user_id": self.second.id}, {"name": "X"}):
            with self.subTest(values), self.assertRaises(UserError):
                shift.write(values)
        self.assertEqual(shift.taken_cash, 100)

    def test_the_context_names_no_source(self):
        """E05: money of the till without a receipt is refused, also by a default of the context."""
        payments = self.as_user(self.cashier, "utility.payment")
        values = {"account_id": self.account.id, "amount": 5, "date": "2026-03-10"}
        for source in ("cash", "card", "subsidy"):
            with self.subTest(source), self.assertRaises(UserError):
                payments.with_context(default_source=source).create([values])

    def test_limits_hold_for_receipts(self):
        """R01: a controller of one house sees nothing of the receipts of another."""
        self.open_shift()
        self.desk().desk_pay(self.request((self.account, "100.00")))
        house = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "78"}
        )
        controller = self._user("cash_controller", "controller")
        lines = self.as_user(controller, "utility.cash.receipt.line")
        self.assertEqual(len(lines.search([])), 1)
        controller.utility_building_ids = house
        self.assertFalse(lines.search([]))
        with self.assertRaises(AccessError):
            self.as_user(controller, "utility.cash.desk").desk_state()
