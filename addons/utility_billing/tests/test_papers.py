from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestPapers(InvoiceCommon):
    def invoiced(self):
        run = self.charge_vat(
            "2026-01", (self.shop, self.water, "12.345678", "41.17", "508.27", "101.65", "20")
        )
        run.action_post()
        return self.env["utility.paper"].search([("move_id", "in", run.move_ids.ids)])

    def test_papers_come_with_the_invoice(self):
        """H06: invoice, tax invoice and act are made once and laid out as PDF."""
        papers = self.invoiced()
        self.assertEqual(set(papers.mapped("kind")), {"invoice", "tax_invoice", "acceptance"})
        self.assertFalse(self.env["utility.paper"]._make(papers.move_id))
        self.assertTrue(papers._pdf().startswith(b"%PDF"))
        data = papers[0]._document_data("ru")
        self.assertEqual(data["total"], "609.92")
        self.assertEqual(data["total_words"], "Шестьсот девять рублей 92 копейки")
        self.assertEqual(data["lines"][0]["quantity"], "12.345678")
        self.assertEqual(data["lines"][0]["vat"], "101.65")

    def test_without_vat_there_is_no_tax_invoice(self):
        """H06: sales without VAT have no tax invoice; a company may choose the transfer document."""
        self.company.utility_papers = "transfer"
        run = self.charge("2026-01", (self.shop, self.water, "10"))
        run.action_post()
        papers = self.env["utility.paper"].search([("move_id", "=", run.move_ids.id)])
        self.assertEqual(set(papers.mapped("kind")), {"invoice", "transfer"})
        self.assertTrue(papers._pdf().startswith(b"%PDF"))

    def test_reconciliation_act(self):
        """H06: opening and closing balance, invoices and payments of the days, in words."""
        contract = self.contract(self.shop, self.office)
        self.charge("2025-12", (self.shop, self.water, "40")).action_post()
        self.charge(
            "2026-01", (self.shop, self.water, "100"), (self.office, self.heat, "60")
        ).action_post()
        self.pay(self.shop, 150, day="2026-02-10", external_id="451")
        self.post_payments()
        wizard = self.env["utility.reconciliation"].create(
            {
                "contract_ids": [(6, 0, contract.ids)],
                "date_from": "2026-01-01",
                "date_to": "2026-03-31",
            }
        )
        paper = self.env["utility.paper"].search(wizard.action_make()["domain"])
        self.assertEqual(
            {name: paper.facts[name] for name in ("opening", "debit", "credit", "closing")},
            {"opening": "40.00", "debit": "160.00", "credit": "150.00", "closing": "50.00"},
        )
        self.assertEqual(len(paper.facts["rows"]), 2)
        self.assertIn("451", paper.facts["rows"][1]["number"])
        self.assertEqual(paper._document_data("ru")["closing_words"], "Пятьдесят рублей 00 копеек")
        self.assertTrue(paper._render_document().startswith(b"%PDF"))
        self.pay(self.shop, 1, day="2026-03-30")
        self.assertEqual(paper.facts["closing"], "50.00", "the act keeps its figures")

    def test_return_is_tracked(self):
        """A22: sent, delivered, reminded of, disputed, returned; listed until it is back."""
        act = self.invoiced().filtered(lambda p: p.kind == "acceptance")
        act.action_mark_sent()
        act.action_mark_delivered()
        act.return_deadline = date.today() - timedelta(days=2)
        self.env["utility.contract"]._cron_remind_return()
        self.assertEqual(len(act.activity_ids), 1)
        self.env.flush_all()
        row = self.env["utility.unreturned.document"].search([("paper_id", "=", act.id)])
        self.assertEqual((row.kind, row.days_late), ("acceptance", 2))
        with self.assertRaises(UserError):
            act.action_mark_disputed()
        act.dispute = "The volume is wrong"
        act.action_mark_disputed()
        self.assertEqual(act.activity_ids.summary, "Answer the dispute")
        act.action_mark_returned()
        self.assertFalse(self.env["utility.unreturned.document"].search([("id", "=", row.id)]))
        with self.assertRaises(UserError):
            act.unlink()

    def test_rights(self):
        """R02: readers see and print papers; billing staff keep them."""
        papers = self.invoiced()
        users = {
            name: new_test_user(
                self.env,
                f"paper_{name}",
                groups=f"utility_base.group_{name}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            for name in ("reader", "billing")
        }
        seen = papers.with_user(users["reader"])
        self.assertTrue(seen._pdf().startswith(b"%PDF"))
        with self.assertRaises(AccessError):
            seen.action_mark_sent()
        papers.with_user(users["billing"]).action_mark_sent()
        self.assertEqual(set(papers.mapped("sign_state")), {"sent"})
