"""What holds for every payment and every overdue debt (F10)."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ...engine.allocation import ORDER, PRINCIPAL, Debt, allocate
from ...engine.allocation_plain import Group, allocate_plain
from ...engine.parameters import Parameters
from ...engine.penalties import Overdue, accrue
from .common import D, parameters

POSITIVE = st.decimals(min_value="0.01", max_value=10**5, places=2)
PERIODS = ("2026-01", "2026-02", "2026-03")
DUE = date(2025, 11, 10)
RULES = Parameters(
    parameters(
        key_rate="16.5",
        penalty_rate_cap="9.5",
        penalty_free_days=30,
        penalty_divisors=((31, 300), (91, 130)),
    )
)


@st.composite
def debts(draw, few=POSITIVE):
    """Debts of some periods, services and kinds; some are credits."""
    found = []
    for index in range(draw(st.integers(0, 8))):
        amount = draw(few) * draw(st.sampled_from((1, 1, 1, -1)))
        kind = draw(st.sampled_from(("principal", "principal", "penalty", "costs")))
        service = draw(st.sampled_from(("water", "heat", "repair")))
        period = draw(st.sampled_from(PERIODS))
        found.append(Debt(index, period, service, amount, kind, service == "repair"))
    return found


class AllocationProperties(unittest.TestCase):
    """Payments."""

    @given(POSITIVE, debts(), st.sampled_from((None, *PERIODS)), st.booleans())
    def test_nothing_is_lost(self, amount, owed, purpose, capital):
        """The shares are the payment; no debt gets more than is owed; capital stays apart."""
        apart = "repair" if capital else None
        shares = allocate(amount, owed, purpose_period=purpose, capital_service=apart)
        self.assertEqual(sum(share.amount for share in shares), amount)
        for share in shares:
            self.assertGreater(share.amount, 0)
            if share.debt is not None:
                self.assertLessEqual(share.amount, share.debt.amount)
                self.assertEqual(share.debt.capital, capital)

    @given(
        POSITIVE | st.decimals(min_value="0.01", max_value=3, places=2),
        debts(few=st.integers(1, 9).map(lambda kopecks: D(kopecks) / 100)) | debts(),
        st.sampled_from((None, *PERIODS)),
        st.permutations(ORDER),
        st.sampled_from((None, *PERIODS)),
    )
    def test_plain_case_is_equal(self, amount, owed, purpose, order, barred):
        """E11: the plain case in kopecks gives each debt what the general one gives."""
        owed = [debt for debt in owed if debt.amount > 0 and not debt.capital]
        rules = {"purpose_period": purpose, "order": order, "barred_before": barred}
        wanted = {
            share.debt and share.debt.key: share.amount for share in allocate(amount, owed, **rules)
        }
        groups = {}
        for debt in owed:
            group = groups.setdefault(
                (debt.kind, debt.period), Group(debt.kind, debt.period, [], [])
            )
            group.keys.append(debt.key)
            group.owed.append(int(debt.amount * 100))
        found, rest = allocate_plain(int(amount * 100), list(groups.values()), **rules)
        shares = {
            key: D(part) / 100
            for group, parts in found
            for key, part in zip(group.keys, parts, strict=True)
            if part
        }
        self.assertEqual(shares | ({None: D(rest) / 100} if rest else {}), wanted)

    @given(POSITIVE, debts())
    def test_advance_only_when_all_is_paid(self, amount, owed):
        """An advance is left only where nothing is owed any more."""
        shares = allocate(amount, owed)
        if any(share.debt is None for share in shares):
            mine = [debt for debt in owed if not debt.capital]
            paid = sum(share.amount for share in shares if share.debt is not None)
            self.assertGreaterEqual(paid, sum(debt.amount for debt in mine))

    @given(POSITIVE, debts())
    def test_penalties_come_last(self, amount, owed):
        """A penalty gets something only where no principal is left."""
        shares = allocate(amount, owed)
        kinds = {share.debt.kind for share in shares if share.debt is not None}
        if "penalty" in kinds:
            paid = {share.debt.key: share.amount for share in shares if share.debt is not None}
            left = sum(
                debt.amount - paid.get(debt.key, 0)
                for debt in owed
                if debt.kind == PRINCIPAL and not debt.capital
            )
            self.assertLessEqual(left, 0)


PAYMENTS = st.lists(st.tuples(st.integers(-20, 200), POSITIVE), max_size=4)


class PenaltyProperties(unittest.TestCase):
    """Penalties."""

    def accrued(self, principal, payments, days):
        paid = [(DUE + timedelta(days=number), amount) for number, amount in payments]
        debt = Overdue("2025-10", DUE, principal, paid)
        found = accrue(RULES, debt, DUE + timedelta(days=days))
        return sum((accrual.amount for accrual in found), D("0"))

    @given(POSITIVE, PAYMENTS, st.integers(0, 300))
    def test_time_never_lowers(self, principal, payments, days):
        """A day later is never less, and never less than nothing."""
        now = self.accrued(principal, payments, days)
        self.assertGreaterEqual(now, 0)
        self.assertGreaterEqual(self.accrued(principal, payments, days + 1), now)

    @given(POSITIVE, PAYMENTS, st.integers(0, 300))
    def test_paying_never_raises(self, principal, payments, days):
        """Less is due than without any payment, but for the rounding of the spans."""
        most = self.accrued(principal, [], days) + D("0.01") * (2 * len(payments) + 2)
        self.assertLessEqual(self.accrued(principal, payments, days), most)

    @given(POSITIVE, PAYMENTS, st.integers(0, 300), st.randoms())
    def test_order_of_payments(self, principal, payments, days, random):
        """The order in which payments are told does not matter."""
        turned = list(payments)
        random.shuffle(turned)
        self.assertEqual(
            self.accrued(principal, payments, days), self.accrued(principal, turned, days)
        )
