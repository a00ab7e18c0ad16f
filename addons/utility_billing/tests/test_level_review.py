from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .level_common import LevelCommon


@tagged("post_install", "-at_install")
class TestLevelReview(LevelCommon):
    """X17: review, offers, papers and rights of levelled plans."""

    def test_review(self):
        """X17: a year that runs away is told of once; the adopted level ends it without a rest."""
        made = self.plan(drift_limit=15)
        self.tariff_of("2026-03").value = 2400
        self.approved("2026-03")
        self.follow("2026-04-02")
        # 2400 where 1600 of 4500 were expected: the rest by 800 / 4500 more
        self.assertEqual((made.drift, made.review), (29.23, True))
        self.assertEqual(made.proposed_level, 1563.52)
        self.assertEqual(len(made.activity_ids), 1)
        self.follow("2026-04-03")
        self.assertEqual(len(made.activity_ids), 1)
        self.today("2026-04-03", made.action_adopt)
        self.assertEqual(made.month_ids.mapped("amount"), [1125, 1563.52, 1563.52, 1563.52])
        self.assertFalse(made.review)
        self.approved("2026-04")
        self.assertEqual(self.due("2026-04"), "2688.52")

    def tariff_of(self, month):
        return self.env["utility.tariff"].search(
            [("service_id", "=", self.services["intercom"].id), ("date_from", "=", f"{month}-01")]
        )

    def test_terms_by_rules(self):
        """X17: what a plan does not say is the rules of the day."""
        made = self.env["utility.level.plan"].create(
            {"account_id": self.debtor.id, "first_month": "2026-03-01", "drift_limit": 5}
        )
        self.assertEqual((made.break_days, made.break_missed, made.drift_limit), (10, 2, 5))
        other = self.env["utility.level.plan"].create(
            {"account_id": self.debtor.id, "first_month": "2026-03-01"}
        )
        self.assertEqual(other.drift_limit, 15)

    def test_no_review(self):
        """X17: charges as expected call for nothing, though the difference of a season is large."""
        made = self.plan(drift_limit=5)
        self.approved("2026-03")
        self.follow("2026-04-02")
        self.assertEqual((made.difference, made.drift, made.review), (475, 0, False))
        with self.assertRaisesRegex(UserError, "no other level"):
            made.proposed_level = 0
            made.action_adopt()

    def test_offer(self):
        """X17: the preview makes nothing; drafts are made for who has none, organisations left."""
        other = self.account("2", ["intercom"])
        firm = self.account("3", ["intercom"], kind="organisation")
        accounts = self.debtor + other + firm
        wizard = (
            self.env["utility.level.offer"]
            .with_user(self.user("billing"))
            .with_context(active_model="utility.account", active_ids=accounts.ids)
            .create({"first_month": "2026-03-01", "months": 4})
        )
        self.assertEqual((wizard.account_count, wizard.skipped_count), (2, 1))
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.mapped("level"), [1125, 1125])
        self.assertEqual((wizard.line_ids[0].lowest, wizard.line_ids[0].highest), (700, 1600))
        plans = self.env["utility.level.plan"]
        self.assertFalse(plans.search([("account_id", "in", accounts.ids)]))
        action = wizard.action_make()
        made = plans.search(action["domain"])
        self.assertEqual((made.account_id, made.mapped("level")), (self.debtor + other, [1125] * 2))
        with self.assertRaisesRegex(UserError, "None of these"):
            wizard.action_make()

    def test_usual_month(self):
        """X17: a plan begins with the month after the newest one that is billed."""
        self.approved("2026-03")
        self.approved("2026-04")
        plan = self.env["utility.level.plan"].new({"account_id": self.debtor.id})
        self.assertEqual(str(plan.first_month), "2026-05-01")

    def test_offer_of_nothing(self):
        """X17: an account that would be charged nothing gets no draft, and says why by hand."""
        empty = self.account("4", [])
        made = self.env["utility.level.plan"]._make_drafts(empty, self.day("2026-03-01"), 4)
        self.assertFalse(made)
        with self.assertRaisesRegex(UserError, "Nothing would be charged"):
            self.plan(force=False, account_id=empty.id)

    def test_paper(self):
        """X17, A22: printed in each language, sent, among the papers that are not back."""
        made = self.plan()
        for lang in ("ru", "uk", "kk", "en"):
            data = made._document_data(lang)
            self.assertEqual((data["level"], data["months"]), ("1125.00", 4))
            template = self.env["utility.document.template"]._find("levelled", lang, self.company)
            self.assertTrue(template._render(data, lang).startswith(b"%PDF"))
        self.assertIn("/web/content/", made.action_print()["url"])
        self.today("2026-03-01", made.action_mark_sent)
        self.env.flush_all()
        rows = self.env["utility.unreturned.document"].search([("level_plan_id", "=", made.id)])
        self.assertEqual((rows.kind, rows.name), ("levelled", made.number))
        self.assertEqual(rows.action_open()["res_model"], "utility.level.plan")
        rows.action_mark_returned()
        self.assertEqual(made.sign_state, "returned")

    def test_unreturned_instalments(self):
        """X16, A22: instalment agreements stand there too."""
        self.approved("2026-03")
        made = self.agreement()
        self.today("2026-05-12", made.action_mark_sent)
        self.env.flush_all()
        rows = self.env["utility.unreturned.document"].search([("agreement_id", "=", made.id)])
        self.assertEqual((rows.kind, rows.partner_id), ("instalments", made.partner_id))
        rows.action_mark_returned()
        self.assertEqual(made.sign_state, "returned")

    def test_roles(self):
        """X17, R01: collectors of debts and billing make plans, others see them only."""
        made = self.plan(force=False)
        for role, allowed in (
            ("debt", True),
            ("billing", True),
            ("operator", False),
            ("cashier", False),
            ("controller", False),
        ):
            plan = made.with_user(self.user(role))
            with self.subTest(role):
                if not allowed:
                    with self.assertRaises(AccessError):
                        plan.action_activate()
                    with self.assertRaises(AccessError):
                        plan.level = 5
                    with self.assertRaises(AccessError):
                        plan.create({"account_id": self.debtor.id})
                    continue
                plan.action_plan()
        self.today("2026-03-01", made.with_user(self.user_of("billing")).action_activate)
        self.assertEqual(made.with_user(self.user_of("operator")).level, 1125)
        self.assertIn("<svg", str(made.with_user(self.user_of("operator")).plot_html))

    def user_of(self, role):
        return self.env["res.users"].search([("login", "=", f"agreement_{role}")])

    def test_from_account(self):
        """X17: the card of an account leads to its plans."""
        made = self.plan()
        action = self.debtor.action_view_level_plans()
        self.assertEqual(self.env["utility.level.plan"].search(action["domain"]), made)
