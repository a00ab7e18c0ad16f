"""What every country's form of the bill must stand: the checks shared by the packs."""

import io

import pymupdf
import zxingcpp
from PIL import Image

from odoo.tests import TransactionCase

from .form_samples import advance_bill, full_bill, several_payees, zero_bill


def squeezed(text):
    """Text without the spaces and breaks of the layout."""
    return "".join(text.replace("\u200b", "").split()).replace("\u202f", "").replace("\xa0", "")


class FormCommon(TransactionCase):
    """``form_lang``, ``country`` and ``template`` are given by the pack's tests."""

    country = form_lang = template_id = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Form Company", "country_id": cls.env.ref(cls.country).id}
        )
        cls.template = cls.env.ref(cls.template_id)
        cls.model = cls.env["utility.document.template"]

    def pdf(self, *bills):
        return self.model._render_bills(bills, self.company)

    def pages(self, *bills):
        with pymupdf.open(stream=self.pdf(*bills), filetype="pdf") as file:
            return [page.get_text() for page in file]

    def codes(self, pdf, page=0):
        """[(symbology, bytes)] on the rasterised page."""
        with pymupdf.open(stream=pdf, filetype="pdf") as file:
            picture = file[page].get_pixmap(dpi=200).tobytes("png")
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        return [(item.format, item.bytes) for item in found]

    def assertInside(self, pdf, sizes=None):
        """No text leaves the paper or is smaller than ``sizes`` points."""
        with pymupdf.open(stream=pdf, filetype="pdf") as file:
            for page in file:
                for block in page.get_text("dict")["blocks"]:
                    self.assertGreaterEqual(block["bbox"][0], 15, block)
                    self.assertLessEqual(block["bbox"][2], page.rect.width - 15, block)
                    self.assertLessEqual(block["bbox"][3], page.rect.height - 5, block)
                    for line in block.get("lines", ()):
                        for span in line["spans"]:
                            if sizes and span["text"].strip():
                                self.assertGreaterEqual(round(span["size"], 1), sizes, span)

    def check_extremes(self, sizes=None):
        """Zero, advance, thirty services, two payees: everything is on the paper."""
        lang = self.form_lang
        for bill in (zero_bill(lang), advance_bill(lang), full_bill(lang), full_bill(lang, 30),
                     several_payees(full_bill(lang))):  # fmt: skip
            pdf = self.pdf(bill)
            self.assertInside(pdf, sizes)
            with pymupdf.open(stream=pdf, filetype="pdf") as file:
                text = squeezed("".join(page.get_text() for page in file))
            self.assertIn(squeezed(bill.payer), text)
            self.assertIn(bill.account, text)
            for line in bill.lines:
                self.assertIn(f"{line.total:.2f}".replace(".", ",").replace("-", "−"), text)
            for correction in bill.corrections:
                self.assertIn(squeezed(correction.reason), text)
            for payee in bill.payees:
                self.assertIn(squeezed(payee.party.name), text)
                self.assertIn(f"{payee.due:.2f}".replace(".", ","), text)
