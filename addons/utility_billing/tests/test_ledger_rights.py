from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .invoice_common import InvoiceCommon

ROLES = ("reader", "operator", "cashier", "billing", "accountant")


@tagged("post_install", "-at_install")
class TestLedgerRights(InvoiceCommon):
    """R02: who sees and who changes what stands in the menu Ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"ledger_{role}",
                f"utility_base.group_{role}",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for role in ROLES
        }

    def setUp(self):
        super().setUp()
        self.run_posted = self.charge_vat(
            "2026-01", (self.shop, self.water, "12", "40", "480.00", "96.00", "20")
        )
        self.run_posted.action_post()
        self.env.flush_all()

    def refused(self, model, *accepted, values=None):
        """Only the ``accepted`` roles may begin ``model``."""
        for role, user in self.users.items():
            own = self.env[model].with_user(user)
            with self.subTest(f"{model} {role}"):
                self.assertEqual(own.has_access("create"), role in accepted)
                if role not in accepted:
                    self.assertRaises(AccessError, own.create, dict(values or {}))

    def test_wizards_of_the_accountant(self):
        """R02: entries are taken back, books printed and the ledger checked by accountants."""
        self.refused("utility.posting.undo", "accountant", values={"reason": "x"})
        self.refused("utility.vat.book.print", "accountant")
        self.refused("utility.ledger.check", "accountant")
        self.refused("utility.posting.export", "accountant")
        self.refused("utility.transfer", "accountant")
        self.refused("utility.supplier.scheme", "accountant")

    def test_papers_are_made_by_billing_and_accountants(self):
        """R02: print files and reconciliation acts."""
        self.refused("utility.paper.print", "billing", "accountant")
        self.refused("utility.reconciliation", "billing", "accountant")
        self.refused("utility.print.order", "billing", "accountant")

    def test_books_of_the_own_company(self):
        """R02, R06: readers see the books of their company alone, and change nothing."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "ledger_stranger",
            "utility_base.group_accountant",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for user, seen in ((self.users["reader"], 1), (stranger, 0)):
            books = self.env["utility.vat.book"].with_user(user)
            rows = books.with_context(allowed_company_ids=user.company_ids.ids).search([])
            self.assertEqual(len(rows), seen)
            self.assertFalse(rows.has_access("write"))

    def test_who_posts_a_run(self):
        """R02, X30: a run is posted by an accountant who charges nothing, and by nobody else."""
        run = self.charge_vat(
            "2026-02", (self.shop, self.water, "12", "40", "480.00", "96.00", "20")
        )
        for role in set(ROLES) - {"accountant"}:
            with self.subTest(role), self.assertRaises(AccessError):
                run.with_user(self.users[role]).action_post()
        own = run.with_user(self.users["accountant"])
        own.action_post()
        self.assertEqual((run.state, run.invoice_count), ("posted", 1))
        own.action_make_invoices()
        self.assertEqual(run.invoice_count, 1)
        self.assertFalse(own.has_access("write"))

    def test_accountant_does_it_without_rights_on_journals(self):
        """R02, X32: the accountant of the suite takes back and posts again from the screen."""
        user = self.users["accountant"]
        wizard = (
            self.env["utility.posting.undo"]
            .with_user(user)
            .create({"run_id": self.run_posted.id, "reason": "Wrong rule", "post_again": True})
        )
        self.assertEqual(wizard.move_count, 1)
        wizard.action_undo()
        live = self.run_posted.move_ids.filtered(lambda m: not m.utility_undone)
        self.assertEqual(live.amount_total, 576.0)
        self.check(difference="0.00", subledger="576.00")
        book = self.env["utility.vat.book.print"].with_user(user)
        self.assertTrue(book.create({"date_from": "2026-01-01"}).action_print()["url"])
