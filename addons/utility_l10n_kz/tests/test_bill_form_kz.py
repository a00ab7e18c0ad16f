from dataclasses import replace

from odoo.tests import tagged

from odoo.addons.utility_billing.tests.form_common import FormCommon, squeezed
from odoo.addons.utility_billing.tests.form_samples import full_bill


@tagged("post_install", "-at_install")
class TestBillFormKz(FormCommon):
    country = "base.kz"
    form_lang = "kk"
    template_id = "utility_l10n_kz.document_template_bill_kz"

    def test_two_languages(self):
        """H05, X52: captions and services stand in Kazakh and Russian."""
        self.assertEqual(self.model._find("bill", "kk", self.company), self.template)
        bill = full_bill("kk")
        lines = (replace(bill.lines[0], names=(("ru", "Содержание жилья"),)), *bill.lines[1:])
        text = squeezed("".join(self.pages(replace(bill, lines=lines))))
        for part in ("Бірыңғай төлем құжаты / Единый платёжный документ", "Дербес шот / Лицевой счёт",
                     "Содержание жилья", "қазан / октябрь 2026", "БСН", "KZ75125KZT1001300335",
                     "Төлеуге / К оплате", "Kaspi.kz"):  # fmt: skip
            self.assertIn(squeezed(part), text)

    def test_barcode(self):
        """E10: the bar code is read back from the rendered page."""
        bill = full_bill("kk")
        self.assertIn(
            bill.codes[1].payload.encode(), [data for _name, data in self.codes(self.pdf(bill))]
        )

    def test_missing_requisites_are_told(self):
        """H10: a payee without a bank account is told on the paper."""
        bill = full_bill("kk")
        bill = replace(
            bill, supplier=replace(bill.supplier, account="", bank_name="", bank_code="")
        )
        self.assertIn("реквизитыполучателянезаполнены", squeezed("".join(self.pages(bill))))

    def test_extremes(self):
        """H10: zero, advance, thirty services, long names, two payees."""
        self.check_extremes()

    def test_preview(self):
        """P15: the implementer sees the form with its sample."""
        self.template.preview_lang = "kk"
        self.assertFalse(self.template.preview_error)
        self.assertIn("<img", self.template.preview)
