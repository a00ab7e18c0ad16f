import base64
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .money_common import MoneyCommon

FILE = "7707083893_40702810900000000001_001_05112025.txt"
DATA = (Path(__file__).parent / "fixtures" / FILE).read_bytes()


@tagged("post_install", "-at_install")
class TestRegistryLoad(MoneyCommon):
    def upload(self, data=DATA, name=FILE):
        return self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": name}
        )

    def load(self, data=DATA):
        registry = self.upload(data)
        registry.action_read()
        registry.action_load()
        return registry

    def test_lines_are_matched_spread_and_the_unknown_waits(self):
        """E01, E07, E11: one account is known, the money of the other waits in suspense."""
        self.charge("2025-10", (self.account, self.water, "1200.00"))
        registry = self.upload()
        registry.action_read()
        self.assertRecordValues(
            registry,
            [{"state": "ready", "profile": "sber", "total": 1750.50, "order_number": "123456"}],
        )
        self.assertFalse(self.env["utility.payment"].search([]), "reading registers nothing")
        registry.action_load()
        self.assertRecordValues(
            registry.line_ids,
            [
                {"number": 1, "state": "paid", "account_id": self.account.id, "amount": 1500.00},
                {"number": 2, "state": "suspense", "account_id": False, "amount": 250.50},
            ],
        )
        self.assertEqual(registry.state, "done")
        self.assertEqual(
            self.covered(self.account),
            {("2025-10", "cold_water", "principal"): 1200.00, ("", "", "advance"): 300.00},
        )
        waiting = self.env["utility.payment"].search([("state", "=", "suspense")])
        self.assertRecordValues(waiting, [{"amount": 250.50, "account_number": "0000067890"}])

    def test_same_file_twice_changes_nothing(self):
        """E07: the same file is refused, wherever it is loaded again."""
        self.load()
        count = self.env["utility.payment"].search_count([])
        with self.assertRaisesRegex(UserError, "loaded already"):
            self.upload().action_read()
        self.assertEqual(self.env["utility.payment"].search_count([]), count)

    def test_same_payment_in_another_file_is_left_out(self):
        """E07: a payment is known by its operation number, whatever file brings it."""
        self.load()
        lines = DATA.decode("cp1251").splitlines()
        again = "\n".join([lines[0], "=1;1500,00;1485,00;15,00;123457;06-11-2025"]) + "\n"
        registry = self.load(again.encode("cp1251"))
        self.assertEqual(registry.line_ids.state, "duplicate")
        self.assertFalse(registry.line_ids.payment_ids)

    def test_wrong_totals_stop_the_file(self):
        """E07: a registry that contradicts itself loads nothing until somebody decides."""
        registry = self.upload(DATA.replace(b"=2;1750,50", b"=2;1750,51"))
        registry.action_read()
        self.assertEqual(registry.state, "refused")
        self.assertIn("1750.51", registry.problems)
        with self.assertRaises(UserError):
            registry.action_load()
        self.assertFalse(self.env["utility.payment"].search([]))
        registry.action_accept()
        self.assertEqual(registry.state, "done")

    def test_unreadable_file_is_explained(self):
        """E07: rubbish is refused with words, not with a traceback."""
        with self.assertRaises(UserError):
            self.upload(b"hello, world").action_read()

    def test_suspense_is_resolved_before_and_after_posting(self):
        """E07: money gets its account by one action; what is posted moves by mirrored rows."""
        registry = self.load()
        money = registry.line_ids[1].payment_ids
        posting = self.env["utility.posting"]
        posting._post_payments(self.company, "2025-11-30")
        self.assertTrue(money.move_id)
        wizard = self.env["utility.payment.assign"].create(
            {"payment_ids": [(6, 0, money.ids)], "account_id": self.other.id}
        )
        wizard.action_assign()
        self.assertEqual(money.state, "reversed")
        self.assertEqual(self.other.balance, -250.50)
        posting._post_payments(self.company, "2100-01-01")
        self.assertFalse(posting._check(self.company)["difference"])
        rule = self.env["utility.posting.rule"].search(
            [("company_id", "=", self.company.id), ("document", "=", "suspense")]
        )
        lines = self.env["account.move.line"].search([("account_id", "=", rule.account_id.id)])
        self.assertFalse(round(sum(lines.mapped("balance")), 2), "nothing is left in suspense")

    def test_suggestion_by_likeness(self):
        """E07: a mistyped number is suggested the account that looks most alike."""
        lines = DATA.decode("cp1251").replace("0000012345", "0000012354").splitlines()
        registry = self.load("\n".join(lines).encode("cp1251"))
        line = registry.line_ids[0]
        self.assertEqual(line.state, "suspense")
        self.assertEqual(line.suggestion_id, self.account)
        line.action_accept_suggestion()
        self.assertEqual(line.payment_ids.account_id, self.account)
        self.assertEqual(line.state, "paid")
