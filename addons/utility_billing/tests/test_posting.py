from odoo.exceptions import UserError
from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestPosting(MoneyCommon):
    def check(self, **expected):
        figures = self.env["utility.posting"]._check(self.company)
        self.assertEqual({name: str(figures[name]) for name in expected}, expected)

    def test_charges_and_payments_agree_with_the_ledger(self):
        """G01, G02: after every posting the sub-ledger equals the control account."""
        run = self.charge(
            "2026-01", (self.account, self.water, "100.10"), (self.other, self.heat, "33.33")
        )
        self.pay(self.account, 150.00)
        self.check(ledger="0", charges_waiting="133.43", payments_waiting="150.00")
        run.action_post()
        self.env["utility.posting"]._post_payments(self.company, "2026-03-31")
        self.check(difference="0.00", subledger="-16.57", charges_waiting="0", payments_waiting="0")
        self.assertEqual(run.state, "posted")
        self.assertEqual(len(run.move_ids), 2, "an entry a service")
        self.assertEqual(set(run.move_ids.mapped("state")), {"posted"})
        self.assertEqual(str(run.move_ids[0].date), "2026-01-31")
        with self.assertRaises(UserError):
            run.action_post()

    def test_vat_and_income_are_apart(self):
        """G02: net goes to income, VAT to its account, gross to the customers."""
        run = self.charge("2026-01")
        self.env["utility.charge"]._insert(
            [
                {
                    "run_id": run.id,
                    "company_id": self.company.id,
                    "period_date": run.period_id.date_from,
                    "account_id": self.account.id,
                    "service_id": self.water.id,
                    "kind": "charge",
                    "debt_kind": "principal",
                    "amount": "122.00",
                    "net": "100.00",
                    "vat": "22.00",
                }
            ]
        )
        run.action_post()
        self.assertEqual(sorted(run.move_ids.line_ids.mapped("balance")), [-100.00, -22.00, 122.00])

    def test_a_special_rule_goes_before_the_general(self):
        """G02: the rule with most conditions that fit counts."""
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        general = rules.filtered(lambda r: r.document == "charge")
        special = general.copy({"service_id": self.heat.id})
        self.assertEqual(rules._match("charge", service_id=self.heat.id), general)
        rules += special
        self.assertEqual(rules._match("charge", service_id=self.heat.id), special)
        self.assertEqual(rules._match("charge", service_id=self.water.id), general)
        self.assertFalse(rules._match("unknown"))

    def test_without_rules_nothing_is_posted(self):
        """G02: a missing rule is said, and the run stays approved."""
        self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)]).unlink()
        run = self.charge("2026-01", (self.account, self.water, "1.00"))
        with self.assertRaisesRegex(UserError, "posting rule"):
            run.action_post()
        self.assertEqual(run.state, "approved")

    def test_a_changed_entry_is_noticed(self):
        """G01: a hand-made entry on the control account shows as a difference."""
        run = self.charge("2026-01", (self.account, self.water, "100.00"))
        run.action_post()
        entry = run.move_ids.copy({"date": "2026-02-01"})
        entry.action_post()
        self.check(difference="100.00")
        check = self.env["utility.ledger.check"].create({})
        self.assertFalse(check.agrees)

    def test_opening_balances_do_not_touch_income(self):
        """P07: opening balances go against the account of opening balances."""
        run = self.charge("2025-12", (self.account, self.water, "500.00"), kind="opening")
        run.action_post()
        rule = self.env["utility.posting.rule"].search(
            [("company_id", "=", self.company.id), ("document", "=", "opening")]
        )
        line = run.move_ids.line_ids.filtered(lambda r: r.account_id == rule.counterpart_id)
        self.assertEqual(line.balance, -500.00)
