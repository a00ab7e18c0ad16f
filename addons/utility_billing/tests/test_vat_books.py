import base64
import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestVatBooks(InvoiceCommon):
    def setUp(self):
        super().setUp()
        self.run_charges = self.charge_vat(
            "2026-01",
            (self.shop, self.water, "12", "40", "480.00", "96.00", "20"),
            (self.shop, self.heat, "1", "30", "30.00", "0", "0"),
            (self.account, self.water, "5", "40", "200.00", "40.00", "20"),
        )
        self.run_charges.action_post()
        self.env.flush_all()

    def rows(self, **facts):
        domain = [("company_id", "=", self.company.id)]
        domain += [(name, "=", value) for name, value in facts.items()]
        return self.env["utility.vat.book"].search(domain)

    def test_sales_by_rate_and_consumer(self):
        """G12, C21: sales of organisations and individuals, with and without VAT."""
        found = [
            (row.customer, row.rate, row.base, row.vat, row.total)
            for row in self.rows(book="sale").sorted(lambda r: (r.customer, r.rate))
        ]
        self.assertEqual(
            found,
            [
                ("individual", 20.0, 200.0, 40.0, 240.0),
                ("organisation", 0.0, 30.0, 0.0, 30.0),
                ("organisation", 20.0, 480.0, 96.0, 576.0),
            ],
        )

    def test_entries_taken_back_leave_nothing(self):
        """G12: a mirrored document stands in the book with the other sign."""
        self.run_charges.move_ids._utility_undo("Wrong")
        self.env.flush_all()
        self.assertEqual(round(sum(self.rows().mapped("total")), 2), 0)

    def test_purchases(self):
        """G12: vendor bills stand in the purchase book."""
        expense = self.env["account.account"].create(
            {"name": "Power", "code": "600900", "account_type": "expense"}
        )
        journal = self.env["account.journal"].create(
            {"name": "Purchases", "code": "UPU", "type": "purchase"}
        )
        payable = self.env["account.account"].create(
            {
                "name": "Vendors",
                "code": "210900",
                "account_type": "liability_payable",
                "reconcile": True,
            }
        )
        self.office.partner_id.property_account_payable_id = payable
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.office.partner_id.id,
                "invoice_date": "2026-01-20",
                "journal_id": journal.id,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Power",
                            "account_id": expense.id,
                            "price_unit": 70,
                            "tax_ids": [(6, 0, [])],
                        },
                    )
                ],
            }
        )
        bill.action_post()
        self.env.flush_all()
        row = self.rows(book="purchase")
        self.assertEqual((row.move_id, row.base, row.taxed), (bill, 70.0, False))

    def test_sales_of_suppliers_are_not_ours(self):
        """G12, N03: what a settlement centre charges for a supplier is no sale of its own."""
        supplier = self.env["res.partner"].create({"name": "Power station"})
        self.company._utility_prepare_transfers(supplier)
        before = self.rows()
        run = self.charge_vat("2026-02", (self.shop, self.heat, "1", "50", "50.00", "10.00", "20"))
        self.env.cr.execute(
            "UPDATE utility_charge SET supplier_id = %s WHERE run_id = %s", (supplier.id, run.id)
        )
        run.action_post()
        self.env.flush_all()
        self.assertEqual(run.move_ids.amount_total, 60.0)
        self.assertEqual(len(self.rows()), len(before))

    def test_printed_book(self):
        """G12: the XLSX has the columns of the form and the same sums."""
        wizard = self.env["utility.vat.book.print"].create(
            {"book": "sale", "date_from": "2026-01-01", "date_to": "2026-03-31"}
        )
        action = wizard.action_print()
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        sheet = load_workbook(io.BytesIO(base64.b64decode(file.datas))).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(cells[5][:9], ["1", "2", "3", "5", "7", "8", "11", "12", "13б"])
        self.assertEqual(cells[-1][0], "Всего")
        self.assertEqual(cells[-1][8:], [846, 680, 136, 30])
