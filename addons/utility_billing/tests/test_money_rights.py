from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCommon

# what a role may do with (payment, registry, posting rule); c creates, r reads, - nothing
ROLES = {
    "reader": ("r", "r", "r"),
    "operator": ("r", "r", "r"),
    "controller": ("r", "r", "r"),
    "cashier": ("c", "c", "r"),
    "billing": ("c", "c", "r"),
    "debt": ("r", "r", "r"),
    "dispatcher": ("r", "r", "r"),
    "crew": ("-", "-", "-"),
    "logistics": ("r", "r", "r"),
    "accountant": ("c", "c", "c"),
    "administrator": ("c", "c", "c"),
}
MODELS = ("utility.payment", "utility.payment.registry", "utility.posting.rule")


@tagged("post_install", "-at_install")
class TestMoneyRights(MoneyCommon):
    def user(self, role, **values):
        return new_test_user(
            self.env,
            f"money_{role}_{len(values)}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )

    def test_roles(self):
        """R01, R06: what each role may do with money, as a table."""
        for role, rights in ROLES.items():
            env = self.env(user=self.user(role))
            for model, right in zip(MODELS, rights, strict=True):
                with self.subTest(role=role, model=model):
                    self.assertEqual(env[model].has_access("read"), right != "-")
                    self.assertEqual(env[model].has_access("create"), right == "c")
                    self.assertFalse(model == "utility.payment" and env[model].has_access("unlink"))
            for model in ("utility.allocation", "utility.turnover", "utility.charge"):
                self.assertFalse(env[model].has_access("create"), "the sub-ledger is not typed")

    def test_strangers_see_no_money(self):
        """R06: plain employees and portal users have no access."""
        for group in ("base.group_user", "base.group_portal"):
            user = new_test_user(self.env, f"stranger_{group[-6:]}", group)
            for model in (*MODELS, "utility.allocation", "utility.turnover"):
                with self.assertRaises(AccessError):
                    self.env(user=user)[model].search([])

    def test_a_cashier_registers_and_sees_the_balance(self):
        """E05: a cashier takes money without rights on runs, charges or the ledger."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        env = self.env(user=self.user("cashier"))
        payment = env["utility.payment"].create(
            {"account_id": self.account.id, "amount": 60, "date": "2026-02-01", "costs": 10}
        )
        self.assertEqual(payment.state, "allocated")
        self.assertEqual(payment.account_id.balance, 50.00)
        self.assertTrue(
            env["utility.statement"]._rows(payment.account_id, payment.date, payment.date)
        )

    def test_limits_of_the_user_hold_for_money(self):
        """R01: money of organisations or of other houses stays unseen; suspense is everybody's."""
        self.other.kind = "organisation"
        mine, theirs = self.pay(self.account, 10), self.pay(self.other, 10)
        loose = self.env["utility.payment"].create({"amount": 10, "date": "2026-03-10"})
        user = self.user("cashier", utility_customer_scope="individual")
        seen = self.env(user=user)["utility.payment"].search([])
        self.assertEqual(seen.ids, (loose + mine).sorted("id", reverse=True).ids)
        with self.assertRaises(AccessError):
            theirs.with_user(user).read(["amount"])
        house = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "77"}
        )
        user.write({"utility_customer_scope": "all", "utility_building_ids": [(6, 0, house.ids)]})
        self.assertEqual(self.env(user=user)["utility.payment"].search([]), loose)
        self.assertFalse(self.env(user=user)["utility.allocation"].search([]))

    def test_other_companies_are_apart(self):
        """R06: payments of a company are unseen from another."""
        self.pay(self.account, 10)
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "money_other",
            "utility_base.group_accountant",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        env = self.env(user=user, context={"allowed_company_ids": other.ids})
        self.assertFalse(env["utility.payment"].search([]))
