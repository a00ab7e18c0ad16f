import json

import pymupdf

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools.misc import file_open

from ..gateway.bill_view import bills_data
from .bill_samples import sample_bill

SAMPLE = "utility_billing/data/documents/sample_bill.json"


@tagged("post_install", "-at_install")
class TestBillTemplate(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["utility.document.template"]
        cls.template = cls.env.ref("utility_billing.document_template_bill")

    def _pages(self, bills):
        data = self.model._render_bills(bills)
        with pymupdf.open(stream=data, filetype="pdf") as file:
            return [page.get_text() for page in file]

    def test_shipped_template(self):
        """H01, P15: the bill is a template of the database, for every language."""
        bills = [
            sample_bill(lang, account=f"000{n}") for n, lang in enumerate(("ru", "uk", "kk", "en"))
        ]
        for lang in ("ru", "uk", "kk", "en"):
            self.assertEqual(self.model._find("bill", lang), self.template)
        pages = self._pages(bills)
        self.assertEqual(len(pages), 4)
        for number, page in enumerate(pages):
            self.assertIn(f"000{number}", page)

    def test_preview(self):
        """P15: the preview shows the sample in all languages; a mistake is told with its line."""
        self.assertFalse(self.template.preview_error)
        self.assertEqual(self.template.preview.count("<img"), 4)
        self.template.source = "ok\n#data.bills.first().nothing"
        self.assertIn("2", self.template.preview_error)

    def test_sample_is_what_bills_give(self):
        """P15: the sample has the fields that real bills have."""
        with file_open(SAMPLE) as file:
            sample = json.load(file)
        fresh = bills_data([sample_bill(lang, 4) for lang in ("ru", "uk", "kk", "en")])
        fresh.pop("words")  # those of the form, not of the sample
        self.assertEqual(sample, json.loads(json.dumps(fresh)))

    def test_template_of_a_language(self):
        """P15: a template for Kazakh only; the order of the bills is kept in one file."""
        source = (
            '#import "/utility.typ": data\n'
            "#for bill in data.bills [ЖЕКЕ #bill.account #pagebreak(weak: true)]"
        )
        self.model.create(
            {"name": "kk", "kind": "bill", "lang": "kk", "is_default": True, "source": source}
        )
        pages = self._pages([sample_bill("ru"), sample_bill("kk", account="77"), sample_bill("ru")])
        self.assertEqual(["ЖЕКЕ 77" in page for page in pages], [False, True, False])

    def test_own_words(self):
        """P15: a label of the template renames a word of the form."""
        self.template.label_ids = [(0, 0, {"key": "title", "ru": "Единый платёжный документ"})]
        self.assertIn("Единый платёжный документ", self._pages([sample_bill("ru")])[0])
        self.assertIn("Рахунок на оплату", self._pages([sample_bill("uk")])[0])
        words = self.template._sample_data()["words"]  # of the preview
        self.assertEqual(words["ru"]["title"], "Единый платёжный документ")
        self.assertEqual(words["uk"]["title"], "Рахунок на оплату")

    def test_no_template(self):
        """H10: without a template the message says what to do."""
        self.template.active = False
        with self.assertRaisesRegex(UserError, "Document Templates"):
            self.model._render_bills([sample_bill()])
