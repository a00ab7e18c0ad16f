"""Money does not move by plain writes, nor over the limits of a user."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestGuardedStates(MoneyCommon):
    def as_role(self, role, model, **values):
        user = new_test_user(
            self.env,
            f"guard_{role}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )
        context = {"allowed_company_ids": self.company.ids}
        return self.env(user=user, context=context)[model]

    def test_opening_balances_are_approved_once(self):
        """P07: an operator neither approves a balance nor opens an approved one again."""
        balance = self.env["utility.opening.balance"].create(
            {"account_id": self.account.id, "period_date": "2025-12-01", "amount": 100}
        )
        own = self.as_role("operator", "utility.opening.balance")
        with self.assertRaises(UserError):
            own.browse(balance.id).write({"state": "approved"})
        with self.assertRaises(UserError):
            own.create(
                {
                    "account_id": self.account.id,
                    "period_date": "2025-11-01",
                    "amount": 1,
                    "state": "approved",
                }
            )
        billing = self.as_role("billing", "utility.opening.balance").browse(balance.id)
        billing.action_approve()
        self.assertEqual(self.account.balance, 100)
        with self.assertRaises(UserError):
            billing.write({"state": "draft"})

    def test_payments_keep_their_money(self):
        """E05: amount, account and state of a payment are not written, whatever the context."""
        own = self.as_role("cashier", "utility.payment")
        payment = own.create({"account_id": self.account.id, "amount": 10, "date": "2026-03-10"})
        for values in (
            {"amount": 1},
            {"account_id": self.other.id},
            {"state": "suspense"},
            {"move_id": False},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                payment.with_context(install_mode=True).write(values)
        with self.assertRaises(UserError):
            own.create(
                {
                    "account_id": self.account.id,
                    "amount": -10,
                    "date": "2026-03-10",
                    "state": "mirror",
                    "mirror_of_id": payment.id,
                }
            )
        payment.note = "Counted twice"
        with self.assertRaises(AccessError):
            payment.action_reverse()
        self.as_role("billing", "utility.payment").browse(payment.id).action_reverse()
        self.assertEqual(payment.state, "reversed")
        loose = own.create({"amount": 5, "date": "2026-03-10"})
        loose._assign(self.account.with_env(own.env))
        self.assertEqual(loose.state, "allocated")

    def test_runs_count_by_approval_alone(self):
        """R01: who charges cannot make a run count, or take it out, by a plain write."""
        run = self.charge("2026-01", (self.account, self.water, "100.00"))
        runs = self.as_role("billing", "utility.billing.run")
        for values in ({"state": "reversed"}, {"simulation": True}, {"kind": "history"}):
            with self.subTest(values), self.assertRaises(UserError):
                runs.browse(run.id).write(values)
        with self.assertRaises(UserError):
            runs.create({"period_id": run.period_id.id, "state": "approved"})
        draft = runs.create({"period_id": run.period_id.id, "simulation": True})
        draft.action_charge_now()
        self.assertEqual(draft.state, "review")
        with self.assertRaises(UserError):
            draft.simulation = False
        draft.action_drop()
        self.assertEqual(draft.state, "draft")
        problem = self.env["utility.billing.problem"].create(
            {"run_id": run.id, "account_id": self.account.id, "code": "X", "message": "X"}
        )
        portion = self.env["utility.billing.portion"].create(
            {"run_id": run.id, "number": 1, "state": "failed"}
        )
        for record, state in ((problem, "ignored"), (portion, "done")):
            with self.assertRaises(UserError):
                record.with_env(runs.env).state = state
        runs.browse(run.id).action_documents()
        self.assertEqual(run.state, "documents")

    def test_lines_of_a_registry_are_the_banks(self):
        """E01: neither the lines nor the state of a registry are typed."""
        own = self.as_role("cashier", "utility.payment.registry")
        registry = own.create({"file": b"MQ==", "filename": "a.txt"})
        with self.assertRaises(UserError):
            registry.state = "ready"
        with self.assertRaises(UserError):
            own.env["utility.payment.registry.line"].create(
                {"registry_id": registry.id, "amount": 10}
            )

    def test_statements_and_names_are_limited(self):
        """R01: wizards show nothing of accounts that the user may not see."""
        self.charge("2026-01", (self.other, self.water, "100.00"))
        self.other.kind = "organisation"
        statements = self.as_role(
            "cashier", "utility.statement", utility_customer_scope="individual"
        )
        with self.assertRaises(AccessError):
            statements.create({"account_id": self.other.id}).read(["content"])
        hidden = self.other.with_env(statements.env)
        for ask in (
            hidden.get_balance,
            self.other.charge_ids.with_env(statements.env).explain_charge,
            lambda: hidden.read(["balance"]),
            lambda: statements._rows(hidden, date(2026, 1, 1), date(2026, 12, 31)),
        ):
            with self.assertRaises(AccessError):
                ask()
        loose = self.env["utility.payment"].create({"amount": 10, "date": "2026-03-10"})
        with self.assertRaises(AccessError):
            statements.env["utility.payment.assign"].create(
                {"account_id": self.other.id, "payment_ids": [(6, 0, loose.ids)]}
            ).action_assign()
        self.assertEqual(loose.state, "suspense")

    def test_wizards_stay_in_their_companies(self):
        """R06: sums and penalties of another company are neither shown nor made."""
        other = self.env["res.company"].create({"name": "Other"})
        checks = self.as_role("accountant", "utility.ledger.check")
        with self.assertRaises(AccessError):
            checks.create({"company_id": other.id}).read(["ledger"])
        with self.assertRaises(AccessError):
            checks.create({"company_id": other.id}).action_post_payments()
        accruals = self.as_role("debt", "utility.accrual")
        with self.assertRaises(AccessError):
            accruals.create({"company_id": other.id, "date": "2026-03-10"}).action_apply()

    def test_penalties_stay_within_the_limits(self):
        """F10, R01: penalties are for the accounts that the user sees; no account is not all."""
        empty = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "77"}
        )
        self.other.kind = "organisation"
        everything = self.as_role("debt", "utility.accrual")
        limited = self.as_role("billing", "utility.accrual", utility_customer_scope="individual")
        for wizards, values, expected in (
            (everything, {}, None),
            (everything, {"building_ids": [(6, 0, empty.ids)]}, []),
            (limited, {}, self.account.ids),
            (limited, {"building_ids": [(6, 0, self.building.ids)]}, self.account.ids),
        ):
            with (
                self.subTest(values),
                patch.object(
                    self.registry["utility.penalty"], "_accrue", autospec=True, return_value=1
                ) as accrue,
            ):
                wizards.create({"date": "2026-03-10", **values}).action_apply()
                accounts = accrue.call_args.args[3]
                self.assertEqual(accounts if accounts is None else accounts.ids, expected)

    def test_markup_in_names_is_text(self):
        """R06: a name or purpose with markup is shown as text."""
        self.account.partner_id.name = "<script>alert(1)</script>"
        self.pay(self.account, 10, purpose="<img src=x onerror=alert(1)>")
        statement = self.env["utility.statement"].create(
            {"account_id": self.account.id, "date_from": "2026-01-01", "date_to": "2026-12-31"}
        )
        self.assertIn("&lt;img", statement.content)
        self.assertNotIn("<img", statement.content)
        self.water.name = "<b onclick=alert(1)>Water</b>"
        run = self.charge("2026-02", (self.account, self.water, "100.00"))
        run.started_at = "2026-02-01"
        self.assertNotIn("<b onclick", run.totals_html)
        for line in self.account.charge_ids:
            self.assertNotIn("<b onclick", line.explanation or "")
