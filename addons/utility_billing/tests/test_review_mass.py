from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestReviewMass(RunCommon):
    """X31, X33: many bills with one reason; the accounts that were corrected charged again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.env["utility.review.rule"].create({"name": "New", "code": "first"})
        cls.price = cls.tariff("intercom", 65)
        cls.accounts = cls.env["utility.account"]
        for number in range(1, 5):
            cls.accounts |= cls.account(str(number), ["intercom"])
        cls.run_ = cls.charged(cls, "2026-02")
        cls.bills = cls.env["utility.bill"].search([("run_id", "=", cls.run_.id)], order="id")

    def wizard(self, kind, bills, domain=None, **values):
        context = {"active_ids": bills.ids, "active_domain": domain}
        return (
            self.env["utility.bill.hold"]
            .with_context(**context)
            .create({"kind": kind, "reason": "Checked by the controller", **values})
        )

    def test_whole_filter(self):
        """X31: a filter is released with one reason, also beyond the bills on the page."""
        domain = [("run_id", "=", self.run_.id)]
        wizard = self.wizard("release", self.bills[:1], domain, scope="filter")
        self.assertTrue(wizard.has_filter)
        self.assertEqual((wizard.bill_count, wizard.amount), (4, 260))
        wizard.action_apply()
        self.assertEqual(set(self.bills.mapped("state")), {"draft"})
        self.assertEqual(set(self.bills.mapped("release_reason")), {"Checked by the controller"})
        self.assertIn("released: 4", self.run_.message_ids[0].body)

    def test_undo_release(self):
        """X31: a release is taken back: held for the reason before, without a trace of the release."""
        first, other = self.bills[0], self.bills[1]
        self.wizard("release", first).action_apply()
        self.wizard("hold", other[:0] + first).action_apply()
        self.assertEqual(first.hold_reason, "Checked by the controller")
        self.wizard("release", other).action_apply()
        wizard = self.wizard("undo", self.bills, reason=False)
        self.assertEqual((wizard.bill_count, wizard.skipped_count), (1, 3))
        wizard.action_apply()
        self.assertRecordValues(
            other, [{"state": "held", "hold_reason": "New", "release_reason": False}]
        )
        self.assertFalse(other.released_by_id)

    def test_nothing_to_do(self):
        """X31: no reason, no bill of the right state or a run that has gone on: told in words."""
        with self.assertRaisesRegex(UserError, "why"):
            self.wizard("release", self.bills, reason=" ").action_apply()
        with self.assertRaisesRegex(UserError, "None"):
            self.wizard("undo", self.bills).action_apply()
        self.wizard("release", self.bills).action_apply()
        self.run_.action_approve()
        with self.assertRaisesRegex(UserError, "None"):
            self.wizard("hold", self.bills).action_apply()

    def test_rights(self):
        """R01: a reader releases nothing, whatever the way."""
        reader = new_test_user(
            self.env,
            "review_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        bills = self.bills.with_user(reader)
        for method in (bills._release, bills._hold):
            with self.assertRaises(AccessError):
                method("I may not")
        with self.assertRaises(AccessError):
            bills.action_charge_again()

    def test_held_again(self):
        """X31: the input of held bills is corrected and they alone are charged again."""
        self.wizard("release", self.bills[1:]).action_apply()
        self.price.value = 70
        self.run_.action_charge_held()
        bills = self.env["utility.bill"].search([("run_id", "=", self.run_.id)], order="account_id")
        self.assertEqual(bills.mapped("charged"), [70, 65, 65, 65])
        self.assertEqual(self.run_.amount, 265)
        bills[1].action_charge_again()
        self.assertEqual(self.run_.amount, 270)

    def test_changed_again(self):
        """X33: accounts whose facts changed since the charging are charged again, the others not."""
        with self.assertRaisesRegex(UserError, "No account"):
            self.run_.action_charge_changed()
        self.assertEqual(self.run_._changed_ids(), ([], False))
        first, second = self.accounts[0], self.accounts[1]
        first.service_ids.units = 2
        second.residency_ids.unlink()
        self.assertEqual(self.run_._changed_ids(), ((first | second).ids, False))
        before = self.bills.ids
        self.run_.action_charge_changed()
        left = self.env["utility.bill"].search([("run_id", "=", self.run_.id)])
        self.assertEqual(len(set(left.ids) & set(before)), 2, "two bills stay as they were")
        self.assertEqual(len(left), 4)
        self.assertEqual(self.run_._changed_ids(), ([], False))
        self.price.value = 70
        self.assertEqual(self.run_._changed_ids(), ([], True))
        with self.assertRaisesRegex(UserError, "whole run"):
            self.run_.action_charge_changed()
