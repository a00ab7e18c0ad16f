from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.utility_billing.engine import Parameter, due_date
from odoo.addons.utility_billing.engine.parameters import Parameters
from odoo.addons.utility_billing.gateway.production_calendar import production_calendar
from odoo.addons.utility_billing.loader.reader import exact_cursor
from odoo.addons.utility_billing.loader.world import WorldLoader
from odoo.addons.utility_billing.tests.pack_common import PackChecks, PackCommon


@tagged("post_install", "-at_install")
class TestRussia(PackChecks, PackCommon):
    country = "ru"
    chart = "ru"
    required = frozenset(
        {
            "key_rate",
            "penalty_divisors",
            "penalty_free_days",
            "bill_day",
            "absence_min_full_days",
            "absence_excluded",
            "tampering_multiplier",
            "tampering_max_months",
            "living_minimum",
            "subsidy_method",
            "subsidy_max_share",
            "area_norm_person",
        }
    )

    def test_working_days_are_transferred(self):
        """F10: 02.05.2025 is off for 04.01.2025, Saturday 01.11.2025 is worked for 03.11.2025."""
        off, worked = production_calendar("RU", 2025, 2025)
        self.assertIn(date(2025, 5, 2), off)
        self.assertIn(date(2025, 11, 1), worked)
        rows = Parameters(
            [
                Parameter("due_day", Decimal(1)),
                Parameter("holidays", off),
                Parameter("workdays", worked),
            ]
        )
        self.assertEqual(due_date(rows, "2025-10"), date(2025, 11, 1))

    def test_local_days_off_join_those_of_the_country(self):
        """F10: a day off of the region moves the due date; the country's days stay."""
        self.env["utility.rule.parameter"].create(
            {"code": "holidays", "value": "2026-04-15", "company_id": self.company.id}
        )
        with exact_cursor(self.env) as cursor:
            loader = WorldLoader(self.env, self.company, cursor, "2026-03")
        rows = loader.place(self.building.id, self.locality.id).world.parameters
        self.assertEqual(due_date(rows, "2026-03"), date(2026, 4, 16))
        self.assertEqual(due_date(rows, "2025-12"), date(2026, 1, 12))

    def test_russian_month(self):
        """C23: a month of Russia: norm with the coefficient 3, VAT 22%, due on the 15th."""
        account = self.account("1", ["cold_water"])
        account.service_ids.no_meter_reason = "possible"
        self.tariff("cold_water", 50)
        self.norm("cold_water", 4)
        self.approved("2026-03")
        sums = {line.kind: line.amount for line in self.lines(account, "2026-03")}
        self.assertEqual(sums, {"charge": 400.0, "uplift": 800.0})
        bill = self.env["utility.bill"].search([("account_id", "=", account.id)])
        self.assertEqual(str(bill.date_due), "2026-04-15")
