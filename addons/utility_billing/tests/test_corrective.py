import base64
import io

from openpyxl import load_workbook

from odoo.tests import tagged

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestCorrective(InvoiceCommon):
    """H06, G12: recalculations of invoiced months as corrective tax invoices."""

    def setUp(self):
        super().setUp()
        self.company.utility_corrections = "documents"
        self.charge_vat(
            "2026-01",
            (self.shop, self.water, "10", "10", "100.00", "20.00", "20"),
            (self.shop, self.heat, "1", "50", "50.00", "10.00", "20"),
        ).action_post()
        self.original = self.invoices(self.shop)

    def correct(self, month, volume, net, vat):
        """The corrective document of a recalculation of January's water."""
        run = self.charge_vat(
            month, (self.shop, self.water, volume, "10", net, vat, "20", "2026-01")
        )
        run.action_post()
        self.env.flush_all()
        return run.move_ids

    def paper(self, move, kind="corrective"):
        return self.env["utility.paper"].search([("move_id", "=", move.id), ("kind", "=", kind)])

    def rows(self, book):
        return self.env["utility.vat.book"].search(
            [("company_id", "=", self.company.id), ("book", "=", book)]
        )

    def book(self, book):
        wizard = self.env["utility.vat.book.print"].create(
            {"book": book, "date_from": "2026-01-01", "date_to": "2026-06-30"}
        )
        action = wizard.action_print()
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        sheet = load_workbook(io.BytesIO(base64.b64decode(file.datas))).active
        return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)][:-1]

    def test_before_and_after(self):
        """H06: each corrected service before, after and the difference; others are left out."""
        note = self.correct("2026-02", "-1", "-10.00", "-2.00")
        paper = self.paper(note)
        self.assertFalse(self.paper(note, "tax_invoice"))
        facts = paper._document_data("ru")
        (row,) = facts["correction"]["rows"]
        self.assertEqual(row["before"], {"quantity": "10", "price": "10", "net": "100.00",
                                         "vat": "20.00", "total": "120.00"})  # fmt: skip
        self.assertEqual((row["after"]["quantity"], row["after"]["total"]), ("9", "108.00"))
        self.assertEqual(row["up"]["total"], "0.00")
        self.assertEqual(facts["correction"]["down"], {"net": "10.00", "vat": "2.00",
                                                       "total": "12.00"})  # fmt: skip
        self.assertEqual(facts["corrects"], self.original.name)
        for lang in ("ru_RU", "en_US"):
            self.shop.partner_id.lang = lang if lang == "en_US" else False
            self.assertTrue(paper._render_document().startswith(b"%PDF"))

    def test_second_correction_begins_where_the_first_ended(self):
        """H06: the second correction of one invoice starts from the figures of the first."""
        self.correct("2026-02", "-1", "-10.00", "-2.00")
        more = self.correct("2026-03", "3", "30.00", "6.00")
        (row,) = self.paper(more)._document_data("ru")["correction"]["rows"]
        self.assertEqual((row["before"]["quantity"], row["after"]["quantity"]), ("9", "12"))
        self.assertEqual((row["up"]["total"], row["down"]["total"]), ("36.00", "0.00"))

    def test_stock_credit_note(self):
        """H06: a credit note of the accountant is a correction to nothing of all its services."""
        note = self.original._reverse_moves([{"date": "2026-02-28"}])
        note.action_post()
        facts = note._document_correction()
        self.assertEqual([row["after"]["total"] for row in facts["rows"]], ["0.00", "0.00"])
        self.assertEqual(facts["down"], {"net": "150.00", "vat": "30.00", "total": "180.00"})

    def test_taken_back_is_no_correction(self):
        """X32: an invoice that is taken back and made again changes nothing that was agreed."""
        mirror = self.original._utility_undo("Wrong rule")
        self.assertFalse(mirror._corrects())

    def test_books(self):
        """G12: what lowers a sale stands in the book of the setting, what raises it in the sales."""
        down = self.correct("2026-02", "-1", "-10.00", "-2.00")
        up = self.correct("2026-03", "3", "30.00", "6.00")
        self.assertEqual(self.rows("sale").filtered(lambda r: r.move_id == down).vat, -2.0)
        self.company.utility_credit_book = "purchase"
        self.env.flush_all()
        self.env.invalidate_all()
        row = self.rows("purchase")
        self.assertEqual((row.move_id, row.base, row.vat), (down, 10.0, 2.0))
        (printed,) = self.book("purchase")
        self.assertEqual(printed[1], "18")
        self.assertIn(self.original.name, printed[2])
        self.assertIn(down.name, printed[3])
        self.assertEqual(printed[5], self.company.name)
        sales = {row[3]: row for row in self.book("sale")}
        rise = next(row for text, row in sales.items() if text and up.name in text)
        self.assertEqual(rise[1], "01")

    def test_paid_by(self):
        """G12: column 11 names what paid an invoice until the end of the days."""
        self.pay(self.shop, 180, day="2026-02-10", external_id="451")
        self.pay(self.shop, 1, day="2026-07-01", external_id="999")
        self.post_payments()
        (row,) = self.book("sale")
        self.assertEqual(row[6], "451 от 10.02.2026")
