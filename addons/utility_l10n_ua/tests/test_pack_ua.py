from datetime import date

from odoo.tests import tagged

from odoo.addons.utility_billing.gateway.production_calendar import production_calendar
from odoo.addons.utility_billing.tests.pack_common import PackChecks, PackCommon


@tagged("post_install", "-at_install")
class TestUkraine(PackChecks, PackCommon):
    country = "ua"
    chart = "ua_psbo"
    required = frozenset(
        {
            "penalty_percent_day",
            "penalty_cap_share",
            "bill_day",
            "absence_min_full_days",
            "absence_excluded",
            "living_minimum",
            "subsidy_method",
            "subsidy_base_share",
            "subsidy_base_ratio",
            "area_norm_person",
            "area_norm_household",
        }
    )

    def test_production_calendar(self):
        """F10: no days off are granted since 15.03.2022, weekends alone move the due date."""
        off, _worked = production_calendar("UA", 2022, 2026)
        self.assertLess(max(off).isoformat(), "2022-03-15")
        self.assertEqual(production_calendar("UA", 2023, 2026), ((), ()))

    def test_ukrainian_month(self):
        """C23: a month of Ukraine: no coefficient, due on the 20th, no days off in wartime."""
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 30)
        self.norm("cold_water", 3.6)
        self.approved("2026-03")
        self.assertEqual(self.sums(account, "2026-03"), {"cold_water": 216.0})
        bill = self.env["utility.bill"].search([("account_id", "=", account.id)])
        self.assertEqual(str(bill.date_due), "2026-04-20")

    def test_moratorium_bears_no_penalty(self):
        """F10: no penalty on the days from 05.03.2022 to 29.12.2023 (ПКМУ 206, 1405)."""
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 50)
        self.norm("cold_water", 10)
        self.approved("2022-01")  # due on Monday 21.02.2022
        self.env["utility.penalty"]._accrue(self.company, date(2024, 1, 8), None)
        penalties = self.env["utility.charge"].search(
            [("account_id", "=", account.id), ("kind", "=", "penalty")]
        )
        # 11 days up to 04.03.2022, 10 days from 30.12.2023: 1000 * 0.01% * 21
        self.assertEqual(sum(penalties.mapped("amount")), 2.1)
