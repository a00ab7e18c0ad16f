import base64
from io import BytesIO

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestTurnoverSheet(MoneyCommon):
    """Turnovers between any two days (G04, G09)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheets = cls.env["utility.turnover.sheet"]

    def setUp(self):
        super().setUp()
        self.charge(
            "2026-01", (self.account, self.water, "100.10"), (self.other, self.heat, "33.33")
        )
        self.pay(self.account, 60, "2026-01-20")
        self.env["utility.period"]._get("2026-01-01").action_close()
        self.charge("2026-02", (self.account, self.water, "50.00"))
        self.pay(self.account, 30, "2026-02-10")
        self.pay(self.account, 80, "2026-02-25")

    def rows(self, start, end, by="account", **values):
        sheet = self.sheets.create({"date_from": start, "date_to": end, "by": by, **values})
        sheet.action_show()
        lines = self.env["utility.turnover.sheet.line"].search([("sheet_id", "=", sheet.id)])
        names = ("opening", "charged", "paid", "closing")
        return {line[f"{by}_id"]: tuple(round(line[name], 2) for name in names) for line in lines}

    def test_in_the_middle_of_a_month(self):
        """G04: the closed statement, and what came after it up to the day."""
        rows = self.rows("2026-02-05", "2026-02-20")
        self.assertEqual(rows[self.account], (90.10, 0, 30, 60.10))
        self.assertEqual(rows[self.other], (33.33, 0, 0, 33.33))

    def test_closing_is_the_balance_of_the_day(self):
        """G04: on each day the closing is the balance that the account shows."""
        for day in ("2026-01-15", "2026-01-31", "2026-02-09", "2026-02-10", "2026-02-28"):
            balances = self.account._balances(self.env["utility.period"]._fields["date_from"]
                                              .to_date(day))  # fmt: skip
            rows = self.rows("2026-01-01", day)
            self.assertEqual(rows[self.account][3], float(balances[self.account.id]), day)

    def test_equals_the_closed_statement(self):
        """G04: a whole closed month gives what its statement says."""
        stored = self.env["utility.turnover"].search([("company_id", "=", self.company.id)])
        rows = self.rows("2026-01-01", "2026-01-31")
        for account, values in rows.items():
            own = stored.filtered(lambda t, a=account: t.account_id == a)
            self.assertEqual(values[3], round(sum(own.mapped("closing")), 2))

    def test_by_service_and_deeper(self):
        """G04: each sum opens into what it consists of, down to the account's statement."""
        rows = self.rows("2026-02-01", "2026-02-28", "service")
        self.assertEqual(rows[self.heat], (33.33, 0, 0, 33.33))
        none = self.env["utility.service"]
        self.assertEqual(rows[none], (0, 0, 19.90, -19.90), "the advance")
        action = self.sheets.create(
            {"date_from": "2026-02-01", "date_to": "2026-02-28", "by": "service"}
        )
        action.action_show()
        lines = self.env["utility.turnover.sheet.line"]
        line = lines.search([("sheet_id", "=", action.id), ("service_id", "=", self.heat.id)])
        for by, found in (("building", self.building), ("account", self.other)):
            domain = line.action_deeper()["domain"]
            line = lines.search(domain)
            self.assertEqual(line[f"{by}_id"], found)
            self.assertEqual(line.closing, 33.33)
        self.assertEqual(line.action_deeper()["res_model"], "utility.statement")

    def test_xlsx(self):
        """G04: the table has the same sums."""
        sheet = self.sheets.create(
            {"date_from": "2026-02-01", "date_to": "2026-02-20", "by": "account"}
        )
        url = sheet.action_xlsx()["url"]
        attachment = self.env["ir.attachment"].browse(int(url.split("/")[3].split("?")[0]))
        page = openpyxl.load_workbook(BytesIO(base64.b64decode(attachment.datas))).active
        table = {row[0]: row[1:] for row in page.iter_rows(min_row=3, values_only=True)}
        self.assertEqual(len(table), 2)
        (values,) = [v for name, v in table.items() if self.account.number in name]
        self.assertEqual(values, (40.10, 50, 0, 30, 60.10))

    def test_limits_of_the_user(self):
        """R01: accounts beyond the limits of a user are not in the sums; others read nothing."""
        far = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "2"}
        )
        user = new_test_user(
            self.env,
            "sheet_accountant",
            "utility_base.group_accountant",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        user.utility_building_ids = far
        mine = self.sheets.with_user(user).create(
            {"date_from": "2026-02-01", "date_to": "2026-02-28", "by": "account"}
        )
        mine.action_show()
        self.assertFalse(
            self.env["utility.turnover.sheet.line"].search([("sheet_id", "=", mine.id)])
        )
        theirs = self.sheets.create({})
        with self.assertRaises(AccessError):
            theirs.with_user(user).action_show()
        with self.assertRaises(UserError):
            self.rows("2026-03-01", "2026-02-01")
