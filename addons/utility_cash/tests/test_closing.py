"""What the closing cockpit is told about the tills."""

from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.utility_billing.closing import INVARIANTS, Month

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestClosing(CashCommon):
    def found(self):
        """``{code: (rows, amount)}`` of the invariants of the desk that are broken."""
        self.env.flush_all()
        period = self.env["utility.period"]._get(self.shift.date, self.company)
        found = {}
        for code, invariant in INVARIANTS.items():
            if code.startswith("cash_"):
                rows = self.env.execute_query(invariant.query(Month.of(period)))
                if rows:
                    found[code] = (len(rows), sum(row[1] for row in rows))
        return found

    def setUp(self):
        super().setUp()
        self.shift = self.open_shift()
        made = self.desk().desk_pay(self.request((self.account, "100.00")))
        self.receipt = self.env["utility.cash.receipt"].browse(made["id"])

    def execute(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def test_sound(self):
        """Z11, E05: an open shift is found, a closed one with its book and ledger is sound."""
        self.assertEqual(self.found(), {"cash_shifts_open": (1, Decimal("100.00"))})
        self.shift._close(Decimal("1100.00"))
        self.assertEqual(self.found(), {})
        names = self.env["utility.invariant"].search([("code", "like", "cash_%")])
        self.assertEqual(len(names), len([code for code in INVARIANTS if code[:5] == "cash_"]))

    def test_waiting(self):
        """E06: a receipt that the device has not registered is found in this month and later."""
        self.shift._close(Decimal("1100.00"))
        self.execute("UPDATE utility_cash_receipt SET fiscal_state = 'failed'")
        self.assertEqual(self.found(), {"cash_receipts_waiting": (1, Decimal("100.00"))})

    def test_edited(self):
        """E05: an edited payment, order or entry is found, each by its own invariant."""
        self.shift._close(Decimal("1100.00"))
        self.execute("UPDATE utility_cash_tender SET amount = 90")
        self.assertEqual(set(self.found()), {"cash_receipts_paid", "cash_shifts_orders"})
        self.execute("UPDATE utility_cash_tender SET amount = 100")
        self.execute(
            "UPDATE utility_payment SET cash_line_id = NULL WHERE cash_shift_id IS NOT NULL"
        )
        self.assertIn("cash_payments_receipt", self.found())
        self.execute(
            "UPDATE utility_payment SET cash_line_id = %s WHERE cash_shift_id IS NOT NULL",
            self.receipt.line_ids.id,
        )
        self.execute("UPDATE utility_cash_order SET amount = 93 WHERE reason = 'receipts'")
        self.assertEqual(self.found()["cash_book_ledger"], (1, Decimal("7.00")))
