import base64
import io

import openpyxl
from freezegun import freeze_time

from odoo import Command
from odoo.tests import TransactionCase


class ImportsCommon(TransactionCase):
    """A small register and helpers that make files and import them as an operator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-10"))
        cls.company = cls.env["res.company"].create(
            {"name": "Import Works", "country_id": cls.env.ref("base.ru").id}
        )
        cls.operator = cls.env["res.users"].create(
            {
                "name": "Import Operator",
                "login": "import_operator",
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.link(cls.env.ref("utility_base.group_operator").id)],
            }
        )
        cls.env = cls.env(user=cls.operator)
        cls.company = cls.company.with_env(cls.env)
        cls.locality = cls.env["utility.locality"].create({"name": "Энск", "kind": "city"})
        cls.street = cls.env["utility.street"].create(
            {"name": "Ленина", "locality_id": cls.locality.id}
        )
        cls.building = cls.env["utility.building"].create(
            {"locality_id": cls.locality.id, "street_id": cls.street.id, "number": "5"}
        )
        cls.accounts = cls.env["utility.account"]
        for number in ("0001001", "0001002", "0001003"):
            cls.accounts |= cls._account(number)

    @classmethod
    def _account(cls, number, name="Петров Пётр Петрович"):
        premise = cls.env["utility.premise"].create(
            {"building_id": cls.building.id, "number": number[-2:].lstrip("0")}
        )
        partner = cls.env["res.partner"].create({"name": name, "company_id": cls.company.id})
        return cls.env["utility.account"].create(
            {
                "number": number,
                "premise_id": premise.id,
                "partner_id": partner.id,
                "date_open": "2020-01-01",
            }
        )

    @classmethod
    def _csv(cls, rows, encoding="utf-8", delimiter=";"):
        return "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)

    @classmethod
    def _xlsx(cls, rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def _new(self, kind, data, filename="file.csv", **values):
        return self.env["utility.import"].create(
            {"kind": kind, "filename": filename, "file": base64.b64encode(data), **values}
        )

    def _run(self, kind, data, filename="file.csv", **values):
        """Import read and run to its end."""
        record = self._new(kind, data, filename, **values)
        record.action_read()
        record.action_run()
        return record

    def _states(self, record):
        return record.row_ids.sorted("number").mapped("state")

    def _codes(self, record):
        return record.row_ids.sorted("number").mapped("code")

    def _counts(self, *models):
        self.env.flush_all()
        return [
            self.env[model].sudo().with_context(active_test=False).search_count([])
            for model in models
        ]
