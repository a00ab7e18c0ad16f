import doctest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..gateway import (
    problem,
    read_csv,
    read_json,
    table,
    text_encoding,
    values,
    values_date,
    write_dbf,
)
from ..gateway.problem import Problem, describe, registered_codes
from ..gateway.values import parse_bool, parse_decimal, parse_money, parse_share
from ..gateway.values_date import parse_date, parse_period, parse_time

quick = settings(max_examples=150, deadline=None, database=None, derandomize=True)


class TestGatewayDoctests(BaseCase):
    def test_examples_in_docstrings(self):
        """P12: the documented examples of the pure modules are true."""
        for module in (
            problem, read_csv, read_json, table, text_encoding, values, values_date, write_dbf,
        ):  # fmt: skip
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
                self.assertTrue(result.attempted)
                self.assertFalse(result.failed)

    def test_every_code_has_text_and_remedy(self):
        """P12: whatever goes wrong, the operator reads what and what to do."""
        for code in registered_codes():
            if "." not in code:
                continue  # notes of the import framework may need no remedy
            message, remedy = describe(Problem(code))
            self.assertTrue(message and remedy, code)
            self.assertNotEqual(message, code)

    def test_broken_translation_does_not_break_the_import(self):
        """P12: a wrong placeholder in a .po file still gives a readable message."""
        found = problem.problem("value.decimal", value="x")
        text, _remedy = describe(found, lambda _module, _source: "Не число: %(valu)s %d")
        self.assertIn("Не число", text)


class TestGatewayValues(BaseCase):
    def test_decimals_as_written(self):
        """P12: the same sum in every customary spelling."""
        good = {
            "1 234,50": "1234.50",
            "1\u00a0234,50": "1234.50",
            "1\u202f234.50": "1234.50",
            "1'234.50": "1234.50",
            "1,234.50": "1234.50",
            "1.234,50": "1234.50",
            "+7": "7",
            "-0,01": "-0.01",
            "−15": "-15",
            "(1 000)": "-1000",
            "12-": "-12",
            ",5": "0.5",
            "1.5E3": "1.5E+3",
            "250,00 грн.": "250.00",
            "100 тг": "100",
        }
        for text, expected in good.items():
            self.assertEqual(str(parse_decimal(text)), expected, text)
        bad = ("12 34", "1 23,5", "1,23,4", "abc", "--5", "1e999", "NaN", "inf", "1/2", "5 6")
        for text in bad:
            self.assertIsInstance(parse_decimal(text), Problem, text)
        for text in ("", "  ", None, "\u00a0"):
            self.assertIsNone(parse_decimal(text))
        self.assertEqual(parse_decimal("9" * 19).code, "value.decimal_range")
        self.assertIsInstance(parse_decimal(float("nan")), Problem)
        self.assertIsInstance(parse_decimal(True), Problem)

    def test_money_of_spreadsheet_floats(self):
        """P01: 0.1 + 0.2 of a spreadsheet is thirty kopecks; a third digit is refused."""
        self.assertEqual(parse_money(0.1 + 0.2), Decimal("0.30"))
        self.assertEqual(parse_money("10.005").code, "value.decimal")

    @quick
    @given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
    def test_decimal_round_trip(self, number):
        """P12: what is written in the Russian manner reads back exactly."""
        text = f"{number:,.2f}".replace(",", "\u00a0").replace(".", ",")
        self.assertEqual(parse_decimal(text), number)
        self.assertEqual(parse_money(f"{number:.2f}"), number)

    @quick
    @given(st.text(max_size=30))
    def test_parsers_never_raise(self, text):
        """P12: any text is a value, nothing or a coded problem."""
        for parser in (parse_decimal, parse_money, parse_date, parse_period, parse_time, parse_bool,
                       parse_share, values.parse_int):  # fmt: skip
            found = parser(text)
            if isinstance(found, Problem):
                self.assertIn(found.code, registered_codes())

    @quick
    @given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
    def test_date_round_trip(self, day):
        """P12: one date in all customary spellings, as a date or as an Excel serial."""
        for form in ("%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%S"):
            self.assertEqual(parse_date(day.strftime(form)), day)
        self.assertEqual(parse_date((day - date(1899, 12, 30)).days), day)
        self.assertEqual(parse_date(day + timedelta()), day)

    def test_dates_that_are_none(self):
        """P12: impossible dates are refused, empty FoxPro dates are empty."""
        for text in ("31.02.2025", "2025-13-01", "1.2", "вчера", "00.00.0000", True, 12):
            self.assertIsInstance(parse_date(text), Problem, text)
        for text in ("", "  .  .    ", None):
            self.assertIsNone(parse_date(text))

    def test_periods(self):
        """P12: months as MM.YYYY, YYYYMM, MMYY, a name in four languages or a date."""
        for text in ("10.2026", "10/2026", "2026-10", "202610", "102026", "1026", 202610, 202610.0,
                     "октябрь 2026", "Жовтень 2026 р.", "қазан 2026", "Oct 2026",
                     date(2026, 10, 31)):  # fmt: skip
            self.assertEqual(parse_period(text), date(2026, 10, 1), text)
        for text in ("13.2026", "202613", "2026", "00.2026", "foo 2026", "10.1026"):
            self.assertIsInstance(parse_period(text), Problem, text)

    def test_booleans_of_four_languages(self):
        """P12: yes and no in ru, uk, kk and en."""
        for text in ("да", "Так", "иә", "Yes", "1", 1, True, "+", "есть"):
            self.assertIs(parse_bool(text), True, text)
        for text in ("нет", "Ні", "жоқ", "No", "0", 0, False, "-"):
            self.assertIs(parse_bool(text), False, text)
