import base64
import doctest
import io
from decimal import Decimal

import pymupdf
import zxingcpp
from PIL import Image

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..gateway import st00012
from ..loader import bill_notices, bill_payees
from .test_bill_printing import PrintingCommon, page_texts, qr


@tagged("post_install", "-at_install")
class TestBillPayees(PrintingCommon):
    """H07, H09: bills paid to several suppliers, together or each on its own paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.water_company = cls.env["res.partner"].create(
            {"name": "Водоканал", "vat": "7017000001", "is_company": True}
        )
        cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.water_company.id,
                "acc_number": "40702810900000000777",
                "bank_id": cls.bank.bank_id.id,
                "utility_correspondent_account": "30101810400000000225",
            }
        )
        lines = cls.first.service_ids | cls.second.service_ids
        lines.filtered(lambda s: s.service_id.code == "cold_water").supplier_id = cls.water_company
        cls.company.utility_bill_payee = "supplier"

    def test_examples(self):
        for module in (bill_payees, bill_notices):
            self.assertFalse(doctest.testmod(module).failed)

    def test_sums_of_payees(self):
        """H07: every payee is asked for the own services; together it is the bill, to the kopeck."""
        bills = self.bills()
        for bill, document in zip(bills, bills._documents(), strict=True):
            payees = {payee.party.name: payee for payee in document.payees}
            self.assertEqual(payees.keys(), {"Водоканал", self.company.name})
            self.assertEqual(
                sum(payee.due for payee in document.payees), Decimal(f"{bill.closing:.2f}")
            )
            water = sum(
                (line.total for line in document.lines if line.supplier == "Водоканал"), Decimal(0)
            )
            self.assertEqual(payees["Водоканал"].due, water)
            code = st00012.parse(payees["Водоканал"].codes[0].payload)
            self.assertEqual(code.fields["PersonalAcc"], "40702810900000000777")
            self.assertEqual(code.amount, water)

    def test_one_paper_for_all(self):
        """H07: the common paper names both payees with their sums."""
        text = page_texts(self.bills()[:1]._pdf())[0]
        self.assertIn("Водоканал", text)
        self.assertIn("40702810900000000777", text)
        self.assertIn("40702810900000000001", text)

    def test_paper_of_each(self):
        """H09: separate papers show the own services, requisites, sums and code."""
        bill = self.bills()[:1]
        documents = bill._documents(separate=True)
        self.assertEqual(len(documents), 2)
        self.assertEqual(
            sum(document.balance.charged for document in documents), Decimal(f"{bill.charged:.2f}")
        )
        for document in documents:
            self.assertTrue(document.balance.is_consistent)
            self.assertEqual(sum(line.total for line in document.lines), document.balance.charged)
        content = bill._pdf(supplier_id=self.water_company.id)
        (text,) = page_texts(content)
        self.assertIn("Водоканал", text)
        self.assertNotIn(self.services["housing_maintenance"].name, text)
        self.assertEqual(st00012.parse(qr(content)).fields["PayeeINN"], "7017000001")

    def test_by_order_of_a_supplier(self):
        """H07: the wizard prints the papers of one supplier; other settings are refused."""
        run = self.approved("2026-02")
        wizard = self.env["utility.bill.print"].create(
            {"run_id": run.id, "supplier_id": self.water_company.id}
        )
        self.assertEqual(wizard.supplier_ids, self.water_company)
        self.assertEqual((wizard.bill_count, wizard.file_count), (2, 1))
        wizard.action_print()
        file = run.print_order_ids.file_ids
        file._job_make()
        self.assertTrue(all("Водоканал" in t for t in page_texts(file.attachment_id.raw)))
        self.company.utility_bill_payee = "company"
        with self.assertRaises(UserError):
            wizard.action_print()


@tagged("post_install", "-at_install")
class TestBillContents(PrintingCommon):
    """H01: what stands on a bill besides its sums."""

    def test_reference(self):
        """H01: norms and what the house used stand on the bill."""
        bills = self.bills()
        water = self.services["cold_water"].name
        for document in bills._documents():
            reference = {item.service: item for item in document.references}[water]
            self.assertEqual(reference.norm, Decimal("4.745"))
            self.assertEqual(reference.house_premises, Decimal("18.49"), "9.49 by norm and 9")

    def test_meters_of_one_number(self):
        """H01: two meters of one number, of different makers, are both on the bill."""
        self.tariff("hot_water", 212.38)
        self.second.service_ids = [
            (0, 0, {"service_id": self.services["hot_water"].id, "date_from": "2020-01-01"})
        ]
        other = self.model.copy({"name": "Other maker"})
        self.patch(type(self), "model", other)
        self.meter(self.second, "hot_water", 10, ("2026-02-24", 13))
        document = self.bills().filtered(lambda b: b.account_id == self.second)._documents()[0]
        self.assertEqual(
            {(item.service, item.meter, item.volume) for item in document.readings},
            {
                (self.services["cold_water"].name, "M1", Decimal(9)),
                (self.services["hot_water"].name, "M1", Decimal(3)),
            },
        )

    def test_notices(self):
        """H01: notices of the month, house and service; others stay off the bill."""
        values = {"date_from": "2026-02-10", "date_to": "2026-03-01", "text": "Text"}
        notices = self.env["utility.bill.notice"].create(
            [
                {"name": "all", "title": "For all", **values},
                {"name": "water", "title": "Water", **values,
                 "service_ids": [(6, 0, self.services["cold_water"].ids)]},
                {"name": "gas", "title": "Gas", **values,
                 "service_ids": [(6, 0, self.services["heating"].ids)]},
                {"name": "old", "title": "Old", "date_from": "2025-01-01",
                 "date_to": "2026-01-31", "text": "x"},
                {"name": "back", "title": "Advert", "place": "back", **values},
            ]
        )  # fmt: skip
        bill = self.bills()[:1]
        (document,) = bill._documents()
        self.assertEqual([n.title for n in document.notices], ["For all", "Water", "Advert"])
        pages = page_texts(bill._pdf())
        self.assertIn("For all", pages[0])
        self.assertIn("Advert", pages[1])
        notices.active = False
        self.assertFalse(bill._documents()[0].notices)
        with self.assertRaises(UserError):
            notices[0].write({"title": False, "text": False})

    def test_picture(self):
        """H01: a notice may be a picture; what is none is refused."""
        with io.BytesIO() as target:
            Image.new("RGB", (60, 20), "red").save(target, "PNG")
            picture = base64.b64encode(target.getvalue())
        notice = self.env["utility.bill.notice"].create(
            {"name": "ad", "date_from": "2026-02-01", "image": picture, "place": "top"}
        )
        bill = self.bills()[:1]
        for place in ("top", "bottom", "back"):
            notice.place = place
            with pymupdf.open(stream=bill._pdf(), filetype="pdf") as file:
                sizes = {image[2:4] for page in file for image in page.get_images()}
            self.assertIn((60, 20), sizes, place)
        with self.assertRaises(ValidationError):
            notice.image = base64.b64encode(b"no picture")

    def test_form_of_the_account(self):
        """H05, Z13: an account has a form of its own, or large print, without code."""
        source = '#import "/bill.typ": *\n#bill-pages(bill => [OWN #bill.account])'
        own = self.env["utility.document.template"].create(
            {"name": "own", "kind": "bill", "source": source}
        )
        large = own.copy({"name": "large", "variant": "large", "company_id": self.company.id,
                          "source": source.replace("OWN", "LARGE")})  # fmt: skip
        bills = self.bills()
        self.first.bill_template_id = own
        self.second.large_print_bill = True
        pages = page_texts(bills._pdf())
        self.assertIn("OWN 0001", pages[0])
        self.assertIn("LARGE 0002", pages[1])
        large.active = False
        self.assertNotIn("LARGE", page_texts(bills[1]._pdf())[0])

    def test_explanation(self):
        """Z01: the appendix tells why, page by page after the bill it belongs to."""
        bills = self.bills()
        pages = page_texts(bills._pdf(explain=True))
        self.assertEqual(len(pages), 4)
        for number, account in ((1, "0001"), (3, "0002")):
            self.assertIn(account, pages[number])
            self.assertIn("55.21", pages[number])
        self.assertIn("/utility/bills?ids=", bills.action_print_explained()["url"])
        self.assertIn("explain=1", bills.action_print_explained()["url"])

    def test_bar_code(self):
        """E10: the payee's bar code is printed and read back; what does not fit is left out."""
        segment = {"sequence": 1, "kind": "literal", "text": "7001"}
        template = self.env["utility.barcode.template"].create(
            {
                "name": "Bank",
                "check": "mod10_luhn",
                "segment_ids": [
                    (0, 0, segment),
                    (0, 0, {"sequence": 2, "kind": "account", "width": 8}),
                    (0, 0, {"sequence": 3, "kind": "period", "period": "MMYY"}),
                    (0, 0, {"sequence": 4, "kind": "sum", "width": 8}),
                ],
            }
        )
        self.assertEqual(template.example[:-1], "700100012345102600123450")
        bill = self.bills()[:1]
        with pymupdf.open(stream=bill._pdf(), filetype="pdf") as file:
            picture = Image.open(io.BytesIO(file[0].get_pixmap(dpi=200).tobytes("png")))
        found = {code.text for code in zxingcpp.read_barcodes(picture)}
        body = f"7001000000010226{round(bill.closing * 100):08d}"
        self.assertIn(body, {text[:-1] for text in found})
        template.segment_ids[1].width = 2
        self.assertEqual(len(bill._documents()[0].codes), 1)
        with self.assertRaises(ValidationError):
            template.symbology = "ean13"

    def test_set_of_a_payer(self):
        """X36: a payer with two accounts gets a summary page that adds up, then the bills."""
        self.second.partner_id = self.first.partner_id
        bills = self.bills()
        pages = page_texts(bills._pdf_sets())
        self.assertEqual(len(pages), 3)
        total = sum(Decimal(f"{bill.closing:.2f}") for bill in bills)
        self.assertIn(f"{total:,.2f}".replace(",", " ").replace(".", ","), pages[0])
        for number, account in enumerate(("0001", "0002"), 1):
            self.assertIn(account, pages[0])
            self.assertIn(account, pages[number])
        self.assertEqual(len(page_texts(bills[:1]._pdf_sets())), 1, "one bill needs no summary")
        self.assertIn("sets=1", bills.action_print_sets()["url"])
