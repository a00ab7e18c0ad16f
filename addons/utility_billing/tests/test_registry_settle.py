from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_registry_cancel import RegistryCommon


@tagged("post_install", "-at_install")
class TestRegistrySettle(RegistryCommon):
    """E07, E13: lines below zero that nothing is found for."""

    def setUp(self):
        super().setUp()
        self.registry = self.load(
            "0000012345;A1;2026-03-01;100.00;;;;", "0000012345;Z9;2026-03-02;-30.00;;;;"
        )
        self.line = self.registry.line_ids.sorted("number")[1]

    def clear(self, user=None, line=None, **values):
        wizard = self.env["utility.registry.settle"].with_user(user or self.env.user)
        values = {"line_id": (line or self.line).id, "reason": "Letter 15"} | values
        wizard.create(values).action_apply()

    def lines_total(self):
        lines = self.registry.line_ids.filtered(lambda r: r.state != "error")
        return sum(lines.mapped("amount"))

    def test_settled_by_hand(self):
        """E07: an accountant tells how it was settled; then the lines are the total."""
        self.assertEqual(self.registry.unsettled_count, 1)
        self.assertEqual((self.registry.total, self.lines_total()), (70, 100))
        accountant = new_test_user(self.env, "settler", "utility_base.group_accountant")
        self.clear(accountant, what="settled", reason="Set off, letter 15")
        self.assertRecordValues(
            self.line,
            [{"state": "settled", "settled_reason": "Set off, letter 15", "codes": False}],
        )
        self.assertEqual(self.line.settled_by_id, accountant)
        self.assertEqual((self.registry.total, self.lines_total()), (70, 70))
        self.assertEqual(self.registry.unsettled_count, 0)
        self.assertIn("letter 15", self.registry.message_ids[0].body)
        self.assertEqual(self.total(), 100, "no payment is touched")
        with self.assertRaises(UserError):
            self.clear(accountant, what="settled")
        self.line.with_user(accountant).action_unsettle()
        self.assertRecordValues(self.line, [{"state": "error", "codes": "registry.cancel_unknown"}])
        self.assertTrue(self.line.can_settle)

    def test_the_payment_is_chosen(self):
        """E13: a person finds what the agent means: it is mirrored, once."""
        paid = self.pay(self.account, 30)
        self.clear(payment_id=paid.id)
        self.assertEqual((self.line.state, paid.state), ("cancelled", "reversed"))
        self.assertRecordValues(
            self.line.payment_ids, [{"amount": -30, "state": "mirror", "mirror_of_id": paid.id}]
        )
        self.assertEqual((self.registry.total, self.lines_total()), (70, 70))
        self.assertIn("Letter 15", "".join(self.registry.message_ids.mapped("body")))
        other = self.load("0000012345;Z8;2026-03-03;-30.00;;;;").line_ids
        with self.assertRaises(UserError):
            self.clear(line=other, payment_id=paid.id)

    def test_another_sum_is_refused(self):
        """E13: the payment has the sum that is taken back."""
        with self.assertRaises(UserError):
            self.clear(payment_id=self.pay(self.account, 31).id)
        with self.assertRaises(ValidationError):
            self.clear()

    def test_corrected_since(self):
        """E13: what cannot be taken back because it was corrected is cleared by hand too."""
        registry = self.load("0000012345;A1;2026-03-05;-100.00;;;;")
        self.registry.line_ids.filtered("payment_ids").payment_ids.action_reverse()
        registry.action_cancel_earlier()
        self.assertTrue(registry.line_ids.can_settle)
        self.clear(line=registry.line_ids, what="settled")
        self.assertEqual(registry.line_ids.state, "settled")

    def test_rights(self):
        """R06: billing chooses payments, accountants alone settle without one."""
        billing = new_test_user(self.env, "clearer", "utility_base.group_billing")
        with self.assertRaises(AccessError):
            self.clear(billing, what="settled")
        self.clear(billing, payment_id=self.pay(self.account, 30).id)
        self.assertEqual(self.line.state, "cancelled")
        cashier = new_test_user(self.env, "teller", "utility_base.group_cashier")
        with self.assertRaises(AccessError):
            self.clear(cashier, what="settled")
