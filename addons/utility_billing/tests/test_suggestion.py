import base64
import doctest

from odoo.tests import tagged

from ..engine import suggestion
from ..models import utility_payment_suggestion
from ..models.utility_payment_suggestion import Asked
from .money_common import MoneyCommon
from .test_registry_load import DATA


@tagged("post_install", "-at_install")
class TestSuggestion(MoneyCommon):
    def suggested(self, number, payer="", purpose=""):
        return self.weigh(number, payer, purpose=purpose).account

    def test_examples_in_docstrings(self):
        """E07: the documented examples are true."""
        for module in (utility_payment_suggestion, suggestion):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted and not result.failed)

    def test_wrong_digits_and_purpose(self):
        """E07: swapped, doubled and lost digits, and the purpose, point at the account."""
        for number in ("0000021345", "00000123445", "000001245"):
            self.assertEqual(self.suggested(number), self.account, number)
        self.assertFalse(self.suggested("5557777"))
        self.assertEqual(self.suggested("", "", "за воду л/с 0000099999"), self.other)

    def weigh(self, number="", payer="", address="", amount=None, purpose=""):
        asked = Asked(number, payer, purpose, address, amount)
        return self.env["utility.payment.suggestion"]._weigh(self.company, [asked])[0]

    def test_why_and_how_sure(self):
        """E02, E07: one slip is a guess, a slip with name or sum is sure, a former number counts."""
        found = self.weigh("0000012845")
        self.assertEqual(
            (found.account, found.reasons, found.sure), (self.account, ("digits",), False)
        )
        found = self.weigh("0000012845", "Иванов И.И.")
        self.assertEqual((found.reasons, found.sure), (("digits", "name"), True))
        self.assertFalse(self.weigh("0000012845", "Сидоров П.").sure)
        self.charge("2025-10", (self.account, self.water, "812.40"))
        found = self.weigh("", "ИВАНОВ ИВАН", amount=812.40)
        self.assertEqual((found.reasons, found.sure), (("name", "sum"), False))
        found = self.weigh("", "ИВАНОВ ИВАН", self.account.address, 812.40)
        self.assertEqual((found.account, found.sure), (self.account, True))
        self.other.old_number = "00077001"
        found = self.weigh("77001")
        self.assertEqual((found.account, found.reasons), (self.other, ("former",)))

    def test_two_namesakes_are_a_draw(self):
        """E07: the same name twice suggests nobody."""
        self._account("0000055555", "ИВАНОВ ИВАН ИВАНОВИЧ", "7")
        self.assertFalse(self.weigh("", "Иванов И.И.").account)

    def test_mass_accept_of_the_sure(self):
        """E02: of the chosen payments those that are sure find their accounts, the others wait."""
        values = {"amount": 5, "date": "2026-03-10", "source": "import"}
        payments = self.env["utility.payment"].create(
            [
                values | {"account_number": "0000012845", "payer": "Иванов И.И."},
                values | {"account_number": "0000012845"},
                values | {"account_number": "x"},
            ]
        )
        self.assertEqual(payments.mapped("suggestion_sure"), [True, False, False])
        self.assertIn("a digit is wrong", payments[1].suggestion_reason)
        payments.action_accept_sure()
        self.assertEqual(payments.mapped("state"), ["allocated", "suspense", "suspense"])
        payments[1:].action_accept_suggestion()
        self.assertEqual(payments.mapped("state"), ["allocated", "allocated", "suspense"])

    def test_learned(self):
        """E07: what people decided once is suggested the next time, for the same payer."""

        def load(data):
            registry = self.env["utility.payment.registry"].create(
                {"file": base64.b64encode(data), "filename": "r.txt"}
            )
            registry.action_read()
            registry.action_load()
            return registry.line_ids.filtered(lambda line: line.state == "suspense")

        payer = "СИДОРОВА ОЛЬГА".encode("cp1251")
        data = DATA.replace(b"0000067890;", b"0000067890;" + payer, 1)
        line = load(data)
        self.assertFalse(self.suggested(line.account_number, line.payer))
        line.payment_ids._assign(self.other)
        again = load(data.replace(b"650123456790ABCE", b"650123456790ABCX"))
        self.assertEqual(again.suggestion_id, self.other)
        wizard = self.env["utility.payment.assign"].with_context(active_ids=again.payment_ids.ids)
        self.assertEqual(wizard.default_get(["account_id"])["account_id"], self.other.id)
        self.assertFalse(self.suggested("0000067890", "SOMEBODY ELSE"))

    def test_a_page_costs_as_many_queries_as_one(self):
        """E07, X30: the queries don't grow with the payments, and answers don't mix."""
        self.other.old_number = "00077001"
        one = [Asked("0000012845", "Иванов И.И."), Asked("77001"), Asked(payer="Никто")]
        suggestions = self.env["utility.payment.suggestion"]
        suggestions._weigh(self.company, one)  # words and rules are cached now
        before = self.cr.sql_log_count
        found = suggestions._weigh(self.company, one)
        first = self.cr.sql_log_count - before
        before = self.cr.sql_log_count
        many = suggestions._weigh(self.company, one * 30)
        self.assertLessEqual(self.cr.sql_log_count - before, first + 2)
        self.assertEqual(many, found * 30)
        self.assertEqual(
            [(s.account, s.sure) for s in found],
            [(self.account, True), (self.other, False), (self.account.browse(), False)],
        )
