import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRunExport(RunCommon):
    """X30: a simulation as a workbook, beside the last approved month."""

    def test_workbook(self):
        """X30: sums by service, their difference to the month before, and the lines themselves."""
        price = self.tariff("intercom", 65)
        self.account("1", ["intercom"])
        self.account("2", ["intercom"])
        self.approved("2026-02")
        price.value = 70
        with self.assertRaises(UserError):
            self.run_of("2026-03").action_export()
        run = self.charged("2026-03", simulation=True)
        file = run.action_export()["url"].split("/")[3].split("?")[0]
        book = openpyxl.load_workbook(io.BytesIO(self.env["ir.attachment"].browse(int(file)).raw))
        sums, lines = (list(sheet.values) for sheet in book)
        self.assertEqual(sums[0][4], "Sum in 2026-02")
        self.assertEqual(sums[1][1:], (2, 140, 2, 130, 10))
        self.assertEqual([(row[0], row[6]) for row in lines[1:]], [("1", 70), ("2", 70)])

    def test_speed(self):
        """X34: a small run that was charged at once tells its speed too."""
        self.tariff("intercom", 65)
        self.account("1", ["intercom"])
        self.assertGreater(self.charged("2026-02").speed, 0)
