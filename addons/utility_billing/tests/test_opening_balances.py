import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .money_common import MoneyCommon


@tagged("post_install", "-at_install", "utility_import")
class TestOpeningBalances(MoneyCommon):
    def balance(self, amount, month="2025-11-01", **values):
        return self.env["utility.opening.balance"].create(
            {
                "account_id": self.account.id,
                "period_date": month,
                "service_id": self.water.id,
                "amount": amount,
            }
            | values
        )

    def test_approved_balances_are_debts(self):
        """P07: draft balances count for nothing, approved ones are debts of their month."""
        rows = self.balance(100.50) + self.balance(7, kind="penalty")
        self.assertEqual(self.account.balance, 0)
        rows.action_approve()
        self.account.invalidate_recordset(["balance"])
        self.assertEqual(self.account.balance, 107.50)
        self.pay(self.account, 105.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2025-11", "cold_water", "principal"): 100.50,
                ("2025-11", "cold_water", "penalty"): 4.50,
            },
        )
        rows.action_approve()
        self.account.invalidate_recordset(["balance"])
        self.assertEqual(self.account.balance, 2.50, "approving again adds nothing")

    def test_an_opening_advance_lowers_later_debts(self):
        """P07: a negative balance without a service is money the account has."""
        self.balance(-50, service_id=False).action_approve()
        self.charge("2025-12", (self.account, self.heat, "80.00"))
        self.pay(self.account, 30.00)
        self.assertEqual(self.account.balance, 0)
        self.assertEqual(self.covered(self.account), {("2025-12", "heating", "principal"): 30.00})

    def test_approved_rows_stay(self):
        """R08: an approved balance is neither edited nor deleted."""
        row = self.balance(10)
        row.amount = 20
        row.action_approve()
        with self.assertRaises(UserError):
            row.amount = 30
        with self.assertRaises(UserError):
            row.unlink()

    @mute_logger("odoo.sql_db")
    def test_one_row_a_key(self):
        """P07: the same month, service and kind cannot stand twice."""
        self.balance(10)
        with self.assertRaises(psycopg2.IntegrityError):
            self.balance(20)
