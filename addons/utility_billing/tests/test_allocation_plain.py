from unittest.mock import patch

from odoo.tests import tagged

from ..models import utility_allocation
from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestAllocationPlain(MoneyCommon):
    """E11: payments that are spread in kopecks go where the general order puts them."""

    def owe(self, *extra):
        """The same debts of both accounts, of three months; ``extra`` rows of the last one."""
        self.charge("2026-01", *self.both(self.water, "0.10"), *self.both(self.heat, "100.05"))
        self.charge(
            "2026-02",
            *self.both(self.water, "33.33"),
            *self.both(self.heat, "66.67"),
            *self.both(self.capital, "12.00"),
            *self.both(self.water, "7.01", "penalty"),
        )
        self.charge("2026-03", *self.both(self.heat, "50.00"), *extra)

    def both(self, *row):
        return [(account, *row) for account in (self.account, self.other)]

    def compare(self, amount, **values):
        """Pay both accounts, the other one in the general way; what was covered."""
        self.pay(self.account, amount, **values)
        with patch.object(utility_allocation, "_is_plain", lambda payments: False):
            self.pay(self.other, amount, **values)
        covered = self.covered(self.account)
        self.assertEqual(covered, self.covered(self.other))
        return covered

    def test_equal(self):
        """E11: part after part, until an advance is left; capital repair stays apart."""
        self.owe()
        for amount in (0.07, 100.00, 50.05, 99.99, 3.01, 40.00):
            self.compare(amount)
        self.assertEqual(
            self.compare(0.01),
            {
                ("2026-01", "cold_water", "principal"): 0.10,
                ("2026-01", "heating", "principal"): 100.05,
                ("2026-02", "cold_water", "principal"): 33.33,
                ("2026-02", "heating", "principal"): 66.67,
                ("2026-02", "cold_water", "penalty"): 7.01,
                ("2026-03", "heating", "principal"): 50.00,
                ("", "", "advance"): 35.97,
            },
        )

    def test_named_month(self):
        """E11: the month that the payer named comes first."""
        self.owe()
        covered = self.compare(60.00, purpose_period="2026-02-01")
        self.assertEqual({month for month, _service, _kind in covered}, {"2026-02"})

    def test_own_order_gets_the_odd_kopeck(self):
        """E11: of equal remainders the service that stands first on the account's bill is first."""
        self.charge("2026-01", *self.both(self.water, "10.00"), *self.both(self.heat, "10.00"))
        for account in (self.account, self.other):
            for service, sequence in ((self.heat, 1), (self.water, 2)):
                self.env["utility.account.service"].create(
                    {
                        "account_id": account.id,
                        "service_id": service.id,
                        "sequence": sequence,
                        "date_from": "2025-01-01",
                    }
                )
        self.env.flush_all()
        self.assertEqual(self.compare(0.01), {("2026-01", "heating", "principal"): 0.01})

    def test_credit(self):
        """E11: an account with a credit goes the general way, which sets it off first."""
        self.owe(*self.both(self.water, "-20.00"))
        covered = self.compare(100.00)
        # the credit pays the debts of the first month as far as it goes
        self.assertEqual(sum(covered.values()), 100.00)
        self.assertNotIn(("2026-01", "cold_water", "principal"), covered)
