"""X17: what holds for every levelled plan."""

import unittest
from datetime import date
from decimal import Decimal
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from ...engine.levels import LevelPlan, level, review, running, spread, true_up
from ...engine.periods import last_day, period_of

MONEY = st.decimals(min_value=0, max_value=10**5, places=2)
#: a month may give back more than it charges
CHARGE = st.decimals(min_value=-1000, max_value=10**5, places=2)


def months(count):
    return [date(2026 + number // 12, number % 12 + 1, 1) for number in range(count)]


@st.composite
def plans(draw):
    """(plan, its months): charged up to some month, levels that may have changed on the way."""
    found = months(draw(st.integers(1, 14)))
    one = level([draw(MONEY) for _month in found])
    levels = dict.fromkeys(found, one)
    for month in found[draw(st.integers(0, len(found))) :]:
        levels[month] = draw(MONEY)
    charged = found[: draw(st.integers(0, len(found)))]
    ended = draw(st.sampled_from([None, *found]))
    return LevelPlan(levels, {month: draw(CHARGE) for month in charged}, ended), found


def end(month):
    return last_day(period_of(month))


class TestLevels(unittest.TestCase):
    @given(st.lists(st.tuples(MONEY, CHARGE), min_size=1, max_size=24))
    def test_true_up(self, rows):
        """X17: levels and true-up add up to the charges, to the kopeck."""
        found = months(len(rows))
        one = level([expected for expected, _charge in rows])
        levels = dict.fromkeys(found, one)
        charges = {month: charge for month, (_e, charge) in zip(found, rows, strict=True)}
        rest = true_up(charges, levels)
        self.assertEqual(sum(levels.values()) + rest, sum(charges.values()))
        self.assertEqual(running(charges, levels)[found[-1]], rest)
        self.assertEqual(rest, rest.quantize(Decimal("0.01")))

    @given(plans())
    def test_due(self, made):
        """X17: due are charges never beyond the levels while it holds, all of them at its end."""
        plan, found = made
        parts = plan.due_parts()
        charged = asked = Decimal(0)
        for month, due in accumulate(parts.items(), lambda a, b: (b[0], a[1] + b[1])):
            charged += plan.charges[month]
            asked += plan.levels[month]
            over = month == found[-1] or (plan.ended and plan.ended <= month)
            self.assertEqual(due, charged if over else min(asked, charged))
            late = charged - max(plan.difference(end(month)), 0)
            self.assertEqual(due, late)

    @given(plans())
    def test_asked(self, made):
        """X17: the balance less the difference is the levels, where nothing was paid."""
        plan, found = made
        for month in plan.charges:
            balance = sum(amount for when, amount in plan.charges.items() if when <= month)
            asked = balance - plan.difference(end(month))
            over = month == found[-1] or (plan.ended and plan.ended <= end(month))
            levels = sum(amount for when, amount in plan.levels.items() if when <= month)
            self.assertEqual(asked, balance if over else levels)

    @given(plans(), st.lists(st.tuples(st.integers(1, 400), MONEY.filter(bool)), max_size=8))
    def test_spread(self, made, payments):
        """X17: payments are kept to the kopeck and cover what is due from the first month on."""
        due = {month: max(part, Decimal(0)) for month, part in made[0].due_parts().items()}
        found = spread(payments, due)
        if not due:
            self.assertEqual(found, {})
            return
        self.assertEqual(
            sum(amount for parts in found.values() for _day, amount in parts),
            sum(amount for _day, amount in payments),
        )
        sums = {month: sum(amount for _day, amount in parts) for month, parts in found.items()}
        for month in sorted(due)[:-1]:
            self.assertLessEqual(sums[month], due[month])
            later = sum(amount for when, amount in sums.items() if when > month)
            self.assertTrue(sums[month] == due[month] or not later)

    @given(plans())
    def test_review(self, made):
        """X17: charges as expected leave no drift but kopecks; the new level ends it at zero."""
        plan, found = made
        expected = {month: abs(plan.charges.get(month, plan.levels[month])) for month in found}
        charges = {month: expected[month] for month in plan.charges}
        levels = dict.fromkeys(found, level(list(expected.values())))
        percent, new = review(charges, expected, levels)
        whole = sum(levels.values())
        if whole:
            self.assertLessEqual(abs(percent), Decimal(100) * len(found) / whole / 100 + 1)
        self.assertEqual(new is None, len(charges) == len(found))
        if new is not None:
            rest = [month for month in found if month not in charges]
            ends = sum(charges.values()) + sum(expected[month] for month in rest)
            asked = sum(levels[month] for month in charges) + new * len(rest)
            if ends >= sum(levels[month] for month in charges):
                self.assertLessEqual(abs(ends - asked), Decimal("0.01") * len(rest))
