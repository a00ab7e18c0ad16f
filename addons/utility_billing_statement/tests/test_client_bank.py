import doctest
import os
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase

from odoo.addons.utility_base.gateway.problem import GatewayError

from ..gateway import client_bank
from ..gateway.client_bank import parse

FIXTURES = os.path.join(os.path.dirname(__file__), "fixtures")
ONE = "1c_statement_103_cp1251_crlf.txt"


def fixture(name):
    with open(os.path.join(FIXTURES, name), "rb") as file:
        return file.read()


class TestClientBank(BaseCase):
    def setUp(self):
        super().setUp()
        self.text = fixture(ONE).decode("cp1251")

    def codes(self, text):
        return [item.code for item in parse(text.encode("cp1251")).problems]

    def test_examples_in_docstrings(self):
        """E14: the documented examples are true."""
        result = doctest.testmod(client_bank)
        self.assertTrue(result.attempted and not result.failed)

    def test_one_account(self):
        """E14: the statement is read whole; cp1251, DOS and UTF-8 give the same."""
        parsed = parse(fixture(ONE))
        self.assertTrue(parsed.is_complete)
        (statement,) = parsed.statements
        self.assertEqual((statement.opening, statement.closing), (Decimal(1000), Decimal("3500.5")))
        (line,) = statement.lines
        self.assertEqual((line.number, line.booked), ("15", date(2025, 11, 4)))
        self.assertEqual((line.amount, line.name), (Decimal("2500.50"), "Иванов Иван Иванович"))
        self.assertEqual(line.purpose, "Оплата по л/с 0000012345 за 10.2025")
        dos = parse(fixture("1c_statement_cp866_dos.txt"))
        utf = parse(self.text.encode("utf-8-sig"))
        self.assertEqual(dos.statements, parsed.statements)
        self.assertEqual(utf.statements, parsed.statements)

    def test_several_accounts_and_none(self):
        """E14: two accounts, and a day without documents."""
        first, second = parse(fixture("1c_statement_two_accounts_cp1251.txt")).statements
        self.assertEqual((len(first.lines), len(second.lines)), (1, 0))
        begin, end = self.text.index("СекцияДокумент"), self.text.index("КонецФайла")
        empty = (self.text[:begin] + self.text[end:]).replace("3500.50", "1000.00")
        parsed = parse(empty.encode("cp1251"))
        self.assertEqual((parsed.statements[0].lines, parsed.is_complete), ((), True))

    def test_both_directions(self):
        """E14: money that left is negative; its day is the one of the payer."""
        text = self.text.replace("ПлательщикСчет=40817810099910004312", "ПлательщикСчет=@")
        text = text.replace("ПолучательСчет=40702810900000000001", "ПолучательСчет=40817")
        text = text.replace("ПлательщикСчет=@", "ПлательщикСчет=40702810900000000001")
        text = text.replace("3500.50", "-1500.50")
        parsed = parse(text.encode("cp1251"))
        line = parsed.statements[0].lines[0]
        self.assertEqual((line.amount, line.account), (Decimal("-2500.50"), "40817"))
        self.assertTrue(parsed.is_complete)

    def test_spellings(self):
        """E14: commas, spaces, purposes in parts, keys that nobody knows."""
        text = self.text.replace("Сумма=2500.50", "Сумма=2 500,50\r\nНовыйКлюч=a=b")
        text = text.replace("НазначениеПлатежа=Оплата", "НазначениеПлатежа1=Оплата")
        text = text.replace(" за 10.2025", "\r\nНазначениеПлатежа2=за 10.2025")
        parsed = parse(text.encode("cp1251"))
        self.assertEqual(parsed.statements[0].lines[0].amount, Decimal("2500.50"))
        self.assertEqual(
            parsed.statements[0].lines[0].purpose, "Оплата по л/с 0000012345 за 10.2025"
        )

    def test_wrong_files(self):
        """E14: cut, contradictory, not executed, negative and foreign documents have codes."""
        self.assertIn("statement.balance", self.codes(self.text.replace("3500.50", "3500.51")))
        cut = self.text[: self.text.index("КонецДокумента")]
        self.assertEqual(self.codes(cut), ["statement.section", "statement.truncated"])
        waiting = self.text.replace("ДатаПоступило=04.11.2025", "ДатаПоступило=")
        self.assertEqual(self.codes(waiting), ["statement.not_executed", "statement.balance"])
        for wrong in ("-2500.50", "0", "25OO"):
            text = self.text.replace("Сумма=2500.50", f"Сумма={wrong}")
            self.assertFalse(parse(text.encode("cp1251")).is_complete, wrong)
        foreign = self.text.replace("ПолучательСчет=40702810900000000001", "ПолучательСчет=1")
        self.assertIn("statement.foreign", self.codes(foreign))
        with self.assertRaises(GatewayError):
            parse(b"hello")

    def test_kazakhstan(self):
        """E14: the keys of Kazakhstan's banks mean the same."""
        text = self.text.replace("ПлательщикСчет=", "ПлательщикИИК=")
        text = text.replace("ПолучательСчет=", "ПолучательИИК=").replace(
            "ПлательщикИНН=", "ПлательщикБИН_ИИН=0302"
        )
        line = parse(text.encode("cp1251")).statements[0].lines[0]
        self.assertEqual((line.amount, line.code), (Decimal("2500.50"), "0302"))
