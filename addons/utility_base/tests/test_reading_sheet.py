import base64
import io
from datetime import date

import pymupdf
from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestReadingSheet(MetersCommon):
    """Rounds of controllers (B04)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.water = cls._meter("C1")
        cls.light = cls._meter("E1", cls.power, cls.accounts[1], zones=("day", "night"))
        cls.env["utility.meter.seal"].create({"meter_id": cls.water.id, "number": "SEAL-7"})
        cls._read(cls.water, date(2025, 7, 20), 12.5)
        cls.sheet = cls.env["utility.reading.sheet"].create(
            {
                "date": date(2025, 8, 20),
                "building_ids": cls.building.ids,
                "controller_id": cls.operator.id,
            }
        )

    def test_meters_of_the_round(self):
        """B04: by house, service and what was not read yet."""
        self.sheet.action_issue()
        self.assertEqual(self.sheet.line_ids.meter_id, self.water | self.light)
        with self.assertRaisesRegex(UserError, "issued"):
            self.sheet.action_fill()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.sheet.unlink()
        other = self.sheet.copy({"service_ids": self.cold.ids})
        other.action_fill()
        self.assertEqual(other.line_ids.meter_id, self.water)
        other.service_ids = False
        other.not_read_since = date(2025, 7, 1)
        other.action_fill()
        self.assertEqual(other.line_ids.meter_id, self.light)
        with self.assertRaisesRegex(UserError, "Choose the streets"):
            self.env["utility.reading.sheet"].create({}).action_fill()

    def test_pdf(self):
        """B04: on paper with last values, seals and blank boxes, from an editable template."""
        self.sheet.action_issue()
        pages = pymupdf.open("pdf", self.sheet._pdf())
        text = "".join(page.get_text() for page in pages)
        for expected in (self.sheet.name, "SEAL-7", "C1", "E1", "12,5", "A-1", "Payer 1", "Night"):
            self.assertIn(expected, text)

    def test_xlsx_and_back(self):
        """B04: the filled table is imported; a meter that was not read is told by its row."""
        self.sheet.action_issue()
        book = load_workbook(io.BytesIO(self.sheet._xlsx()))
        page = book.active
        titles = [cell.value for cell in page[1]]
        column = {title: index for index, title in enumerate(titles)}
        for row, value in zip(page.iter_rows(min_row=2), (20, 5, None), strict=True):
            self.assertIsNone(row[column["value"]].value)
            row[column["value"]].value = value
        filled = io.BytesIO()
        book.save(filled)
        record = (
            self.env["utility.import"]
            .with_user(self.operator)
            .create(
                {
                    "kind": "readings",
                    "filename": "sheet.xlsx",
                    "file": base64.b64encode(filled.getvalue()),
                }
            )
        )
        record.action_read()
        record.action_run()
        rows = record.row_ids.sorted("number")
        self.assertEqual(
            rows.mapped("state"), ["created", "created", "error"], rows.mapped("message")
        )
        self.assertEqual(rows[2].code, "IMP-NO-READING")
        day, night = self.light.register_ids
        last = self.light._last_readings()
        self.assertEqual(last[day.id], (date(2025, 8, 20), 5))
        self.assertEqual(last[night.id][0], date(2025, 1, 1))
        self.assertEqual(
            self.water._last_readings()[self.water.register_ids.id][0], date(2025, 8, 20)
        )
        self.assertEqual((self.sheet.entered_count, self.sheet.progress), (2, 100))

    def test_grid_of_the_sheet(self):
        """B04: entering back by the grid, as the controller."""
        controller = new_test_user(
            self.env, "meters_controller", groups="utility_base.group_controller"
        )
        self.sheet.action_issue()
        params = self.sheet.action_enter()["params"]
        readings = self.env["utility.reading"].with_user(controller)
        data = readings.grid_rows({"sheet_id": params["sheet_id"]}, params["date"])
        self.assertEqual([r["serial"] for r in data["rows"]], ["C1", "E1", "E1"])
        self.assertEqual(data["rows"][0]["last_value"], "12.5")
        answers = readings.grid_save(
            [{"register_id": data["rows"][0]["id"], "value": "20,5"}],
            params["date"],
            params["source"],
        )
        self.assertEqual(answers[0]["status"], "accepted")
        again = readings.grid_rows({"sheet_id": params["sheet_id"]}, params["date"])["rows"][0]
        self.assertEqual(
            (again["entered"]["value"], again["entered"]["state"]), ("20.5", "accepted")
        )
        readings.grid_undo(answers[0]["ids"])
        again = readings.grid_rows({"sheet_id": params["sheet_id"]}, params["date"])["rows"][0]
        self.assertFalse(again["entered"])
