import io
from datetime import date

from pypdf import PdfReader

from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestStatement(MoneyCommon):
    def rows(self, start, end):
        return self.env["utility.statement"]._rows(
            self.account, date.fromisoformat(start), date.fromisoformat(end)
        )

    def test_rows_lead_from_opening_to_closing(self):
        """E08: opening + charged - paid = closing, row by row."""
        self.charge("2025-12", (self.account, self.water, "40.00"))
        self.charge(
            "2026-01", (self.account, self.water, "100.00"), (self.account, self.heat, "5.00")
        )
        self.pay(self.account, 60.00, day="2026-01-20", purpose="thanks")
        statement = self.rows("2026-01-01", "2026-01-31")
        self.assertEqual(
            {k: str(statement[k]) for k in ("opening", "charged", "paid", "closing")},
            {"opening": "40.00", "charged": "105.00", "paid": "60.00", "closing": "85.00"},
        )
        self.assertEqual(
            [(str(r["date"]), r["kind"], str(r["balance"])) for r in statement["rows"]],
            [
                ("2026-01-20", "payment", "-20.00"),
                ("2026-01-31", "charge", "80.00"),
                ("2026-01-31", "charge", "85.00"),
            ],
        )

    def test_turnover_of_closed_months_keeps_the_balance(self):
        """R03: balances are the same before and after months are closed, advances included."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.pay(self.account, 130.00, day="2026-01-20")
        before = self.account._balances()[self.account.id]
        self.env["utility.period"]._get("2026-01-01").action_close()
        turnovers = self.env["utility.turnover"].search([("account_id", "=", self.account.id)])
        self.assertEqual(round(sum(turnovers.mapped("closing")), 2), -30.00)
        self.assertEqual(self.account._balances()[self.account.id], before)
        run = self.charge("2026-02", (self.account, self.water, "50.00"))
        self.env["utility.allocation"]._use_advances([self.account.id], run.period_id.date_to, run)
        self.env["utility.period"]._get("2026-02-01").action_close()
        february = turnovers.search(
            [("account_id", "=", self.account.id), ("period_date", "=", "2026-02-01")]
        )
        self.assertEqual(round(sum(february.mapped("opening")), 2), -30.00)
        self.assertEqual(round(sum(february.mapped("closing")), 2), 20.00)
        self.assertEqual(str(self.account._balances()[self.account.id]), "20.00")
        self.assertEqual(str(self.rows("2026-02-01", "2026-02-28")["opening"]), "-30.00")

    def test_screen_and_paper(self):
        """E08: the wizard shows the rows and prints them with Kazakh letters."""
        self.account.partner_id.name = "Әбдіғалиұлы Нұрсұлтан"
        self.charge("2026-01", (self.account, self.water, "1234.50"))
        wizard = self.env["utility.statement"].create(
            {"account_id": self.account.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        self.assertIn("1,234.50", wizard.content.replace("\xa0", ""))
        pdf = self.env["utility.document.template"]._render_statement(
            self.account, self.rows("2026-01-01", "2026-01-31")
        )
        text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        self.assertIn("Әбдіғалиұлы", text)
        self.assertEqual(wizard.action_print()["type"], "ir.actions.act_url")
