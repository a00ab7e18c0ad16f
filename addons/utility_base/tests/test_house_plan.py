"""Planning of a house and reading of pasted lists, without a database."""

import doctest
from decimal import Decimal

from odoo.tests import BaseCase

from ..tools import house_plan, pasted_list
from ..tools.house_plan import PlanError, luhn, parse_numbers, place_flats, plan_flats
from ..tools.pasted_list import parse_list


class TestHousePlan(BaseCase):
    def test_doctests(self):
        for module in (house_plan, pasted_list):
            result = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
            self.assertEqual(result.failed, 0, module.__name__)
            self.assertGreater(result.attempted, 0)

    def test_layout_of_200(self):
        """A17: 4 entrances of 10 floors with 5 flats are numbered without gaps, upwards."""
        flats = plan_flats(4, 10, 5)
        self.assertEqual([f.number for f in flats], [str(n) for n in range(1, 201)])
        self.assertEqual((flats[50].entrance, flats[50].floor, flats[50].position), (2, 1, 1))
        self.assertEqual((flats[199].entrance, flats[199].floor, flats[199].position), (4, 10, 5))

    def test_list_is_placed_in_order(self):
        """A17: a list with gaps and letters fills the places in its order."""
        flats = place_flats(parse_numbers("1-3,3а,5"), 1, 2, 2)
        self.assertEqual(
            [(f.number, f.floor) for f in flats],
            [("1", 1), ("2", 1), ("3", 2), ("3а", 2), ("5", None)],
        )

    def test_refusals(self):
        for text, code in (("9-7", "range_order"), ("1-9999", "too_many")):
            with self.assertRaises(PlanError) as caught:
                parse_numbers(text)
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(PlanError):
            plan_flats(0, 1, 1)

    def test_check_digit_finds_errors(self):
        """A17: the check digit tells a mistyped digit and swapped neighbours (but 09 and 90)."""
        number = "0071001234"
        for index in range(len(number)):
            for digit in "0123456789":
                if digit != number[index]:
                    wrong = number[:index] + digit + number[index + 1 :]
                    self.assertNotEqual(luhn(wrong), luhn(number))

    def test_pasted_headings_in_four_languages(self):
        """A17: columns are found by their names in any order; unknown ones are skipped."""
        for heading in (
            "ФИО плательщика\t№ кв.\tПлощадь, м2\tПроживает\tПримечание",
            "Прізвище\tКвартира\tПлоща\tКількість мешканців\tПримітка",
            "Төлеуші\tПәтер\tАуданы\tТұрғындар саны\tЕскертпе",
            "Payer\tFlat\tArea\tResidents\tRemark",
        ):
            rows, errors = parse_list(f"{heading}\nӘлиева Ә.\tкв. 7\t54,30 м²\t3 чел.\tx")
            self.assertEqual(errors, [], heading)
            row = rows[0]
            self.assertEqual(
                (row.line, row.flat, row.name, row.residents, row.area),
                (2, "7", "Әлиева Ә.", 3, Decimal("54.30")),
                heading,
            )

    def test_pasted_account_numbers(self):
        """A17: numbers of accounts come from a column of that name, never from an unnamed one."""
        rows, errors = parse_list("№ кв;Л/с;ФИО\n1;000123;Иванов")
        self.assertEqual((errors, rows[0].account, rows[0].name), ([], "000123", "Иванов"))
        self.assertIsNone(parse_list("1;Иванов;2;50;;;000123")[0][0].account)

    def test_pasted_errors_do_not_stop(self):
        """A17: every wrong line is told with its number, the others are read."""
        rows, errors = parse_list("1;A;2;50\n;B;1;40\n1;C;1;40\n3;D;half;40\n\n4;E;2;-5\n5;F;;")
        self.assertEqual([row.flat for row in rows], ["1", "3", "4", "5"])
        self.assertEqual(
            [(e.line, e.code) for e in errors],
            [(2, "flat"), (3, "twice"), (4, "residents"), (6, "area")],
        )
        self.assertIsNone(rows[3].residents)
