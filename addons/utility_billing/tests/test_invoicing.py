from odoo.tests import tagged

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestInvoicing(InvoiceCommon):
    def test_invoice_equals_the_charges(self):
        """G11: net, VAT and total of the invoice are those of the charges, to the kopeck."""
        run = self.charge_vat(
            "2026-01",
            (self.shop, self.water, "12.345678", "41.17", "508.27", "101.65", "20"),
            (self.shop, self.heat, "3", "1900.335", "5701.01", "1140.20", "20"),
        )
        run.action_post()
        invoice = run.move_ids
        self.assertEqual(len(invoice), 1)
        self.assertRecordValues(
            invoice,
            [
                {
                    "move_type": "out_invoice",
                    "state": "posted",
                    "amount_untaxed": 6209.28,
                    "amount_tax": 1241.85,
                    "amount_total": 7451.13,
                    "partner_id": self.shop.partner_id.id,
                    "utility_account_id": self.shop.id,
                }
            ],
        )
        product = invoice.invoice_line_ids.sorted("price_subtotal")
        self.assertEqual(product.mapped("price_subtotal"), [508.27, 5701.01])
        self.assertEqual(product[0].utility_volume, 12.345678)
        self.assertEqual(product.product_uom_id, (self.water | self.heat).uom_id)
        tax = invoice.line_ids.tax_line_id
        self.assertEqual((tax.amount, tax.price_include), (20.0, False))
        self.check(difference="0.00", subledger="7451.13")

    def test_contract_gets_one_invoice(self):
        """X36: supply points of a contract share an invoice unless it says otherwise."""
        contract = self.contract(self.shop, self.office)
        run = self.charge("2026-01", (self.shop, self.water, "10"), (self.office, self.water, "5"))
        run.action_post()
        self.assertEqual(run.move_ids.amount_total, 15.0)
        self.assertEqual(run.move_ids.utility_contract_id, contract)
        self.assertEqual(run.move_ids.partner_id, contract.partner_id)
        contract.invoice_by = "account"
        run = self.charge("2026-02", (self.shop, self.water, "10"), (self.office, self.water, "5"))
        run.action_post()
        self.assertEqual(sorted(run.move_ids.mapped("amount_total")), [5.0, 10.0])

    def test_individuals_stay_in_the_summary(self):
        """G02: nobody is posted twice: the summary leaves out who has an invoice."""
        run = self.charge("2026-01", (self.shop, self.water, "10"), (self.account, self.water, "5"))
        run.action_post()
        self.assertEqual(sorted(run.move_ids.mapped("amount_total")), [5.0, 10.0])
        self.assertEqual(run.invoice_count, 1)
        self.check(difference="0.00", subledger="15.00")

    def test_payment_is_reconciled(self):
        """G11: money of an organisation pays its invoices, the oldest first; the rest is open."""
        for month in ("2026-01", "2026-02"):
            self.charge(month, (self.shop, self.water, "100")).action_post()
        first, second = self.invoices(self.shop)
        self.pay(self.shop, 130)
        self.post_payments()
        self.assertEqual((first.payment_state, second.payment_state), ("paid", "partial"))
        self.assertEqual(second.amount_residual, 70.0)
        self.pay(self.shop, 100, day="2026-03-20")
        self.post_payments()
        self.assertEqual(second.payment_state, "paid")
        self.charge("2026-03", (self.shop, self.water, "50")).action_post()
        self.assertEqual(self.invoices(self.shop)[-1].amount_residual, 20.0, "the advance is used")
        self.check(difference="0.00", subledger="20.00")

    def test_credit_note(self):
        """G11: a negative month is a credit note."""
        run = self.charge_vat(
            "2026-01", (self.shop, self.water, "-2", "50", "-100.00", "-20.00", "20")
        )
        run.action_post()
        self.assertRecordValues(
            run.move_ids,
            [{"move_type": "out_refund", "amount_total": 120.0, "amount_tax": 20.0}],
        )
        self.check(difference="0.00", subledger="-120.00")

    def test_corrections(self):
        """G11: recalculations are lines of the invoice or documents of the corrected month."""
        self.charge_vat(
            "2026-01", (self.shop, self.water, "10", "10", "100.00", "20.00", "20")
        ).action_post()
        rows = (
            (self.shop, self.water, "10", "10", "100.00", "20.00", "20"),
            (self.shop, self.water, "-1", "10", "-10.00", "-2.00", "20", "2026-01"),
        )
        run = self.charge_vat("2026-02", *rows)
        run.action_post()
        self.assertEqual(run.move_ids.amount_total, 108.0)
        self.assertIn("2026-01", " ".join(run.move_ids.invoice_line_ids.mapped("name")))
        self.company.utility_corrections = "documents"
        run = self.charge_vat("2026-03", *rows)
        run.action_post()
        note = run.move_ids.filtered(lambda m: m.move_type == "out_refund")
        self.assertEqual(note.amount_total, 12.0)
        self.assertEqual(note.utility_corrected_id, self.invoices(self.shop)[0])
        self.check(difference="0.00")

    def test_portions_make_only_what_is_missing(self):
        """G11: a job started twice makes no second invoice; the check waits for the rest."""
        run = self.charge("2026-01", (self.shop, self.water, "10"), (self.office, self.water, "5"))
        run._transition(state="posted", invoicing=True)
        run.flush_recordset()
        for _again in range(2):
            run._job_invoice([f"a{self.shop.id}"])
        run._job_invoiced()
        self.assertTrue(run.invoicing)
        self.check(difference="0.00", charges_waiting="5.00", posted="10.00")
        run.action_make_invoices()
        self.assertFalse(run.invoicing)
        self.assertEqual(len(run.move_ids), 2)
        self.check(difference="0.00", charges_waiting="0", posted="15.00")

    def test_opening_balance_is_reconciled(self):
        """P07: the debt before is no income; money pays it first."""
        run = self.charge("2025-12", (self.shop, self.water, "40"), kind="opening")
        run._transition(kind="opening")
        run.action_post()
        self.assertEqual(run.move_ids.move_type, "entry")
        self.charge("2026-01", (self.shop, self.water, "100")).action_post()
        self.pay(self.shop, 60)
        self.post_payments()
        self.assertEqual(self.invoices(self.shop).amount_residual, 80.0)
        self.check(difference="0.00", subledger="80.00")

    def test_companies_that_post_already_get_the_rules(self):
        """G02: rules for invoices are added beside the accountant's own, on the same accounts."""
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        income = rules._match("charge").counterpart_id
        rules.filtered(lambda r: r.document in ("invoice", "receipt")).unlink()
        count = self.env["account.account"].search_count([])
        self.company._utility_prepare_posting()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        self.assertEqual(rules._match("invoice").counterpart_id, income)
        self.assertEqual(self.env["account.account"].search_count([]), count + 1)
