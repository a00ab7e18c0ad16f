from odoo.exceptions import AccessError
from odoo.tests import tagged

from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreementPapers(AgreementCommon):
    """X11: what people see of instalments: bill, paper; who may do what."""

    def test_bill(self):
        """X11, H01: the bill before a payment names it, by service; the others do not."""
        self.approved("2026-03")
        self.agreement()
        self.approved("2026-04")
        run = self.approved("2026-05")
        bill = self.env["utility.bill"].search([("run_id", "=", run.id)])
        (document,) = bill._documents()
        self.assertEqual([str(i.total) for i in document.instalments], ["250.00"])
        self.assertIn("2026-00001", document.notices[0].text)
        self.assertTrue(bill._pdf().startswith(b"%PDF"))
        april = self.env["utility.bill"].search(
            [("account_id", "=", self.debtor.id), ("period_date", "=", "2026-04-01")]
        )
        self.assertFalse(april._documents()[0].instalments + april._documents()[0].notices)

    def test_paper(self):
        """X11, A22: printed in each language, sent, reminded of, returned."""
        self.approved("2026-03")
        made = self.agreement(note="Own terms")
        for lang in ("ru", "uk", "kk", "en"):
            data = made._document_data(lang)
            self.assertEqual((data["total"], len(data["parts"])), ("1000.00", 4))
            template = self.env["utility.document.template"]._find(
                "instalments", lang, self.company
            )
            self.assertTrue(template._render(data, lang).startswith(b"%PDF"))
        self.assertIn("/web/content/", made.action_print()["url"])
        self.assertTrue(made.with_user(self.user("operator")).action_print()["url"])
        self.today("2026-05-12", made.action_mark_sent)
        self.today("2026-12-01", self.env["utility.contract"]._cron_remind_return)
        self.assertEqual(len(made.activity_ids), 1)
        made.action_mark_returned()
        self.assertEqual((made.sign_state, len(made.activity_ids)), ("returned", 0))

    def test_roles(self):
        """X11, R01: collectors of debts and billing make agreements, others see them only."""
        self.approved("2026-03")
        for role, allowed in (
            ("debt", True),
            ("billing", True),
            ("operator", False),
            ("cashier", False),
            ("controller", False),
        ):
            model = self.env["utility.agreement"].with_user(self.user(role))
            values = {
                "account_id": self.debtor.id,
                "date": "2026-05-12",
                "first_date": "2026-06-10",
            }
            with self.subTest(role):
                if not allowed:
                    with self.assertRaises(AccessError):
                        model.create(values)
                    continue
                made = model.create(values)
                made.action_plan()
                self.today("2026-05-12", made.action_activate)
                self.assertTrue(made.action_print())
                made.action_break()
                self.assertEqual(made.state, "broken")

    def test_cashier_pays(self):
        """X11, R01: the rule of the agreement holds for money taken by whoever sees none of it."""
        self.approved("2026-03")
        self.agreement()
        self.approved("2026-04")
        self.env["utility.payment"].with_user(self.user("cashier")).create(
            {"account_id": self.debtor.id, "amount": 1000, "date": "2026-06-09"}
        )
        self.assertEqual((self.covered("2026-04"), self.covered("2026-03")), (1000, 0))

    def test_from_account(self):
        """X11: the card of an account leads to its agreements, and to a new one of its own."""
        self.approved("2026-03")
        made = self.agreement()
        action = self.debtor.action_view_agreements()
        self.assertEqual(self.env["utility.agreement"].search(action["domain"]), made)
        self.assertEqual(action["context"]["default_account_id"], self.debtor.id)
