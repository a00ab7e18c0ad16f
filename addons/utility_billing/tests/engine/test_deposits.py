"""X18: what holds for every deposit."""

import unittest
from calendar import isleap
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ...engine.deposits import Move, balance, good_months, interest, required

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))
SUMS = st.decimals(Decimal("-9999.99"), Decimal("9999.99"), places=2)
MOVES = st.lists(st.builds(Move, DAYS, SUMS), max_size=6)
RATES = st.decimals(0, 30, places=2)


def by_days(moves, rate, since, until):
    """Interest day by day in fractions."""
    total, day = Fraction(0), since + timedelta(days=1)
    while day <= until:
        held = sum((Fraction(m.amount) for m in moves if m.date < day), Fraction(0))
        total += held * Fraction(rate) / 100 / (366 if isleap(day.year) else 365)
        day += timedelta(days=1)
    return total


def rounded(value):
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


class DepositTest(unittest.TestCase):
    @settings(max_examples=60, deadline=None)
    @given(MOVES, RATES, DAYS, st.integers(0, 800))
    def test_interest_is_that_of_each_day(self, moves, rate, since, length):
        """X18: the sum of the days, rounded once; across leap years."""
        until = since + timedelta(days=length)
        self.assertEqual(
            interest(moves, rate, since, until), rounded(by_days(moves, rate, since, until))
        )

    @given(MOVES, DAYS)
    def test_no_days_no_rate_no_interest(self, moves, day):
        """X18: a rate of zero and an empty time bear nothing."""
        self.assertEqual(interest(moves, Decimal(0), day, day + timedelta(days=90)), 0)
        self.assertEqual(interest(moves, Decimal(10), day, day), 0)

    @given(MOVES)
    def test_balance_is_all_that_came_and_left(self, moves):
        """X18: by a late day everything counts."""
        self.assertEqual(balance(moves, date(2030, 1, 1)), balance(moves))
        self.assertEqual(balance(moves), sum(m.amount for m in moves))

    @given(st.lists(st.decimals(0, 9999, places=2), min_size=1, max_size=12), st.integers(1, 6))
    def test_required_lies_between_the_extremes(self, charges, months):
        """X18: so many average months lie between so many of the smallest and of the largest."""
        found = required(charges, months)
        self.assertLessEqual(min(charges) * months - Decimal("0.01"), found)
        self.assertLessEqual(found, max(charges) * months + Decimal("0.01"))

    def test_required_without_history(self):
        """X18: a new account has no average; a credit is no deposit."""
        self.assertEqual(required([], 3), 0)
        self.assertEqual(required([Decimal("-5.00")], 3), 0)

    @given(DAYS, st.integers(0, 48))
    def test_good_months_grow_by_months(self, since, months):
        """X18: a month is whole on the same day of it."""
        since = since.replace(day=min(since.day, 28))
        year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
        self.assertEqual(good_months(since, date(year, month + 1, since.day)), months)
