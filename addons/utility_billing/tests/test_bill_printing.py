import io
from datetime import date
from decimal import Decimal

import pymupdf
from PIL import Image
from pyzbar import pyzbar

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..gateway import st00012
from .run_common import RunCommon


def page_texts(content):
    with pymupdf.open(stream=content, filetype="pdf") as file:
        return [
            " ".join(page.get_text().split()).replace("\u202f", " ").replace("\u200b", "")
            for page in file
        ]


def qr(content):
    with pymupdf.open(stream=content, filetype="pdf") as file:
        picture = file[0].get_pixmap(dpi=200).tobytes("png")
    found = pyzbar.decode(Image.open(io.BytesIO(picture)), symbols=[pyzbar.ZBarSymbol.QRCODE])
    return found[0].data if found else None


class PrintingCommon(RunCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.RUB").active = True
        cls.company.currency_id = cls.env.ref("base.RUB")
        cls.company.vat = "7707083893"
        cls.company.partner_id.lang = False
        bank = cls.env["res.bank"].create({"name": "ПАО Сбербанк", "bic": "044525225"})
        cls.bank = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "40702810900000000001",
                "bank_id": bank.id,
                "utility_correspondent_account": "30101810400000000225",
            }
        )
        cls.tariff("cold_water", 55.21)
        cls.norm("cold_water", 4.745)
        cls.tariff("housing_maintenance", 21.5)
        cls.first = cls.account("0001", ["cold_water", "housing_maintenance"], area=54.3)
        cls.second = cls.account("0002", ["cold_water", "housing_maintenance"], residents=3)
        cls.water = cls.meter(cls.second, "cold_water", 99995, ("2026-02-24", 4))

    def bills(self, month="2026-02"):
        run = self.approved(month)
        return self.env["utility.bill"].search([("run_id", "=", run.id)], order="number")


@tagged("post_install", "-at_install")
class TestBillPrinting(PrintingCommon):
    def test_document_of_the_ledger(self):
        """H01, H04: the paper shows what the ledger holds, to the kopeck."""
        bills = self.bills()
        for bill, document in zip(bills, bills._documents(), strict=True):
            self.assertEqual(document.account, bill.account_id.number)
            self.assertEqual(sum(line.total for line in document.lines), document.balance.charged)
            self.assertEqual(f"{document.balance.charged:.2f}", f"{bill.charged:.2f}")
            self.assertTrue(document.balance.is_consistent)
            self.assertEqual(document.period, date(2026, 2, 1))
        by_norm, by_meter = bills._documents()
        shown = {line.service: (line.volume, line.tariff, line.charged) for line in by_norm.lines}
        water, housing = self.services["cold_water"].name, self.services["housing_maintenance"].name
        self.assertEqual(
            shown,
            {
                water: (Decimal("9.49"), Decimal("55.21"), Decimal("523.94")),
                housing: (Decimal("54.3"), Decimal("21.5"), Decimal("1167.45")),
            },
        )
        self.assertEqual(len({line.group for line in by_norm.lines}), 2)
        reading = by_meter.readings[0]
        self.assertEqual((reading.previous, reading.current), (99995, 4))
        self.assertEqual(reading.volume, 9, "the dial passed its last digit")
        self.assertEqual(dict(by_meter.facts)[by_meter.facts[1][0]], "3")

    def test_paper_and_its_code(self):
        """H01, X13: account, sums and a payment code that another program reads back."""
        self.first.partner_id.lang = False
        bills = self.bills()
        content = bills._pdf()
        pages = page_texts(content)
        self.assertEqual(len(pages), 2)
        for bill, text in zip(bills, pages, strict=True):
            self.assertIn(bill.account_id.number, text)
            self.assertIn(bill.account_id.partner_id.name, text)
            self.assertIn(f"{bill.charged:,.2f}".replace(",", " ").replace(".", ","), text)
        code = st00012.parse(qr(bills[0]._pdf()))
        self.assertEqual(code.account, "0001")
        self.assertEqual(code.amount, Decimal(str(bills[0].closing)))
        self.assertEqual(code.fields["BIC"], "044525225")

    def test_language_of_the_payer(self):
        """H01: each paper is in the language of its payer."""
        for lang, word in (
            ("ru_RU", "Лицевой счёт"),
            ("uk_UA", "Особовий рахунок"),
            ("kk_KZ", "Дербес шот"),
        ):
            self.env["res.lang"]._activate_lang(lang)
            self.first.partner_id.lang = lang
            bill = self.env["utility.bill"].search([("account_id", "=", self.first.id)])
            bill = bill or self.bills()[:1]
            self.assertIn(word, page_texts(bill._pdf())[0])

    def test_without_bank_details(self):
        """H01: a bill without bank details is printed without a code, and the run tells it."""
        run = self.run_of("2026-01")
        self.assertFalse(run.code_problem)
        self.bank.unlink()
        run.invalidate_recordset(["code_problem"])
        self.assertIn("PersonalAcc", run.code_problem)
        content = self.bills()[:1]._pdf()
        self.assertIsNone(qr(content))
        self.assertIn("0001", page_texts(content)[0])

    def test_too_many(self):
        """H07: the screen prints a limited number; the message says what to do."""
        bills = self.env["utility.bill"].browse(range(1, 502))
        with self.assertRaisesRegex(UserError, "500"):
            bills.action_print()
        with self.assertRaisesRegex(UserError, "500"):
            bills._check_print_limit()


@tagged("post_install", "-at_install")
class TestBillDownload(PrintingCommon, HttpCase):
    def test_download(self):
        """H01, R06: readers get the PDF; others do not."""
        bills = self.bills()
        url = bills.action_print()["url"]
        self.assertNotEqual(self.url_open(url).headers["Content-Type"], "application/pdf")
        user = self.env["res.users"].create(
            {
                "name": "Reader",
                "login": "bill_reader",
                "password": "bill_reader",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, self.env.ref("utility_base.group_reader").ids)],
            }
        )
        self.authenticate("bill_reader", "bill_reader")
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(len(page_texts(answer.content)), 2)
        user.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self.url_open(url).status_code, 403)
