from datetime import datetime

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestAgreed(RunCommon):
    """Agreed quantities, standing charges, seasonal prices and other measures through the run."""

    def office(self, code, basis, **values):
        """An organisation with one service charged by an agreed quantity."""
        account = self.account("7", [code], residents=0, kind="organisation")
        account.service_ids.write({"basis": basis, **values})
        return account

    def test_contract_volume_and_capacity(self):
        """C21: organisations by contract volume and by connected capacity."""
        self.tariff("gas", 7.5)
        account = self.office("gas", "contract", contract_volume=280)
        self.charged("2026-02")
        self.assertEqual(self.sums(account, "2026-02"), {"gas": 2100.0})
        line = self.lines(account, "2026-02")
        self.assertEqual((line.method, line.volume), ("contract", 280.0))
        account.service_ids.write({"basis": "capacity", "capacity": 2, "capacity_hours": 8})
        run = self.charged("2026-02")
        self.assertEqual(self.sums(account, "2026-02", run=run), {"gas": 2 * 8 * 28 * 7.5})

    def test_nothing_agreed(self):
        """C22: no agreed volume is a problem of the account."""
        self.tariff("gas", 7.5)
        self.office("gas", "contract")
        self.assertEqual(self.charged("2026-02").problem_ids.code, "NO_CONTRACT_VOLUME")

    def test_standing_charge_of_meters(self):
        """X29: a fixed sum for each meter of the named services, by days."""
        water, rent = self.services["cold_water"], self.services["intercom"]
        self.tariff("cold_water", 50)
        self.tariff("intercom", 28)
        rent.write({"basis": "per_meter", "volume_source_ids": [(6, 0, water.ids)]})
        account = self.account("3", ["cold_water", "intercom"])
        self.meter(account, "cold_water", 10, ("2026-02-25", 12))
        self.meter(account, "cold_water", 0, ("2026-02-25", 1), serial="M2", installed="2026-02-15")
        self.charged("2026-02")
        self.assertEqual(self.sums(account, "2026-02")["intercom"], 42.0)

    def test_seasonal_tariff(self):
        """X29: a price of some months goes before that of the year; both may stand side by side."""
        self.norm("cold_water", 4)
        self.tariff("cold_water", 50)
        summer = self.tariff("cold_water", 80, season_months="5,6,7")
        account = self.account("3", ["cold_water"])
        self.approved("2026-04")
        self.charged("2026-05")
        self.assertEqual(self.sums(account, "2026-04"), {"cold_water": 400.0})
        self.assertEqual(self.sums(account, "2026-05"), {"cold_water": 640.0})
        with self.assertRaises(ValidationError):
            summer.season_months = "5,13"

    def test_pressure(self):
        """D03: pressure 20 percent too low for 50 hours."""
        self.tariff("cold_water", 50)
        self.norm("cold_water", 2.8)
        for code, value in (
            ("quality_pressure_percent_hour", "0.1"),
            ("quality_pressure_limit", "25"),
        ):
            self.env["utility.rule.parameter"].create(
                {"code": code, "value": value, "company_id": self.env.company.id}
            )
        account = self.account("3", ["cold_water"])
        self.env["utility.event"].create(
            {
                "kind": "quality",
                "measure": "pressure",
                "service_id": self.services["cold_water"].id,
                "account_id": account.id,
                "value": 2.4,
                "norm": 3,
                "start": datetime(2026, 2, 10, 12),
                "end": datetime(2026, 2, 12, 14),
                "state": "confirmed",
            }
        )
        self.charged("2026-02")
        self.assertEqual(
            [(line.kind, line.amount) for line in self.lines(account, "2026-02")],
            [("charge", 280.0), ("recalculation", -14.0)],
        )

    def test_event_of_the_first_hours_of_a_month(self):
        """D03: days of an event are those of the company's own zone."""
        self.env.company.partner_id.tz = "Asia/Tomsk"
        event = self.env["utility.event"].create(
            {
                "kind": "outage",
                "service_id": self.services["cold_water"].id,
                "building_id": self.building.id,
                # 1 February, from 1 to 5 o'clock in Tomsk
                "start": datetime(2026, 1, 31, 18),
                "end": datetime(2026, 1, 31, 22),
            }
        )
        self.assertEqual((event.date_from, event.date_to), (self.day("2026-02-01"),) * 2)
