"""What holds for every town over several months (X33, Z03, D01)."""

import unittest

from hypothesis import given, settings
from hypothesis import strategies as st

from .random_town import MONTHS, NEXT, changed, charged, sums, told, towns
from .test_properties import key

FEW = settings(max_examples=25)
PAIRS = towns().flatmap(lambda data: st.tuples(st.just(data), changed(data)))


def whole(line):
    """A line with its months, to be compared."""
    return (line.period, line.of_period or "", *(str(part) for part in key(line)))


class RecalculationProperties(unittest.TestCase):
    """Closed months that change."""

    @FEW
    @given(towns())
    def test_without_change_nothing(self, data):
        """The next charge corrects nothing where nothing changed."""
        one = charged(data)
        one.charge(NEXT)
        self.assertEqual([line for line in one.ledger if line.cause == "correction"], [])

    @FEW
    @given(PAIRS)
    def test_corrected_is_fresh(self, pair):
        """What was charged and its corrections are what would have been charged right at once."""
        data, right = pair
        one = charged(data)
        told(one, right)
        one.charge(NEXT)
        fresh = charged(right)
        self.assertEqual(sums(one.ledger, MONTHS[-1]), sums(fresh.ledger, MONTHS[-1]))

    @FEW
    @given(PAIRS)
    def test_there_and_back(self, pair):
        """A correction that is taken back leaves what was charged first."""
        data, other = pair
        one = charged(data)
        before = sums(one.ledger, MONTHS[-1])
        told(one, other)
        one.charge(NEXT)
        one.close(NEXT)
        told(one, data)
        one.charge("2026-05")
        self.assertEqual(sums(one.ledger, MONTHS[-1]), before)

    @FEW
    @given(towns())
    def test_charged_again_is_the_same(self, data):
        """An open month charged twice has the lines of the last time, which are those of the first."""
        one = charged(data, MONTHS[:2])
        one.charge(MONTHS[2])
        first = sorted(map(whole, one.ledger))
        one.charge(MONTHS[2])
        self.assertEqual(sorted(map(whole, one.ledger)), first)


class OrderProperties(unittest.TestCase):
    """Order and sign."""

    @FEW
    @given(PAIRS, st.randoms(use_true_random=False))
    def test_order_of_accounts(self, pair, random):
        """Accounts in another order have the same lines, corrections included."""
        found = []
        for turn in (False, True):
            rows = []
            for data in pair:
                order = list(data["accounts"])
                if turn:
                    random.shuffle(order)
                rows.append({**data, "accounts": order})
            one = charged(rows[0])
            told(one, rows[1])
            one.charge(NEXT)
            found.append(sorted(map(whole, one.ledger)))
        self.assertEqual(*found)

    @FEW
    @given(PAIRS)
    def test_negative_has_a_reason(self, pair):
        """A negative month of a service says why: a recalculation with its cause."""
        data, right = pair
        one = charged(data)
        told(one, right)
        one.charge(NEXT)
        months = {}
        for line in one.ledger:
            months.setdefault((line.account, line.service, line.period), []).append(line)
        for lines in months.values():
            if sum(line.amount for line in lines) < 0:
                reasons = [
                    line for line in lines if line.kind == "recalculation" and line.amount < 0
                ]
                self.assertTrue(reasons)
                for line in reasons:
                    self.assertTrue(line.cause)
                    self.assertTrue(line.of_period)
