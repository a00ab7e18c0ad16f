from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestReview(RunCommon):
    """X31: implausible bills wait for a clerk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.tariff("intercom", 65)
        cls.tariff("parking", 1000)
        cls.first = cls.account("1", ["intercom", "parking"])
        cls.places = cls.first.service_ids.filtered(
            lambda line: line.service_id == cls.services["parking"]
        )
        cls.places.units = 0.05
        cls.second = cls.account("2", ["intercom"])

    def rule(self, code, threshold=0, minimum=0):
        return self.env["utility.review.rule"].create(
            {"name": f"Rule {code}", "code": code, "threshold": threshold, "minimum": minimum}
        )

    def bill(self, account, run):
        return self.env["utility.bill"].search(
            [("account_id", "=", account.id), ("run_id", "=", run.id)]
        )

    def test_jump(self):
        """X31: a bill three times that of the month before is held, one below the sum is not."""
        self.rule("jump", 200, 500)
        self.approved("2026-02")
        self.places.units = 2
        self.env["utility.tariff"].search(
            [
                ("service_id", "=", self.services["intercom"].id),
                ("company_id", "=", self.company.id),
            ]
        ).value = 300
        run = self.charged("2026-03")
        held = self.bill(self.first, run)
        self.assertEqual((held.state, held.hold_reason), ("held", "Rule jump"))
        self.assertEqual(self.bill(self.second, run).state, "draft")
        self.assertEqual(run.held_count, 1)

    def test_first_zero_large(self):
        """X31: first bills, empty ones and large ones are held while their rules are active."""
        self.places.units = 1
        for code, threshold, expected in (
            ("first", 0, [True, True]),
            ("large", 500, [True, False]),
        ):
            rule = self.rule(code, threshold)
            run = self.charged("2026-02")
            states = [self.bill(a, run).state == "held" for a in (self.first, self.second)]
            self.assertEqual(states, expected, code)
            rule.active = False
            run.action_drop()

    def test_release_needs_a_reason(self):
        """X31: a bill is released with a reason that stays with it, and is approved with the run."""
        self.rule("first")
        run = self.charged("2026-02")
        bill = self.bill(self.first, run)
        with self.assertRaises(UserError):
            bill._release(" ")
        self.env["utility.bill.hold"].with_context(active_ids=bill.ids).create(
            {"kind": "release", "reason": "New tenant"}
        ).action_apply()
        self.assertRecordValues(
            bill,
            [{"state": "draft", "release_reason": "New tenant", "released_by_id": self.env.uid}],
        )
        run.action_approve()
        self.assertEqual(bill.state, "approved")

    def test_held_bills_go_on_alone(self):
        """X31: approval leaves held bills in a run of their own; their charges do not count yet."""
        self.rule("first")
        run = self.charged("2026-02")
        self.bill(self.first, run)._release("Known")
        run.action_approve()
        other = self.env["utility.billing.run"].search([("parent_id", "=", run.id)])
        self.assertEqual(other.state, "review")
        held = self.bill(self.second, other)
        self.assertEqual((held.state, held.line_ids.run_id), ("held", other))
        self.assertEqual((run.billed_count, run.missing_count), (2, 0))
        self.assertEqual(self.second.balance, 0)
        held._release("Right after all")
        other.action_approve()
        self.second.invalidate_recordset()
        self.assertEqual(self.second.balance, 65)

    def test_rights(self):
        """R01: a reader sees the bills of the allowed buildings only and releases nothing."""
        run = self.charged("2026-02")
        other = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "2"}
        )
        reader = new_test_user(
            self.env,
            "bill_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        bills = self.env["utility.bill"].with_user(reader)
        self.assertEqual(len(bills.search([("run_id", "=", run.id)])), 2)
        with self.assertRaises(AccessError):
            bills.search([("run_id", "=", run.id)])._hold("why not")
        reader.utility_building_ids = other
        self.assertFalse(bills.search([("run_id", "=", run.id)]))
        self.assertFalse(
            self.env["utility.charge"].with_user(reader).search([("run_id", "=", run.id)])
        )

    def test_company_rule(self):
        """R01: runs, bills and charges of another company are not seen."""
        run = self.charged("2026-02")
        foreign = self.env["res.company"].create({"name": "Elsewhere"})
        user = new_test_user(
            self.env,
            "foreign_clerk",
            groups="utility_base.group_billing",
            company_id=foreign.id,
            company_ids=[(6, 0, foreign.ids)],
        )
        for model in (
            "utility.billing.run",
            "utility.bill",
            "utility.charge",
            "utility.tariff",
            "utility.billing.portion",
        ):
            found = (
                self.env[model]
                .with_user(user)
                .with_context(allowed_company_ids=foreign.ids)
                .search([("company_id", "=", self.company.id)])
            )
            self.assertFalse(found, model)
        self.assertTrue(run.exists())
