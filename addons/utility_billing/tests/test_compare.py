from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestCompare(RunCommon):
    """Z01: why the bill differs; D01: what a recalculation corrects."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.tariff("cold_water", 50, date_to="2026-02-28")
        cls.tariff("cold_water", 52, date_from="2026-03-01")
        cls.norm("cold_water", 4)
        cls.tariff("intercom", 65)
        cls.first = cls.account("1", ["cold_water", "intercom"])
        cls.second = cls.account("2", ["cold_water"])
        cls.water = cls.meter(cls.second, "cold_water", 100, ("2026-02-24", 109))

    def test_tariff_people_volume(self):
        """Z01: price, people and volume apart; the steps add up to the difference."""
        self.approved("2026-02")
        self.first.residency_ids.date_to = "2026-02-28"
        self.first.residency_ids = [
            (0, 0, {"persons": 3, "kind": "declared", "date_from": "2026-03-01"})
        ]
        self.reading(self.water, "2026-03-24", 121)
        self.approved("2026-03")
        found = self.first.compare_months("2026-03")
        self.assertEqual((found["before"]["amount"], found["now"]["amount"]), ("465.00", "689.00"))
        self.assertEqual(
            [(step["cause"], step["amount"]) for step in found["steps"]],
            [("tariff", "24.00"), ("people", "200.00")],
        )
        self.assertEqual(
            sum(Decimal(step["amount"]) for step in found["steps"]), Decimal(found["difference"])
        )
        water = found["services"][0]
        self.assertIn("Price: 50 → 52", water["facts"])
        self.assertIn("People: 2 → 3", water["facts"])
        found = self.second.compare_months("2026-03", "2026-02")
        self.assertEqual(
            [(step["cause"], step["amount"]) for step in found["steps"]],
            [("tariff", "24.00"), ("volume", "150.00")],
        )
        self.assertEqual(self.first.charged_months(), ["2026-03", "2026-02"])
        with self.assertRaises(UserError):
            self.first.compare_months("march")

    def test_bill_of_capital_repair(self):
        """Z01, C12: the paper of services kept apart tells of their own change alone."""
        self.tariff("capital_repair", 10, date_to="2026-02-28")
        self.tariff("capital_repair", 12, date_from="2026-03-01")
        account = self.account("3", ["intercom", "capital_repair"], area=50)
        self.approved("2026-02")
        self.approved("2026-03")
        apart = account.compare_months("2026-03", capital=True)
        self.assertEqual((apart["before"]["amount"], apart["difference"]), ("500.00", "100.00"))
        rest = account.compare_months("2026-03", capital=False)
        self.assertEqual((rest["before"]["amount"], rest["difference"]), ("65.00", "0.00"))
        whole = account.compare_months("2026-03")
        self.assertEqual((whole["before"]["amount"], whole["difference"]), ("565.00", "100.00"))
        self.assertEqual(len(whole["services"]), 2)

    def test_recalculation_and_penalty(self):
        """Z01: recalculations and penalties are steps of their own."""
        self.approved("2026-02").period_id.action_close()
        self.price.value = 48
        self.env["utility.rule.parameter"].create(
            {
                "code": "key_rate",
                "value": "15",
                "company_id": self.company.id,
                "date_from": "2020-01-01",
            }
        )
        run = self.approved("2026-03")
        self.env["utility.charge"]._insert(
            [
                {
                    "run_id": run.id, "company_id": self.company.id, "period_date": "2026-03-01",
                    "account_id": self.first.id, "building_id": self.building.id,
                    "service_id": self.services["cold_water"].id, "kind": "penalty",
                    "debt_kind": "penalty", "amount": "3.10", "net": "3.10", "volume": "9",
                }
            ]
        )  # fmt: skip
        found = self.first.compare_months("2026-03")
        self.assertEqual(
            [(step["cause"], step["amount"]) for step in found["steps"]],
            [("tariff", "16.00"), ("recalculation", "-16.00"), ("penalty", "3.10")],
        )

    def test_rights(self):
        """Z01: a resident compares the own account and no other."""
        self.approved("2026-02")
        user = new_test_user(self.env, "resident_compare", groups="base.group_portal")
        self.first.partner_id = user.partner_id
        self.assertEqual(
            self.first.with_user(user).compare_months("2026-02")["now"]["amount"], "465.00"
        )
        self.assertEqual(self.first.with_user(user).charged_months(), ["2026-02"])
        for method, args in (("compare_months", ("2026-02",)), ("charged_months", ())):
            with self.assertRaises(AccessError):
                getattr(self.second.with_user(user), method)(*args)
        with self.assertRaises(AccessError):
            self.first.with_user(user).replay_month("2026-02", "2026-03-01")
        with self.assertRaises(AccessError):
            self.first.with_user(user).explain_corrections()

    def test_corrections_before_and_after(self):
        """D01, X33: was charged, should be, difference: before it is written and afterwards."""
        self.approved("2026-02").period_id.action_close()
        self.price.value = 53
        found = self.first.explain_corrections()
        self.assertTrue(found["reasons"])
        self.assertFalse(found["written"])
        (row,) = found["waiting"]
        wanted = ("2026-02", "400.00", "424.00", "24.00")
        names = ("period", "charged", "should_be", "difference")
        self.assertEqual(tuple(row[name] for name in names), wanted)
        self.approved("2026-03")
        found = self.first.explain_corrections()
        self.assertFalse(found["waiting"])
        (row,) = found["written"]
        self.assertEqual(tuple(row[name] for name in names), wanted)
