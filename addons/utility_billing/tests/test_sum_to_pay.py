from decimal import Decimal
from types import SimpleNamespace

from odoo.exceptions import UserError
from odoo.tests import tagged

from .level_common import LevelCommon


@tagged("post_install", "-at_install")
class TestSumToPay(LevelCommon):
    """X16, X17: one sum to pay on bills, in registries, on-line and at the cash desk."""

    def asked(self, day):
        return self.today(day, self.debtor._asked)[self.debtor.id]

    def test_instalments(self):
        """X16: what the schedule lets wait is not asked for; by the company's order all of it is."""
        self.approved("2026-03")
        self.agreement(debt_to="2026-03-31")
        self.approved("2026-04")
        self.approved("2026-05")
        # March 1600 by 400; April and May are due
        self.assertEqual(self.due("2026-05"), "2400.00")
        self.assertEqual(self.asked("2026-06-05"), Decimal(2400))
        self.pay(2000, "2026-06-06")
        self.assertEqual(self.asked("2026-06-07"), Decimal(400))
        self.assertEqual(self.asked("2026-07-01"), Decimal(800))
        self.assertEqual(self.due("2026-05"), "2400.00", "printed again it says the same")
        self.company.utility_instalments_ask = "whole"
        self.assertEqual(self.due("2026-05"), "3600.00")
        self.assertEqual(self.asked("2026-06-07"), Decimal(1600))

    def test_paid_ahead(self):
        """X16: who paid the plan ahead is asked for the current bills, not less."""
        self.approved("2026-03")
        self.agreement(debt_to="2026-03-31", first="plan")
        self.pay(1500, "2026-05-15")
        self.approved("2026-04")
        self.approved("2026-05")
        self.assertEqual(self.due("2026-05"), "2000.00")
        self.assertEqual(self.asked("2026-06-01"), Decimal(2000))

    def test_registry_and_online(self):
        """X17, E13, E07: the registry of debts and the on-line check ask for the level."""
        self.plan()
        self.approved("2026-03")
        registry = self.env["utility.debt.registry"].create({"name": "Bank"})
        rows = self.today("2026-04-05", lambda: list(registry._rows(self.day("2026-03-01"))))
        self.assertEqual([row.amount for row in rows], [Decimal(1125)])
        agent = self.env["utility.payment.agent"].create(
            {"name": "Bank", "code": "bank", "protocol": "osmp", "tz": "Europe/Moscow"}
        )
        call = SimpleNamespace(account=self.debtor.number, action="check", amount=Decimal(0))
        found = self.today("2026-04-05", lambda: agent._online_check(call))
        self.assertEqual(found.balance, Decimal(1125))
        self.assertEqual(self.asked("2026-04-05"), Decimal(1125))

    def test_level_beyond_charges(self):
        """X17: a level above the charge is asked for, an advance lowers it."""
        self.plan(first_month="2026-04-01", months=3, date="2026-04-01")
        self.pay(100, "2026-04-02")
        self.approved("2026-04")
        self.assertEqual(self.due("2026-04"), "866.67")
        self.assertEqual(self.asked("2026-05-05"), Decimal("866.67"))

    def test_not_both(self):
        """X16, X17: months of a levelled plan are not put off a second time."""
        self.approved("2026-03")
        self.plan(first_month="2026-04-01", months=3, date="2026-04-01")
        self.approved("2026-04")
        with self.assertRaisesRegex(UserError, "holds from 04.2026"):
            self.agreement(debt_to=False)
        self.assertEqual(self.agreement(debt_to="2026-03-31").state, "active")
