import base64
import io
import random
from datetime import date
from decimal import Decimal

import openpyxl

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.utility_base.gateway.write_dbf import write_dbf

from .money_common import MoneyCommon

HEADER = "Лицевой счёт;Сумма;Дата;Операция"


@tagged("post_install", "-at_install")
class TestRegistryMatrix(MoneyCommon):
    """E07, E14: what is wrong with a file is told by row, field and remedy; nothing is half-loaded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.formats = {
            kind: cls.env["utility.registry.format"].create(
                {
                    "name": kind,
                    "kind": kind,
                    "account_column": "ACC" if kind == "dbf" else "Лицевой счёт",
                    "amount_column": "SUM" if kind == "dbf" else "Сумма",
                    "date_column": "DAY" if kind == "dbf" else "Дата",
                    "external_id_column": "OP" if kind == "dbf" else "Операция",
                }
            )
            for kind in ("csv", "xlsx", "dbf")
        }

    def test_rows_are_not_negative(self):
        """E07: a format with headings before the first row is refused."""
        for field in ("header_row", "skip_rows"):
            with self.assertRaises(ValidationError):
                self.formats["csv"][field] = -5

    def upload(self, data, kind=None):
        return self.env["utility.payment.registry"].create(
            {
                "file": base64.b64encode(data),
                "filename": f"file.{kind or 'txt'}",
                "format_id": self.formats[kind].id if kind else False,
            }
        )

    def csv(self, *rows):
        registry = self.upload("\n".join([HEADER, *rows]).encode(), "csv")
        registry.action_read()
        return registry

    def payments(self):
        self.env.flush_all()
        return self.env["utility.payment"].search([("company_id", "=", self.company.id)])

    def refused(self, data, kind, *words):
        """The file is refused in words, and nothing of it stays."""
        registry = self.upload(data, kind)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            registry.action_read()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertGreater(len(str(caught.exception).splitlines()), 1, "no remedy is given")
        self.assertFalse(registry.line_ids)
        self.assertEqual(registry.state, "draft")
        self.assertFalse(self.payments())

    def test_amounts_as_people_write_them(self):
        """E07: spaces, points and commas of several countries are one sum; a doubtful one is none."""
        number = self.account.number
        for text, amount in (
            ("1 234,50", 1234.50),
            ("1\u00a0234,50", 1234.50),
            ("1.234,50", 1234.50),
            ("1,234.50", 1234.50),
            ("1234,5", 1234.50),
            ("-50,00", -50.0),
            ("0,005", None),
            ("12,34,56", None),
            ("NaN", None),
            ("=1+1", None),
        ):
            registry = self.csv(f'{number};"{text}";05.11.2025;op1')
            line = registry.line_ids
            if amount is None:
                self.assertEqual(line.state, "error", text)
                self.assertTrue(line.message, text)
            else:
                self.assertEqual(line.amount, amount, text)
            registry.unlink()

    def test_bad_row_among_good_ones(self):
        """X71: the row, the field and the remedy stand on the line; the others are registered."""
        number = self.account.number
        registry = self.csv(
            f"{number};100,00;05.11.2025;a1",
            f"{number};сто;05.11.2025;a2",
            f"{number};30,00;31.02.2025;a3",
            f"{number};40,00;05.11.2025;a4",
        )
        bad = registry.line_ids.filtered(lambda line: line.state == "error")
        self.assertEqual(bad[0].number, 3, "the row of the file, its heading counted")
        for words in ("Amount", "сто", "Write"):
            self.assertIn(words, bad[0].message)
        registry.action_load()
        self.assertEqual(
            sorted(self.payments().mapped("amount")),
            [40.0, 100.0] if len(bad) == 2 else [30.0, 40.0, 100.0],
        )

    def test_repeated_line(self):
        """E07: the same operation twice in a file is one payment."""
        row = f"{self.account.number};100,00;05.11.2025;same"
        registry = self.csv(row, row)
        registry.action_load()
        self.assertEqual(self.payments().mapped("amount"), [100.0])
        self.assertEqual(registry.line_ids.mapped("state"), ["paid", "error"])
        self.assertIn("registry.duplicate", registry.line_ids[1].codes)

    def test_unreadable_files(self):
        """E07: empty, cut, of another kind or random: refused as a whole, with what to do."""
        rng = random.Random(7)
        garbage = bytes(rng.randrange(256) for _byte in range(5000))
        book = self.workbook([(self.account.number, 10, date(2025, 11, 5), "a")])
        table = self.dbf([(self.account.number, Decimal("10.00"), date(2025, 11, 5), "a")])
        for name, data, kind in (
            ("empty", b" \r\n", None),
            ("garbage", garbage, None),
            ("garbage as a workbook", garbage, "xlsx"),
            ("garbage as DBF", garbage, "dbf"),
            ("cut workbook", book[: len(book) // 2], "xlsx"),
            ("cut heading of a DBF", table[:40], "dbf"),
            ("columns that are not there", b"one;two\n1;2\n", "csv"),
            ("picture", b"\x89PNG\r\n\x1a\n" + garbage, None),
        ):
            with self.subTest(name):
                self.refused(data, kind)

    def test_huge_line(self):
        """E07: a field of ten megabytes is told; the money of the row waits in suspense."""
        number, huge = self.account.number, "9" * 10_000_000
        registry = self.csv(f"{number};1,00;05.11.2025;{huge}", f"{huge};2,00;05.11.2025;op2")
        first, second = registry.line_ids
        for line in first, second:
            self.assertIn("value.too_long", line.codes)
            self.assertLess(len(line.message), 500)
        registry.action_load()
        self.assertEqual(registry.line_ids.mapped("state"), ["paid", "suspense"])
        self.assertEqual(sorted(self.payments().mapped("amount")), [1.0, 2.0])

    @staticmethod
    def workbook(rows):
        book = openpyxl.Workbook()
        book.active.append(HEADER.split(";"))
        for row in rows:
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def test_workbook_with_formulas(self):
        """E14: a formula without its result is no sum: the row says so, the others are read."""
        number = self.account.number
        day = date(2025, 11, 5)
        data = self.workbook([(number, 100.5, day, "a1"), (number, "=50+50", day, "a2")])
        registry = self.upload(data, "xlsx")
        registry.action_read()
        first, second = registry.line_ids
        self.assertEqual((first.amount, first.state), (100.5, "matched"))
        self.assertEqual(second.state, "error")
        self.assertTrue(second.message)
        registry.action_load()
        self.assertEqual(self.payments().mapped("amount"), [100.5])

    @staticmethod
    def dbf(rows):
        fields = [("ACC", "C", 20, 0), ("SUM", "N", 12, 2), ("DAY", "D", 8, 0), ("OP", "C", 10, 0)]
        return write_dbf(fields, rows, today=date(2025, 11, 6))

    def test_dbf_with_deleted_and_missing_rows(self):
        """E07: rows marked as deleted are no payments; a table cut inside a row says so."""
        number, day = self.account.number, date(2025, 11, 5)
        rows = [(number, Decimal("10.00"), day, "a1"), (number, Decimal("20.00"), day, "a2")]
        data = bytearray(self.dbf(rows))
        length = int.from_bytes(data[8:10], "little")
        data[length] = 0x2A
        registry = self.upload(bytes(data), "dbf")
        registry.action_read()
        self.assertEqual(registry.line_ids.mapped("amount"), [20.0])
        registry.action_load()
        self.assertEqual(self.payments().mapped("amount"), [20.0])
        cut = self.upload(bytes(self.dbf(rows)[:-12]), "dbf")
        cut.action_read()
        self.assertEqual(cut.state, "refused")
        self.assertTrue(cut.problems)
        with self.assertRaises(UserError):
            cut.action_load()
        self.assertEqual(self.payments().mapped("amount"), [20.0], "nothing is half-loaded")

    def test_wrong_total_and_encoding(self):
        """E14: the bank's own total, and letters of a wrong encoding, are compared before money moves."""
        text = (
            "05-11-2025;12-31-05;1;2;op{};{};Ким;;1025;100,00;100,00;0,00\r\n"
            "=1;{};{};0,00;77;06-11-2025\r\n"
        )
        good = text.format(1, self.account.number, "100,00", "100,00")
        wrong = text.format(2, self.account.number, "100,01", "100,00")
        registry = self.upload(wrong.encode("cp1251"))
        registry.action_read()
        self.assertEqual(registry.state, "refused")
        self.assertIn("100.01", registry.problems)
        with self.assertRaises(UserError):
            registry.action_load()
        self.assertFalse(self.payments())
        for encoding in ("utf-16", "cp866"):
            registry = self.upload(good.replace("op1", encoding[-3:]).encode(encoding))
            try:
                registry.action_read()
            except UserError as error:
                self.assertGreater(len(str(error).splitlines()), 1)
                continue
            self.assertEqual(registry.line_ids.payer, "Ким", encoding)
