import base64
import doctest

from odoo.tests import tagged

from ..models import utility_payment_suggestion
from .money_common import MoneyCommon
from .test_registry_load import DATA


@tagged("post_install", "-at_install")
class TestSuggestion(MoneyCommon):
    def suggested(self, number, payer="", purpose=""):
        return self.env["utility.payment.suggestion"]._suggest(self.company, number, payer, purpose)

    def test_examples_in_docstrings(self):
        """E07: the documented examples are true."""
        result = doctest.testmod(utility_payment_suggestion)
        self.assertTrue(result.attempted and not result.failed)

    def test_wrong_digits_and_purpose(self):
        """E07: swapped, doubled and lost digits, and the purpose, point at the account."""
        for number in ("0000021345", "00000123445", "000001245"):
            self.assertEqual(self.suggested(number), self.account, number)
        self.assertFalse(self.suggested("5557777"))
        self.assertEqual(self.suggested("", "", "за воду л/с 0000099999"), self.other)

    def test_learned(self):
        """E07: what people decided once is suggested the next time, for the same payer."""

        def load(data):
            registry = self.env["utility.payment.registry"].create(
                {"file": base64.b64encode(data), "filename": "r.txt"}
            )
            registry.action_read()
            registry.action_load()
            return registry.line_ids.filtered(lambda line: line.state == "suspense")

        payer = "ПЕТРОВА АННА".encode("cp1251")
        data = DATA.replace(b"0000067890;", b"0000067890;" + payer, 1)
        line = load(data)
        self.assertFalse(self.suggested(line.account_number, line.payer))
        line.payment_ids._assign(self.other)
        again = load(data.replace(b"650123456790ABCE", b"650123456790ABCX"))
        self.assertEqual(again.suggestion_id, self.other)
        wizard = self.env["utility.payment.assign"].with_context(active_ids=again.payment_ids.ids)
        self.assertEqual(wizard.default_get(["account_id"])["account_id"], self.other.id)
        self.assertFalse(self.suggested("0000067890", "SOMEBODY ELSE"))
