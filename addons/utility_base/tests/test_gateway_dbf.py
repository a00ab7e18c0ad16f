import os
import struct
import tempfile
from datetime import date
from decimal import Decimal

import dbfread
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..gateway.problem import GatewayError
from ..gateway.read_dbf import read_header
from ..gateway.table import read_table
from ..gateway.write_dbf import write_dbf

quick = settings(max_examples=60, deadline=None, database=None, derandomize=True)
FIXTURES = os.path.join(os.path.dirname(__file__), "fixtures")
TODAY = date(2026, 10, 5)
FIELDS = [("LIC", "C", 13, 0), ("FIO", "C", 30, 0), ("SUMMA", "N", 10, 2), ("KOL", "N", 4, 0),
          ("DATP", "D", 8, 0), ("OK", "L", 1, 0)]  # fmt: skip
ROW = ("0904900100130", "Ґалаґан Їжак", Decimal("-298.39"), 3, date(2025, 11, 4), True)


def fixture(name):
    with open(os.path.join(FIXTURES, name), "rb") as file:
        return file.read()


def cells(table):
    return [row.cells for row in table.rows]


class TestDbf(BaseCase):
    def test_fixture_cp1251(self):
        """P01: the payments file of a Ukrainian water utility, language byte cp1251."""
        table = read_table(fixture("payments_registry_cp1251.dbf"), "dbf")
        self.assertEqual(table.info["encoding"], "cp1251")
        row = dict(zip(table.columns, cells(table)[0], strict=True))
        self.assertEqual(row["LIC_SCHET"], "0904900100130")
        self.assertEqual(row["SUMMA"], Decimal("298.39"))
        self.assertEqual(row["DATP"], date(2025, 11, 4))

    def test_fixture_cp866(self):
        """P13: the 2-пільга form with a Latin I in Ukrainian names."""
        table = read_table(fixture("ua_2pilga_cp866.dbf"), "dbf")
        row = dict(zip(table.columns, cells(table)[0], strict=True))
        self.assertEqual(row["FIO"], "IВАНЕНКО IВАН IВАНОВИЧ")
        self.assertEqual((row["YEARIN"], row["MONTHIN"]), (2025, 10))

    def test_codepage_override(self):
        """P03: the profile's codepage beats the language byte; cp1125 keeps Ukrainian letters."""
        for encoding in ("cp1251", "cp1125"):
            data = write_dbf(FIELDS, [ROW], encoding, today=TODAY)
            wrong = data[:29] + b"\x03" + data[30:]
            table = read_table(wrong, "dbf", {"encoding": encoding})
            self.assertEqual(cells(table), [ROW])
            silent = data[:29] + b"\x00" + data[30:]
            guessed = read_table(silent, "dbf")
            self.assertEqual(cells(guessed), [ROW])
            self.assertEqual([item.code for item in guessed.problems], ["file.unknown_codepage"])

    def test_visual_foxpro_backlink(self):
        """P05: a VFP heading keeps 263 bytes after its terminator; deleted records keep their
        numbers."""
        plain = write_dbf(FIELDS[:3], [ROW[:3], ROW[:3]], "cp1251", today=TODAY)
        header = read_header(plain)
        vfp = bytearray(plain[: header.length] + b"\0" * 263 + plain[header.length :])
        vfp[0] = 0x30
        struct.pack_into("<H", vfp, 8, header.length + 263)
        vfp[header.length + 263] = 0x2A
        rows = list(read_table(bytes(vfp), "dbf").rows)
        self.assertEqual([(row.number, row.cells) for row in rows], [(2, ROW[:3])])

    def test_damage(self):
        """P03: an early end is told and what is there is read; damaged numbers spoil their cell
        only."""
        data = write_dbf(FIELDS, [ROW] * 3, "cp1251", today=TODAY)
        cut = read_table(data[:-60], "dbf")
        self.assertEqual([item.code for item in cut.problems], ["file.truncated"])
        self.assertEqual(len(cells(cut)), 2)
        bad = data.replace(b"   -298.39", b"**********", 1)
        first = next(iter(read_table(bad, "dbf").rows))
        self.assertEqual(
            (first.problems[0].code, first.problems[0].column), ("value.decimal", "SUMMA")
        )
        self.assertEqual(first.cells[0], ROW[0])
        for broken in (b"\x03" + b"\0" * 40, b"hello" * 20, data[:40]):
            with self.assertRaises(GatewayError) as caught:
                read_table(broken, "dbf")
            self.assertEqual(caught.exception.problem.code, "file.not_dbf")

    def test_missing_memo(self):
        """P05: long texts in a lost .fpt file are left out with a warning."""
        data = bytearray(
            write_dbf([("LIC", "C", 5, 0), ("NOTE", "C", 10, 0)], [("1", "")], today=TODAY)
        )
        data[32 + 32 + 11] = ord("M")
        table = read_table(bytes(data), "dbf")
        self.assertEqual([(p.code, p.is_warning) for p in table.problems], [("file.no_memo", True)])
        self.assertEqual(cells(table), [("1", None)])

    def test_writer_refuses_what_does_not_fit(self):
        """P13: a sum wider than its field is refused, never cut."""
        with self.assertRaises(GatewayError) as caught:
            write_dbf([("S", "N", 6, 2)], [(Decimal("12345.67"),)], today=TODAY)
        self.assertEqual(caught.exception.problem.code, "value.decimal_range")
        with self.assertRaises(GatewayError):
            write_dbf([("ДОЛГ", "N", 6, 2)], [], today=TODAY)

    @quick
    @given(
        st.lists(
            st.tuples(
                st.text("АБВгдеёҐіїЄ 0123456789", max_size=12).map(str.rstrip),
                st.none() | st.decimals(-9999999, 9999999, places=2),
                st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
                st.none() | st.booleans(),
            ),
            max_size=6,
        )
    )
    def test_round_trip_and_independent_reader(self, rows):
        """P13: what we write reads back, by us and by dbfread."""
        fields = [("NAME", "C", 12, 0), ("SUM", "N", 12, 2), ("DAY", "D", 8, 0), ("YES", "L", 1, 0)]
        data = write_dbf(fields, rows, "cp1125", today=TODAY)
        expected = [(name or None, *rest) for name, *rest in rows]
        table = read_table(data, "dbf", {"encoding": "cp1125", "skip_blank": False})
        self.assertEqual(cells(table), expected)
        with tempfile.NamedTemporaryFile(suffix=".dbf") as file:
            file.write(data)
            file.flush()
            other = dbfread.DBF(file.name, encoding="cp1125")
            got = [tuple(record.values()) for record in other]
        self.assertEqual(
            [
                (name, None if number is None else float(number), day, yes)
                for name, number, day, yes in rows
            ],
            [
                (name, None if number is None else float(number), day, yes)
                for name, number, day, yes in got
            ],
        )
