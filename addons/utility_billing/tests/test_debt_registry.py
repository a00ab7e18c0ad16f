import base64
import doctest
import io
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.utility_base.gateway.table import read_table

from ..gateway import debt_registry
from .money_common import MoneyCommon

CSV = "Лицевой;Оплачено;Когда\n0000012345;1 234,50;05.11.2025\n777;-5,00;05.11.2025\n;x;\n"


@tagged("post_install", "-at_install")
class TestDebtRegistry(MoneyCommon):
    def debts(self, kind, **values):
        self.charge("2025-10", (self.account, self.water, "1500.00"))
        return self.env["utility.debt.registry"].create(
            {"name": f"Debts {kind}", "kind": kind} | values
        )

    def test_examples_in_docstrings(self):
        """E13: the documented examples are true."""
        result = doctest.testmod(debt_registry)
        self.assertTrue(result.attempted and not result.failed)

    def test_debtors_only_and_masked(self):
        """E13: who owes nothing is left out; the name is masked, the address stays at home."""
        registry = self.debts("sber")
        self.pay(self.other, 10)
        with patch.object(fields.Date, "context_today", lambda _record: date(2025, 11, 3)):
            registry.action_make()
        self.assertRecordValues(registry, [{"count": 1, "total": 1500.00, "number": 1}])
        self.assertEqual(
            registry.attachment_id.raw.decode("cp1251"),
            "0000012345;И*** И. И.;;1025;1500,00\r\n",
        )
        registry.write({"scope": "all", "show_name": "full", "show_address": True})
        registry.action_make()
        text = registry.attachment_id.raw.decode("cp1251")
        self.assertIn("0000012345;ИВАНОВ ИВАН ИВАНОВИЧ;", text)
        self.assertIn("0000099999;Петрова Анна;", text)
        self.assertTrue(text.endswith(";0,00\r\n"))

    def test_name_of_sberbanks_file(self):
        """E13: INN, settlement account, number and month stand in the name."""
        bank = self.env["res.partner.bank"].create(
            {
                "acc_number": "40702810900000000001",
                "partner_id": self.company.partner_id.id,
            }
        )
        self.company.partner_id.vat = "7707083893"
        registry = self.debts("sber", bank_id=bank.id)
        with patch.object(fields.Date, "context_today", lambda _record: date(2025, 11, 3)):
            registry.action_make()
        self.assertEqual(
            registry.attachment_id.name, "7707083893_40702810900000000001_001_1025.txt"
        )

    def test_tables(self):
        """E13: CSV, XLSX and DBF hold the same rows."""
        registry = self.debts("csv")
        for kind in ("csv", "xlsx", "dbf"):
            registry.kind = kind
            registry.action_make()
            row = next(iter(read_table(registry.attachment_id.raw, kind).rows))
            self.assertEqual(row.cells[0], "0000012345", kind)
            self.assertEqual(Decimal(str(row.cells[4])), 1500, kind)

    def test_the_store_has_the_file(self):
        """E13: the file goes to the store in parts; its size and digest are those of any other."""
        registry = self.debts("csv")
        registry.action_make()
        attachment = registry.attachment_id
        twin = attachment.create({"name": "twin.csv", "raw": attachment.raw})
        self.assertTrue(attachment.raw)
        for name in ("file_size", "checksum", "store_fname"):
            self.assertEqual(attachment[name], twin[name], name)
        registry.action_make()  # the same bytes again
        self.assertEqual(registry.attachment_id.raw, attachment.raw)

    def test_a_sheet_that_is_full(self):
        """E13: what a sheet of XLSX cannot hold goes on in the next, nothing is lost."""
        rows = [
            debt_registry.DebtRow(f"{n}", "", "", date(2025, 10, 1), Decimal(n)) for n in range(5)
        ]
        stream = io.BytesIO()
        with patch.object(debt_registry, "SHEET", 2):
            debt_registry.write_file(rows, stream, "xlsx")
        book = load_workbook(stream)
        found = [[row[0] for row in sheet.values] for sheet in book.worksheets]
        self.assertEqual(found, [["account", "0", "1"], ["account", "2", "3"], ["account", "4"]])

    def test_columns_of_the_contract(self):
        """E13: meters with their readings, debts by service and penalties; a row a service."""
        model = self.env["utility.meter.model"].create({"name": "M", "resource": "cold_water"})
        meter = self.env["utility.meter"].create({"serial": "W-1", "model_id": model.id})
        self.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "account_id": self.account.id,
                "service_id": self.water.id,
                "date_from": "2025-01-01",
            }
        )
        self.env["utility.reading"].create(
            {
                "register_id": meter.register_ids.id,
                "date": "2025-10-20",
                "value": 12.5,
                "source": "visit",
            }
        )
        self.charge(
            "2025-10", (self.account, self.heat, "80"), (self.account, self.heat, "7.50", "penalty")
        )
        contents = [
            {"content": "account", "heading": "ЛС"},
            {"content": "debt"},
            {"content": "penalty"},
            {"content": "service_debt", "service_id": self.heat.id, "heading": "heat"},
            *({"content": name} for name in ("meter", "reading", "reading_date")),
            {"content": "meter", "place": 2},
            {"content": "service_code"},
        ]
        registry = self.debts("csv", column_ids=[(0, 0, values) for values in contents])
        registry.action_make()
        text = registry.attachment_id.raw.decode("utf-8-sig").splitlines()
        self.assertEqual(text[0], "ЛС;debt;penalty;heat;meter1;reading1;read_on1;meter2;service")
        self.assertEqual(text[1], "0000012345;1587.50;7.50;87.50;W-1;12.5;2025-10-20;;")
        registry.rows_by = "service"
        registry.action_make()
        rows = registry.attachment_id.raw.decode("utf-8-sig").splitlines()[1:]
        self.assertEqual(
            sorted(row.split(";")[1:3] + row.split(";")[-1:] for row in rows),
            [["1500.00", "0.00", "cold_water"], ["87.50", "7.50", "heating"]],
        )
        registry.column_ids[0].heading = "LS"
        for kind in ("xlsx", "dbf"):
            registry.kind = kind
            registry.action_make()
            table = read_table(registry.attachment_id.raw, kind)
            self.assertEqual(len(list(table.rows)), 2, kind)

    def test_once_a_day(self):
        """E13: the file is made on its day, once, however often the clock strikes."""
        today = fields.Date.context_today(self.env.user)
        registry = self.debts("csv", day=min(today.day, 28))
        with patch.object(fields.Date, "context_today", lambda _r: today.replace(day=registry.day)):
            self.env["utility.debt.registry"]._cron_make()
            self.env["utility.debt.registry"]._cron_make()
        self.assertEqual(registry.number, 1 if today.day <= 28 else registry.number)

    def test_pages(self):
        """E13: accounts are read by pages and none is lost between them."""
        registry = self.debts("csv", scope="all")
        with patch("odoo.addons.utility_billing.models.utility_debt_registry.PAGE", 1):
            registry.action_make()
        self.assertEqual(registry.count, 2)

    def test_rights(self):
        """R06: only billing and accountants make files of debts."""
        for role, right in (("cashier", False), ("billing", True), ("accountant", True)):
            user = new_test_user(self.env, f"debts_{role}", f"utility_base.group_{role}")
            model = self.env["utility.debt.registry"].with_user(user)
            self.assertEqual(model.has_access("write"), right, role)

    def test_format_with_preview(self):
        """E07: a table is described by its columns, seen before use, and loaded by them."""
        sample = base64.b64encode(CSV.encode("cp1251"))
        columns = {"account_column": "Лицевой", "date_column": "Когда"}
        own = self.env["utility.registry.format"].create(
            {"name": "Post", "sample": sample, "amount_column": "Сумма"} | columns
        )
        self.assertIn("alert-danger", own.preview)
        own.amount_column = "Оплачено"
        self.assertIn("1234.50", own.preview)
        registry = self.env["utility.payment.registry"].create(
            {"file": sample, "filename": "post.csv", "format_id": own.id}
        )
        registry.action_read()
        self.assertRecordValues(
            registry.line_ids.sorted("number"),
            [
                {"state": "matched", "amount": 1234.50, "date": date(2025, 11, 5)},
                {"state": "error", "amount": -5.00, "date": date(2025, 11, 5)},
                {"state": "error", "amount": 0.00, "date": fields.Date.context_today(registry)},
            ],
        )
        self.assertEqual(registry.profile, "table")
