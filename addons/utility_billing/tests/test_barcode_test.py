from odoo.tests import Form, tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestBarcodeTest(MoneyCommon):
    def setUp(self):
        super().setUp()
        self.template = self.env["utility.barcode.template"].create(
            {
                "name": "Bank",
                "check": "mod10_luhn",
                "segment_ids": [
                    (0, 0, {"kind": "literal", "text": "7001", "sequence": 1}),
                    (0, 0, {"kind": "account", "width": 10, "sequence": 2}),
                    (0, 0, {"kind": "sum", "width": 8, "sequence": 3}),
                ],
            }
        )

    def form(self, **context):
        return Form(self.env["utility.barcode.test"].with_context(**context))

    def test_read(self):
        """E10: a code is shown by its segments with its account while it is typed."""
        form = self.form(active_id=self.template.id)
        self.assertEqual(form.text, self.template.example)
        self.assertEqual(form.account_id, self.account)
        self.assertIn("0000012345", form.parts)
        form.text = self.template.example[:-1] + "x"
        self.assertTrue(form.problem)
        self.assertIn("table-danger", form.parts)
        self.assertFalse(form.found_id)
        self.assertFalse(form.account_id)

    def test_first_that_fits(self):
        """E10: without a template the first that fits reads the code, as at the cash desk."""
        form = self.form()
        form.text = self.template.example
        self.assertEqual(form.found_id, self.template)
        form.text = "123"
        self.assertFalse(form.found_id)
        self.assertTrue(form.problem)
