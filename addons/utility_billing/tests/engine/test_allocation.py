"""Orders of payment allocation that countries and companies set themselves (E11)."""

import unittest

from ...engine.allocation import Debt, allocate
from ...engine.parameter_values import parse_value
from .common import D

DEBTS = [
    Debt("old", "2022-01", "water", D("100")),
    Debt("new", "2026-01", "water", D("100")),
    Debt("fine", "2026-01", "water", D("30"), "penalty"),
    Debt("court", "2026-02", None, D("10"), "costs"),
]


def covered(amount, **rules):
    """{key: amount} of a payment."""
    shares = allocate(D(amount), DEBTS, **rules)
    return {share.debt.key if share.debt else None: share.amount for share in shares}


class OrderCase(unittest.TestCase):
    """Kinds and time-barred debts."""

    def test_usual(self):
        """Costs, principal, penalties."""
        self.assertEqual(covered(150), {"court": D("10"), "old": D("100"), "new": D("40")})

    def test_penalties_first(self):
        """The parameter puts penalties before the principal."""
        order = parse_value("allocation_order", "costs,penalty,principal")
        self.assertEqual(
            covered(150, order=order),
            {"court": D("10"), "fine": D("30"), "old": D("100"), "new": D("10")},
        )

    def test_kinds_left_out_come_last(self):
        """What an order does not name is covered all the same."""
        self.assertEqual(
            covered(240, order=("penalty",)),
            {"fine": D("30"), "court": D("10"), "old": D("100"), "new": D("100")},
        )

    def test_barred(self):
        """A time-barred debt comes after the others, unless the payer names it."""
        rules = {"barred_before": "2023-01"}
        self.assertEqual(covered(120, **rules), {"court": D("10"), "new": D("100"), "old": D("10")})
        self.assertEqual(
            covered(120, purpose_period="2022-01", **rules),
            {"court": D("10"), "old": D("100"), "new": D("10")},
        )

    def test_wrong_order(self):
        """A kind that is none, or told twice, is refused."""
        for text in ("costs,fine", "costs,costs", ""):
            with self.subTest(text), self.assertRaises(ValueError):
                parse_value("allocation_order", text)
