"""Fees of ways of payment: on top and told, or borne by the company."""

from decimal import Decimal

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestFee(CashCommon):
    def fee(self, **values):
        defaults = {"kind": "card", "bearer": "payer", "percent": 1.5, "date_from": "2026-01-01"}
        return self.env["utility.cash.fee"].create(defaults | values)

    def test_on_top(self):
        """X12: the fee is paid beside the bill, told on the receipt, in the drawer and the ledger."""
        self.fee(kind="cash", percent=2)
        shift = self.open_shift()
        request = self.request((self.account, "900.00"), given="1000.00")
        with self.assertRaisesRegex(UserError, "fee is 18.00"), self.env.cr.savepoint():
            self.desk().desk_pay(request)
        made = self.desk().desk_pay(request | {"fee": "18.00"})
        self.assertEqual(
            (made["amount"], made["fee"], made["change"]), ("900.00", "18.00", "82.00")
        )
        self.assertEqual(self.sums(self.account), 0)
        self.assertEqual(shift._cash_expected(), Decimal("1918.00"))
        checks = self.env["utility.cash.check"]
        self.assertEqual(checks._receipts(self.company), [])
        self.env["utility.posting"]._post_payments(self.company, shift.date)
        self.assertEqual(checks._book(self.company)["difference"], 0)
        shift._close(Decimal("1918.00"))
        self.assertEqual(checks._book(self.company)["difference"], 0)
        self.assertEqual(checks._book(self.company)["ledger"], Decimal("1918.00"))
        self.assertEqual(shift.z_report["fees"], "18.00")
        receipt = self.env["utility.cash.receipt"].browse(made["id"])
        self.assertEqual([item.amount for item in receipt._fiscal_receipt().items][-1], 18)
        self.assertEqual(receipt._fiscal_receipt().total, Decimal("918.00"))
        # it goes back with the whole receipt, in another shift by a cash order
        self.point.refund_limit = 1000
        shift = self.open_shift(counted="1918.00")
        back = self.desk().desk_refund(made["id"], "r-1", "mistake")
        self.assertEqual((back["amount"], back["fee"]), ("900.00", "18.00"))
        self.assertEqual(shift.order_ids.amount, 918)
        self.assertEqual(checks._book(self.company)["difference"], 0)
        shift._close(Decimal("1000.00"))
        self.assertEqual(checks._book(self.company)["difference"], 0)

    def test_borne(self):
        """X12: a fee that the company bears changes nothing for the payer and is told apart."""
        self.fee(bearer="company", minimum=20)
        self.open_shift()
        made = self.desk().desk_pay(self.request((self.account, "900.00"), card="900.00"))
        tender = self.env["utility.cash.receipt"].browse(made["id"]).tender_ids
        self.assertEqual((made["fee"], tender.fee, tender.absorbed), ("0.00", 0, 20))

    def test_terms(self):
        """X12: dates, the till's own terms before those of all, bounds, wrong terms."""
        self.fee(percent=9, date_to="2026-01-31")
        self.fee(percent=1, fixed=1, maximum=5, point_id=self.point.id)
        self.fee(percent=3)
        fee = self.env["utility.cash.fee"]._of_point(self.point, self.point.create_date.date())
        self.assertEqual(fee["card"]._amount(Decimal("100.49")), Decimal("2.00"))
        self.assertEqual(fee["card"]._amount(Decimal("90000")), Decimal("5.00"))
        self.assertEqual(fee["card"]._amount(Decimal("0")), 0)
        for wrong in ({"percent": -1}, {"percent": 101}, {"date_to": "2025-01-01"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.fee(**wrong)
