"""The application for a recalculation of absence has a deadline of each service (D02)."""

import unittest
from datetime import date

from ... import engine as e
from .common import PERIOD, D, account, charge, service, total

RULES = [
    e.Parameter("absence_min_full_days", D("5")),
    e.Parameter("absence_application_days", D("30")),
    e.Parameter("absence_application_days", D("180"), service="solid_waste"),
]
WORLD = e.World([service(norm="3.1"), service("solid_waste", "31", "0.2")], RULES)


class Deadline(unittest.TestCase):
    """Away with 10 full days; returned on 12 March."""

    def reduced(self, applied):
        """Reductions of water and waste."""
        event = e.Absence(1, date(2026, 3, 1), date(2026, 3, 12), applied)
        one = account("cold_water", "solid_waste", residents=1, events=[event])
        lines = charge(WORLD, one, PERIOD)
        return [
            total((line for line in lines if line.service == code), "recalculation")
            for code in ("cold_water", "solid_waste")
        ]

    def test_in_time(self):
        """On the thirtieth day after the return, or where no day is told."""
        both = [D("-50.00"), D("-2.00")]
        self.assertEqual(self.reduced(date(2026, 4, 11)), both)
        self.assertEqual(self.reduced(None), both)

    def test_too_late_for_water(self):
        """The 31st day is too late for water and in time for waste."""
        self.assertEqual(self.reduced(date(2026, 4, 12)), [0, D("-2.00")])

    def test_too_late_for_all(self):
        """After more than 180 days."""
        self.assertEqual(self.reduced(date(2026, 9, 9)), [0, 0])
