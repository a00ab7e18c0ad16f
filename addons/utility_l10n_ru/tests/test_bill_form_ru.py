from dataclasses import replace

from odoo.tests import tagged

from odoo.addons.utility_billing.gateway import st00012
from odoo.addons.utility_billing.gateway.bill_data import BillLine
from odoo.addons.utility_billing.tests.form_common import FormCommon, squeezed
from odoo.addons.utility_billing.tests.form_samples import D, full_bill, instalment


@tagged("post_install", "-at_install")
class TestBillFormRu(FormCommon):
    country = "base.ru"
    form_lang = "ru"
    template_id = "utility_l10n_ru.document_template_bill_ru"

    def test_chosen_for_the_country(self):
        """H05: companies of Russia get the form of order 43/пр, others do not."""
        self.assertEqual(self.model._find("bill", "ru", self.company), self.template)
        self.assertEqual(self.model._find("bill", "kk", self.company), self.template)
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "country_id": self.env.ref("base.jp").id}
        )
        self.assertNotEqual(self.model._find("bill", "ru", other), self.template)

    def test_sections(self):
        """H01: the sections of order 43/пр stand on the paper, with what they must tell."""
        bill = instalment(full_bill("ru"))
        uplift = BillLine(
            service="Нагрев",
            uplift=True,
            charged=D("61.50"),
            total=D("61.50"),
            group=bill.lines[-1].group,
        )
        common = BillLine(
            service="Вода на СОИ", common=True, volume=D("0.1234"), charged=D("6.76"), total=D("6.76"),
            group=bill.lines[-1].group, method="norm",
        )  # fmt: skip
        text = squeezed("".join(self.pages(replace(bill, lines=(*bill.lines, uplift, common)))))
        for part in (
            "Раздел1.Сведенияоплательщикеиисполнителеуслуг", "Раздел2.", "Раздел3.",
            "Раздел4.Справочнаяинформация", "Раздел5.Сведенияоперерасчётах", "Раздел6.",
            "43,2/28,6/43,2", "70АА123456/70АА123456-01", "ИНН7017123450", "046902606",
            "31.10.2026", "12.10.2026", "15.11.2026", "4,745", "0,0258", "1284,318", "31,2",
            "48211.7(№7713245)", "Reason12,12.2026", "180,44", "302,59", "0,1234Н", "61,50",
            "12,07", "1250,40",
        ):  # fmt: skip
            self.assertIn(squeezed(part), text)

    def test_codes(self):
        """X13: the QR by GOST R 56042 and the bar code are read back from the rendered page."""
        bill = full_bill("ru")
        found = dict((str(name), data) for name, data in self.codes(self.pdf(bill)))
        code = next(data for data in found.values() if data.startswith(b"ST0001"))
        self.assertEqual(st00012.parse(code).amount, bill.balance.due)
        self.assertEqual(st00012.parse(code).account, bill.account)
        self.assertIn(bill.codes[1].payload.encode(), found.values())

    def test_missing_requisites_are_told(self):
        """H10: a bill that asks for money without requisites says why it has no code."""
        text = squeezed("".join(self.pages(full_bill("ru", codes=()))))
        self.assertIn("Коддляоплатыненапечатан", text)

    def test_capital_repair(self):
        """H01: the contribution to the capital repair has a document of its own."""
        text = squeezed("".join(self.pages(full_bill("ru", form="bill_capital"))))
        self.assertIn("капитальныйремонт", text)
        self.assertNotIn("Раздел3", text)

    def test_extremes(self):
        """H10: zero, advance, thirty services, long names, two payees."""
        self.check_extremes()

    def test_large_print(self):
        """Z13: who asked for large print gets nothing smaller than 16 points, with the same figures."""
        large = self.env.ref("utility_l10n_ru.document_template_bill_ru_large")
        self.assertEqual(self.model._find("bill", "ru", self.company, "large"), large)
        bill = full_bill("ru", variant="large")
        pdf = self.pdf(bill)
        self.assertInside(pdf, 16)
        self.assertTrue(
            any(
                data.startswith(b"ST0001")
                for page in range(2)
                for _n, data in self.codes(pdf, page)
            )
        )
        text = squeezed("".join(self.pages(bill)))
        for line in bill.lines:
            self.assertIn(f"{line.total:.2f}".replace(".", ","), text)

    def test_large_print_extremes(self):
        """Z13, H10: extremes in large print."""
        original = self.model._find
        self.patch(
            type(self.model),
            "_find",
            lambda self, kind, lang=False, company=None, variant=False: original(
                kind, lang, company, "large" if kind == "bill" else variant
            ),
        )
        self.check_extremes(16)

    def test_preview(self):
        """P15: the implementer sees each form with its sample."""
        for template in (
            self.template,
            self.env.ref("utility_l10n_ru.document_template_bill_ru_large"),
        ):
            template.preview_lang = "ru"
            self.assertFalse(template.preview_error)
            self.assertIn("<img", template.preview)
