from odoo.tests import tagged

from odoo.addons.utility_billing.gateway import nbu_qr
from odoo.addons.utility_billing.tests.form_common import FormCommon, squeezed
from odoo.addons.utility_billing.tests.form_samples import full_bill


@tagged("post_install", "-at_install")
class TestBillFormUa(FormCommon):
    country = "base.ua"
    form_lang = "uk"
    template_id = "utility_l10n_ua.document_template_bill_ua"

    def test_contents(self):
        """H04, H05: service, tariff, readings, privileges, settlement and requisites in Ukrainian."""
        self.assertEqual(self.model._find("bill", "uk", self.company), self.template)
        text = squeezed("".join(self.pages(full_bill("uk"))))
        for part in ("Рахунок на оплату комунальних послуг", "Особовий рахунок споживача",
                     "ЄДРПОУ", "UA213223130000026007233566001", "2 498,212 → 2 503,527", "Пеня",
                     "Сплатити до", "Норми споживання", "Перерахунки"):  # fmt: skip
            self.assertIn(squeezed(part), text)

    def test_code(self):
        """X13: the code of the National Bank is read back from the rendered page."""
        bill = full_bill("uk")
        links = [
            data.decode() for _name, data in self.codes(self.pdf(bill)) if data.startswith(b"http")
        ]
        payment = nbu_qr.parse(links[0])
        self.assertEqual((payment.amount, payment.iban), (bill.balance.due, bill.supplier.account))

    def test_missing_requisites_are_told(self):
        """H10: without IBAN the paper says why it has no code."""
        text = squeezed("".join(self.pages(full_bill("uk", codes=()))))
        self.assertIn("QR-кодненадруковано", text)

    def test_extremes(self):
        """H10: zero, advance, thirty services, long names, two payees."""
        self.check_extremes()

    def test_preview(self):
        """P15: the implementer sees the form with its sample."""
        self.template.preview_lang = "uk"
        self.assertFalse(self.template.preview_error)
        self.assertIn("<img", self.template.preview)
