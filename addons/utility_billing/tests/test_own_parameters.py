from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestOwnParameters(RunCommon):
    """A country without a pack: the company's own rows are its law."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.ge")
        cls.locality.country_id = cls.company.country_id
        cls.state = cls.env["res.country.state"].create(
            {"name": "Region", "code": "R1", "country_id": cls.company.country_id.id}
        )

    @classmethod
    def parameter(cls, code, value, **values):
        return cls.env["utility.rule.parameter"].create({"code": code, "value": value, **values})

    def own(self, code, value, **values):
        return self.parameter(code, value, company_id=self.company.id, **values)

    def test_month_of_a_country_without_a_pack(self):
        """C23: VAT, due day and penalties of the company's rows alone."""
        self.own("vat_rate", "18")
        self.own("due_day", "12")
        self.own("penalty_percent_day", "0.1")
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 59)
        self.norm("cold_water", 5)
        self.approved("2026-03")
        line = self.lines(account, "2026-03")
        self.assertEqual((line.amount, line.vat), (590.0, 90.0))
        bill = self.env["utility.bill"].search([("account_id", "=", account.id)])
        # 12 April 2026 is the Orthodox Easter, 13 April its Monday off
        self.assertEqual(str(bill.date_due), "2026-04-14")
        self.env["utility.penalty"]._accrue(self.company, date(2026, 4, 24), None)
        penalty = self.lines(account, "2026-04", kind="penalty")
        self.assertEqual(sum(Decimal(str(row.amount)) for row in penalty), Decimal("5.90"))

    def test_nearest_row_goes_first(self):
        """C23: the company's row before the region's, the country's, that of all."""
        water = self.services["cold_water"].id
        country = self.company.country_id.id
        rows = [
            self.parameter("vat_rate", "1", service_id=water),
            self.parameter("vat_rate", "2", country_id=country),
            self.parameter("vat_rate", "3", country_id=country, state_id=self.state.id),
            self.own("vat_rate", "4"),
        ]
        self.locality.state_id = self.state
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 100)
        self.norm("cold_water", 1)
        run = self.charged("2026-03")
        for row in reversed(rows):
            line = self.lines(account, "2026-03")
            self.assertEqual(line.vat_rate, float(row.value))
            row.active = False
            run.action_charge_now()
