from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestAllocationOrder(MoneyCommon):
    """E11: what payments cover first is a parameter of the law, of the company last."""

    def parameter(self, code, value):
        self.env["utility.rule.parameter"].create(
            {"code": code, "value": value, "company_id": self.company.id}
        )

    def test_penalties_first(self):
        """E11: a company that covers penalties before the principal."""
        self.parameter("allocation_order", "costs,penalty,principal")
        self.charge(
            "2026-01",
            (self.account, self.water, "100.00"),
            (self.account, self.water, "7.00", "penalty"),
        )
        self.pay(self.account, 50.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "penalty"): 7.00,
                ("2026-01", "cold_water", "principal"): 43.00,
            },
        )

    def test_time_barred_last(self):
        """E11: debts over the limitation come last where the company says so."""
        self.parameter("limitation_months", "1")
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.charge("2026-03", (self.account, self.water, "80.00"))
        self.pay(self.account, 90.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "principal"): 10.00,
                ("2026-03", "cold_water", "principal"): 80.00,
            },
        )

    def test_named_service_first(self):
        """E11, E13: money that an agent divided by services covers these first; a payer cannot
        choose the service, neither at once nor by an advance."""
        self.charge(
            "2026-01",
            (self.account, self.water, "100.00"),
            (self.account, self.heat, "80.00"),
        )
        self.pay(self.account, 90.00, purpose_service_id=self.heat.id)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "heating", "principal"): 40.00,
                ("2026-01", "cold_water", "principal"): 50.00,
            },
        )
        self.charge(
            "2026-01",
            (self.other, self.water, "100.00"),
            (self.other, self.heat, "80.00"),
        )
        self.pay(self.other, 90.00, purpose_service_id=self.heat.id, source="registry")
        self.assertEqual(
            self.covered(self.other),
            {
                ("2026-01", "heating", "principal"): 80.00,
                ("2026-01", "cold_water", "principal"): 10.00,
            },
        )
