"""X16: interest for instalments."""

import unittest
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ...engine.agreements import schedule
from ...engine.instalment_interest import deferred_spans, interest, schedule_interest

SUM = st.decimals(min_value="10", max_value=10**5, places=2)
RATE = st.decimals(min_value="0.01", max_value=30, places=2)
SINCE = st.dates(date(2023, 6, 1), date(2029, 12, 31))
LATER = st.integers(0, 200)


@st.composite
def plans(draw):
    """(day of the agreement, schedule, principal, payments)."""
    since = draw(SINCE)
    total = draw(SUM)
    parts = schedule(total, draw(st.integers(1, 12)), since + timedelta(draw(st.integers(1, 40))))
    left, paid = total, []
    for days in sorted(draw(st.lists(LATER, max_size=5))):
        amount = min(left, draw(SUM))
        if amount > 0:
            paid.append((since + timedelta(days), amount))
            left -= amount
    return since, parts, total, paid


class TestInterest(unittest.TestCase):
    @given(plans(), RATE, LATER)
    def test_by_days(self, plan, rate, days):
        """X16: the spans are the sum over days, each on what is neither paid nor asked for."""
        since, parts, principal, paid = plan
        until = since + timedelta(days)
        exact = Decimal(0)
        for number in range(1, days + 1):
            day = since + timedelta(number)
            later = sum(amount for when, amount in parts if when >= day)
            open_ = principal - sum(amount for when, amount in paid if when < day)
            year = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
            exact += max(min(later, open_), Decimal(0)) * rate / (100 * year)
        found = interest(deferred_spans(parts, principal, paid, since, until), rate)
        self.assertLessEqual(abs(found - exact), Decimal("0.005000001"))

    @given(plans(), LATER)
    def test_spans(self, plan, days):
        """X16: spans follow each other, stay inside their days and inside a year."""
        since, parts, principal, paid = plan
        until = since + timedelta(days)
        spans = deferred_spans(parts, principal, paid, since, until)
        self.assertTrue(all(since < s.first <= s.last <= until for s in spans))
        self.assertTrue(all(s.first.year == s.last.year and 0 < s.rest <= principal for s in spans))
        self.assertTrue(all(a.last < b.first for a, b in pairwise(spans)))

    @given(plans(), RATE)
    def test_paid_lowers(self, plan, rate):
        """X16: money never raises the interest; a kept schedule bears what it showed."""
        since, parts, principal, paid = plan
        end = parts[-1].date

        def total(payments):
            return interest(deferred_spans(parts, principal, payments, since, end), rate)

        self.assertLessEqual(total(paid), total([]))
        shown = schedule_interest(parts, principal, rate, since)
        self.assertEqual(sum(shown), total(parts))
        self.assertTrue(all(part >= 0 for part in shown))

    def test_late_bears_none(self):
        """X16: what is late is put off no more; nothing after the last date."""
        parts = schedule(Decimal(1000), 2, date(2026, 6, 10))
        spans = deferred_spans(parts, Decimal(1000), [], date(2026, 5, 12), date(2026, 12, 31))
        self.assertEqual(
            [(str(s.first), str(s.last), s.rest) for s in spans],
            [("2026-05-13", "2026-06-10", 1000), ("2026-06-11", "2026-07-10", 500)],
        )

    def test_penalties_in_schedule(self):
        """X16: penalties in the schedule bear no interest."""
        parts = schedule(Decimal(1200), 2, date(2026, 6, 10))
        spans = deferred_spans(parts, Decimal(1000), [], date(2026, 5, 12), date(2026, 7, 31))
        self.assertEqual([s.rest for s in spans], [1000, 600])
