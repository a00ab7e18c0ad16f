"""D08, C13: days without a service, services done once, tampering that was taken back."""

import unittest
from datetime import date
from decimal import Decimal

from ...engine import (
    Account,
    AccountService,
    Building,
    Meter,
    Norm,
    Register,
    Residents,
    Service,
    Suspension,
    Tampering,
    Tariff,
    World,
    charge_month,
)
from ...engine.corrections import tampering_differences
from ...engine.house import House

D = Decimal


class TestSuspension(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.world = World(
            [
                Service("water", unit="m3", tariffs=(Tariff(D(50)),), norms=(Norm(D(4)),)),
                Service("sewerage", unit="m3", tariffs=(Tariff(D(20)),), volume_from=("water",)),
                Service("work", basis="once", tariffs=(Tariff(D(1500)),)),
            ]
        )

    def account(self, services, *events):
        return Account(1, services, residents=[Residents(2)], events=list(events))

    def sums(self, account, period="2026-03"):
        lines, problems = charge_month(self.world, account, period)
        self.assertFalse(problems)
        found = {}
        for line in lines:
            found[line.service] = found.get(line.service, D(0)) + line.amount
        return found

    def test_days_between(self):
        """Days 11-20 of 31 are not charged; sewerage follows the water."""
        account = self.account(
            [AccountService("water"), AccountService("sewerage")],
            Suspension("water", date(2026, 3, 11), date(2026, 3, 20)),
        )
        # 8 m3 x 10/31 and x 11/31; the two lines are rounded each
        self.assertEqual(self.sums(account), {"water": D("270.97"), "sewerage": D("108.39")})

    def test_until_further_notice(self):
        account = self.account([AccountService("water")], Suspension("water", date(2026, 2, 5)))
        self.assertEqual(self.sums(account), {})
        self.assertEqual(self.sums(account, "2026-01"), {"water": D("400.00")})

    def test_what_the_meter_counted_stays(self):
        register = Register(None, date(2026, 2, 25), D(100), [(date(2026, 3, 25), D(103))])
        account = self.account(
            [AccountService("water", [Meter("M", [register])])],
            Suspension("water", date(2026, 3, 11)),
        )
        self.assertEqual(self.sums(account), {"water": D("150.00")})

    def test_two_rows_of_a_service_add_up(self):
        """Sewerage takes the water of both rows of a month."""
        account = self.account(
            [
                AccountService("water", date_to=date(2026, 3, 15)),
                AccountService("water", no_meter="possible", date_from=date(2026, 3, 16)),
                AccountService("sewerage"),
            ]
        )
        self.assertEqual(self.sums(account), {"water": D("400.00"), "sewerage": D("160.00")})

    def test_once(self):
        """Units of the day, whole, in the month of the day alone."""
        day = date(2026, 3, 17)
        account = self.account([AccountService("work", date_from=day, date_to=day, units=D(2))])
        self.assertEqual(self.sums(account), {"work": D("3000.00")})
        self.assertEqual(self.sums(account, "2026-04"), {})

    def test_tampering_taken_back(self):
        event = Tampering("water", date(2026, 2, 1), date(2026, 2, 10), capacity=D(2))
        account = self.account([AccountService("water")], event)
        building = Building("B", [account])
        house = House(self.world.month("2026-03"), building, "2026-03")
        charged, _problems = tampering_differences(self.world, building, house, [], "2026-03")
        self.assertEqual([line.amount for line in charged], [D("1000.00")])
        account.events = []
        back, _problems = tampering_differences(self.world, building, house, charged, "2026-04")
        self.assertEqual([line.amount for line in back], [D("-1000.00")])
        ledger = [*charged, *back]
        self.assertEqual(
            tampering_differences(self.world, building, house, ledger, "2026-05"), ([], [])
        )
