"""X11: what holds for every instalment plan."""

import unittest
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from ...engine.agreements import Plan, covered, defer, key_of, schedule, states
from ...engine.allocation import PRINCIPAL, allocate, open_debts

POSITIVE = st.decimals(min_value="0.01", max_value=10**5, places=2)
FIRST = st.dates(date(2024, 1, 1), date(2030, 12, 31))


class Item(NamedTuple):
    period: int
    service: str
    amount: Decimal
    supplier: str = None
    kind: str = PRINCIPAL
    capital: bool = False
    later: bool = False


@st.composite
def plans(draw):
    """(open items, plan on the first of them)."""
    items = [
        Item(draw(st.integers(1, 5)), draw(st.sampled_from("ab")), draw(POSITIVE))
        for _number in range(draw(st.integers(1, 6)))
    ]
    items = list({key_of(item): item for item in items}.values())
    items.sort(key=lambda item: item.period)
    chosen = items[: draw(st.integers(1, len(items)))]
    debts = {key_of(item): item.amount for item in chosen}
    total = sum(debts.values())
    count = draw(st.integers(1, 12))
    parts = schedule(max(total, Decimal(count) / 100), count, draw(FIRST))
    return items, Plan(debts, parts, draw(st.sampled_from(("current", "plan"))))


class TestSchedule(unittest.TestCase):
    @given(POSITIVE, st.integers(1, 120), FIRST)
    def test_sum(self, total, count, first):
        """X11: the parts add up to the debt to the kopeck and differ by one at most."""
        if total * 100 < count:
            with self.assertRaises(ValueError):
                schedule(total, count, first)
            return
        parts = schedule(total, count, first)
        amounts = [part.amount for part in parts]
        self.assertEqual((len(parts), sum(amounts)), (count, total))
        self.assertLessEqual(max(amounts) - min(amounts), Decimal("0.01"))
        months = [part.date.year * 12 + part.date.month for part in parts]
        self.assertEqual(months, list(range(months[0], months[0] + count)))

    @given(POSITIVE, st.integers(1, 12), FIRST, FIRST, POSITIVE)
    def test_states(self, total, count, first, on, paid):
        """X11: paid parts stand before the others; all are paid by the whole debt only."""
        parts = schedule(max(total, Decimal(count) / 100), count, first)
        found = states(parts, paid, on)
        self.assertEqual(found, sorted(found, key=lambda state: state != "paid"))
        whole = sum(part.amount for part in parts)
        self.assertEqual(set(found) == {"paid"}, paid >= whole)


class TestDefer(unittest.TestCase):
    @given(plans(), FIRST)
    def test_sums(self, made, on):
        """X11: what waits is still owed; a second time changes nothing."""
        items, plan = made
        once = defer(items, plan, on)

        def sums(rows):
            found = {}
            for row in rows:
                found[key_of(row)] = found.get(key_of(row), 0) + row.amount
            return found

        self.assertEqual(sums(once), sums(items))
        self.assertEqual(defer(once, plan, on), once)
        self.assertTrue(all(key_of(row) in plan.debts for row in once if row.later))

    @given(plans(), FIRST, POSITIVE)
    def test_order(self, made, on, amount):
        """X11: nothing of what waits is covered while another debt is open."""
        items, plan = made
        rows = defer(items, plan, on)
        shares = allocate(amount, rows)
        taken = {id(share.debt): share.amount for share in shares if share.debt}
        if any(id(row) in taken for row in rows if row.later):
            for row in rows:
                if not row.later:
                    self.assertEqual(taken.get(id(row)), row.amount)

    @given(plans())
    def test_covered(self, made):
        """X11: with nothing paid nothing is covered, with nothing open all is."""
        items, plan = made
        self.assertEqual(covered(plan.debts, open_debts(items)), 0)
        self.assertEqual(covered(plan.debts, []), sum(plan.debts.values()))
