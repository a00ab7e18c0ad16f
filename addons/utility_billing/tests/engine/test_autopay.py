"""X11: what holds for every automatic payment."""

import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ...engine.autopay import AGAIN, FINAL, breaks, day_of_month, decide, owed, retry

SUMS = st.decimals(Decimal("-9999.99"), Decimal("9999.99"), places=2)
LIMITS = st.decimals(Decimal(0), Decimal("9999.99"), places=2)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


class AutopayTest(unittest.TestCase):
    @given(st.sampled_from(["bill", "part"]), SUMS, SUMS, LIMITS)
    def test_never_more_than_owed_or_allowed(self, rule, closing, balance, limit):
        """X11: nothing above the bill, the debt, or the limit; either a sum or a reason."""
        amount, reason = decide(rule, owed(closing, balance), limit=limit)
        self.assertEqual(bool(amount > 0), not reason)
        if amount:
            self.assertLessEqual(amount, min(closing, balance))
            self.assertLessEqual(amount, limit or amount)

    @given(st.integers(1, 28), DAYS, st.integers(0, 10))
    def test_each_month_is_met_once(self, day, start, notice):
        """X11: whoever looks each day finds one payment a month, on its day, with its notice."""
        found = {}
        for number in range(100):
            today = start + timedelta(days=number)
            target = day_of_month(day, today, notice)
            if target:
                self.assertEqual(target.day, day)
                self.assertTrue(today <= target <= today + timedelta(days=notice))
                found.setdefault((target.year, target.month), set()).add(target)
        self.assertTrue(all(len(days) == 1 for days in found.values()))
        self.assertGreaterEqual(len(found), 3)

    @given(st.sampled_from([*AGAIN, *FINAL, "silent", "refused", "limit"]), st.integers(1, 9), DAYS)
    def test_attempts_end(self, reason, attempt, day):
        """X11: only what may be mended is tried again, later, and not for ever."""
        found = retry(reason, attempt, 3, day, 0)
        self.assertEqual(found is not None, reason in AGAIN and attempt < 3)
        if found:
            self.assertGreater(found, day)

    def test_without_a_bill(self):
        """X11: a fixed sum needs no bill, the other rules do."""
        self.assertEqual(decide("fixed", None, fixed=Decimal(7)), (Decimal(7), ""))
        self.assertEqual(decide("bill", None), (Decimal(0), "no_bill"))
        self.assertFalse(breaks("refused", 99, 0))
