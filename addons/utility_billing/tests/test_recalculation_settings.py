from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRecalculationSettings(RunCommon):
    """X33: settings without days of their own change the closed months too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("intercom", 50)
        cls.first = cls.account("1", ["intercom"])
        cls.second = cls.account("2", ["intercom"])

    def setUp(self):
        super().setUp()
        self.approved("2026-02").period_id.action_close()

    def requests(self):
        return self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])

    def test_tax_of_a_service(self):
        """X33: the tax of a service comes as a difference of the closed month."""
        self.services["intercom"].write({"vat_mode": "on_top", "vat_rate": 20})
        self.assertEqual(len(self.requests()), 1)
        run = self.approved("2026-03")
        self.assertEqual(run.recalculated_amount, 20.0)

    def test_same_value_asks_nothing(self):
        """X33: a write that changes no value asks for nothing, nor does a field that counts not."""
        self.services["intercom"].write({"vat_rate": self.services["intercom"].vat_rate})
        self.first.write({"paper_bill": False})
        self.assertFalse(self.requests())

    def test_group_of_a_customer(self):
        """X33: the group of a customer is of its house alone."""
        self.first.customer_category_id = self.env.ref("utility_base.customer_category_budget")
        self.assertEqual(self.requests().building_id, self.first.building_id)
