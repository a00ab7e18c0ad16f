import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..gateway.problem import GatewayError
from ..gateway.table import ReadOptions, read_table

quick = settings(max_examples=80, deadline=None, database=None, derandomize=True)
# what a CSV cell may hold; a lone quote or control character is another test's subject
cell_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


def cells(table):
    return [row.cells for row in table.rows]


def codes(table):
    return [item.code for row in table.rows for item in row.problems]


class TestReadText(BaseCase):
    def assertRefused(self, code, data, kind, options=None):
        with self.assertRaises(GatewayError) as caught:
            table = read_table(data, kind, options)
            list(table.rows)
        self.assertEqual(caught.exception.problem.code, code)
        return caught.exception.problem

    def test_csv_delimiters_and_encodings(self):
        """P03: a file of any delimiter and encoding gives the same table."""
        for delimiter in (";", ",", "\t", "|"):
            for encoding in ("utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r", "utf-16"):
                text = delimiter.join(("Счёт", "Фамилия", "Адрес")) + "\r\n"
                text += delimiter.join(("000123", "Иванова", "Ленина 5")) + "\r\n"
                table = read_table(text.encode(encoding), "csv")
                self.assertEqual(table.columns, ("Счёт", "Фамилия", "Адрес"), encoding)
                self.assertEqual(cells(table), [("000123", "Иванова", "Ленина 5")])
                self.assertEqual(table.info["delimiter"], delimiter)

    def test_csv_quotes_and_line_numbers(self):
        """P03: quoted delimiters and line breaks stay in the cell, rows keep the file's line
        numbers."""
        text = 'a;b\n"x;1";"два\nряда"\nООО "Заря";3\n'
        table = read_table(text.encode(), "csv")
        self.assertEqual(cells(table), [("x;1", "два\nряда"), ('ООО "Заря"', "3")])
        self.assertEqual([row.number for row in table.rows], [2, 4])

    def test_csv_unclosed_quote_spoils_one_row(self):
        """P03: an unclosed quotation mark is reported on its row and does not swallow the file."""
        text = 'a;b\n1;2\n"3;4\n' + "5;6\n" * 200
        table = read_table(text.encode(), "csv")
        rows = list(table.rows)
        self.assertEqual(len(rows), 202)
        self.assertEqual(
            [(row.number, row.problems[0].code) for row in rows if row.problems], [(3, "row.quote")]
        )

    def test_csv_ragged_rows(self):
        """P03: a missing or extra value is an error of its row; empty extras are dropped."""
        table = read_table(b"a;b;c\n1;2;3;;\n1;2\n1;2;3;4\n", "csv")
        self.assertEqual(
            [[p.code for p in row.problems] for row in table.rows],
            [[], ["row.columns"], ["row.columns"]],
        )

    def test_csv_options(self):
        """P03: heading further down, no heading, trailer, blank rows, a wrong option."""
        data = b"Report\n\na;b\n1;2\n\n=1;2\n9;9\n"
        table = read_table(data, "csv", {"header_row": 3, "trailer": "="})
        self.assertEqual((table.columns, cells(table)), (("a", "b"), [("1", "2")]))
        bare = read_table(b"1;2\n3;4\n", "csv", {"header_row": 0})
        self.assertEqual((bare.columns, len(cells(bare))), (("1", "2"), 2))
        self.assertRefused("file.option", b"a", "csv", {"header": 1})
        self.assertRefused("file.option", b"a", "csv", {"header_row": "1"})
        self.assertRefused("file.empty", b"", "csv")
        self.assertRefused("file.kind", b"a", "ods")
        self.assertRefused("file.too_big", b"aaaa", "csv", {"max_bytes": 3})
        self.assertRefused("file.too_many_rows", b"a\n1\n2\n3\n", "csv", {"max_rows": 2})
        self.assertRefused("file.no_header", b"\n\n", "csv")

    @quick
    @given(st.lists(st.tuples(cell_text, cell_text), min_size=1, max_size=8))
    def test_csv_round_trip(self, rows):
        """P12: what a correct writer quotes reads back unchanged."""
        import csv

        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([("first", "second"), *rows])
        options = {"encoding": "utf-8", "delimiter": ";", "skip_blank": False}
        table = read_table(out.getvalue().encode(), "csv", options)
        self.assertEqual(cells(table), rows)

    @quick
    @given(
        st.binary(min_size=1, max_size=300),
        st.sampled_from(("csv", "xlsx", "dbf", "json", "fixed")),
    )
    def test_any_bytes_give_rows_or_a_coded_refusal(self, data, kind):
        """P12: damaged files of every kind end in a code, never in a traceback."""
        spec = [{"name": "a", "start": 1, "width": 3}, {"name": "b", "start": 5, "width": 4}]
        try:
            for row in read_table(data, kind, {"columns": spec} if kind == "fixed" else None).rows:
                self.assertIsInstance(row.number, int)
        except GatewayError as error:
            self.assertTrue(error.problem.code.startswith("file."))

    def test_fixed_width(self):
        """P03: columns by position, trimmed lines padded, overlapping columns refused."""
        spec = [
            {"name": "account", "start": 1, "width": 6},
            {"name": "name", "start": 8, "width": 10},
            {"name": "sum", "start": 18, "width": 8},
        ]
        data = "000123 Иванова    1500,00\n000124 Ким\n12\n".encode("cp866")
        table = read_table(data, "fixed", {"columns": spec, "header_row": 0, "encoding": "cp866"})
        self.assertEqual(cells(table)[0], ("000123", "Иванова", "1500,00"))
        self.assertEqual(cells(table)[1], ("000124", "Ким", None))
        self.assertEqual(codes(table), ["row.short"])
        spec[1]["start"] = 5
        self.assertRefused("file.option", data, "fixed", {"columns": spec})
        self.assertRefused("file.option", data, "fixed")

    def test_json_paths(self):
        """P03: a list of objects anywhere in the file, nested objects as dotted columns, exact
        numbers."""
        data = (
            '{"houses": [{"premises": [{"id": 1, "area": 45.10}, 7]},'
            ' {"premises": [{"id": 2, "p": {"q": "я"}}]}]}'
        )
        table = read_table(data.encode(), "json", {"path": "houses.premises"})
        self.assertEqual(table.columns, ("id", "area", "p.q"))
        self.assertEqual(cells(table)[0], (1, Decimal("45.10"), None))
        self.assertEqual(codes(table), ["row.not_object"])
        self.assertRefused("file.json_path", data.encode(), "json", {"path": "flats"})
        found = self.assertRefused("file.not_json", b'{"a": 1,\n "b" 2}', "json")
        self.assertEqual(found.params["line"], 2)
        self.assertRefused("file.not_json", b"[" * 100_000, "json")
        self.assertRefused("file.not_json", b'[{"a": NaN}]', "json")


class TestReadXlsx(BaseCase):
    assertRefused = TestReadText.assertRefused

    def _book(self, *rows, title="Лист1"):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def test_types_are_kept(self):
        """P03: texts, numbers, dates and booleans arrive as such; leading zeros survive."""
        data = self._book(
            ["Счёт", "Площадь", "Дата", "Время", "Да", None, None],
            ["000123", 45.5, date(2026, 10, 5), datetime(2026, 10, 5, 12, 30), True],
            [123, None, None, None, None],
        )
        table = read_table(data, "xlsx")
        self.assertEqual(table.columns, ("Счёт", "Площадь", "Дата", "Время", "Да"))
        self.assertEqual(
            cells(table)[0],
            ("000123", 45.5, date(2026, 10, 5), datetime(2026, 10, 5, 12, 30), True),
        )
        self.assertEqual(codes(table), [])

    def test_results_of_formulas(self):
        """P03: a formula gives its stored result; one never computed gives nothing."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_formula(1, 0, "=1200.5+34", None, 1234.5)
        page.write_formula(1, 1, '="00"&"12"', None, "0012")
        book.close()
        self.assertEqual(cells(read_table(out.getvalue(), "xlsx")), [(1234.5, "0012")])

    def test_sheets_and_errors_in_cells(self):
        """P03: a sheet by name or number; #N/A is a coded error of its cell, the row is kept."""
        book = openpyxl.Workbook()
        book.active.append(["x"])
        page = book.create_sheet("Данные")
        page.append(["a", "b"])
        page.append([1, "#N/A"])
        page["B2"].data_type = "e"
        out = io.BytesIO()
        book.save(out)
        for sheet in ("Данные", 2, "2"):
            table = read_table(out.getvalue(), "xlsx", {"sheet": sheet})
            self.assertEqual(table.columns, ("a", "b"))
            rows = list(table.rows)
            self.assertEqual((rows[0].number, rows[0].cells), (2, (1, None)))
            self.assertEqual(
                (rows[0].problems[0].code, rows[0].problems[0].column), ("value.excel_error", "B")
            )
        self.assertRefused("file.sheet", out.getvalue(), "xlsx", {"sheet": "Нет"})

    def test_hostile_workbooks(self):
        """R07: zip bombs, entity expansion and files with a password are refused before parsing."""
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
        self.assertRefused("file.zip_bomb", bomb.getvalue(), "xlsx", {"max_unpacked": 10_000_000})

        good = self._book(["a"], ["b"])
        evil = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(evil, "w") as target:
            for name in source.namelist():
                body = source.read(name)
                if name.endswith("sheet1.xml"):
                    body = body.replace(
                        b"<worksheet",
                        b'<!DOCTYPE x [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]><worksheet',
                        1,
                    )
                target.writestr(name, body)
        self.assertRefused("file.unsafe_xml", evil.getvalue(), "xlsx")
        self.assertRefused("file.encrypted", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "xlsx")
        self.assertRefused("file.not_xlsx", b"PK\x03\x04rubbish", "xlsx")
        self.assertRefused("file.not_xlsx", good[: len(good) // 2], "xlsx")

    def test_options_defaults_are_documented_types(self):
        """P03: a profile stored as JSON round-trips through the options."""
        self.assertEqual(ReadOptions.from_mapping({}), ReadOptions())
        self.assertEqual(ReadOptions.from_mapping(ReadOptions(sheet=2)).sheet, 2)
