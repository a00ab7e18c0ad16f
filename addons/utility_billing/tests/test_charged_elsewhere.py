from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestChargedElsewhere(RunCommon):
    """N02: services that another centre or the supplier itself charges are not in our run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 55.21)
        cls.tariff("intercom", 65)
        cls.supplier, cls.centre = cls.env["res.partner"].create(
            [{"name": "Water"}, {"name": "Centre"}]
        )
        cls.both = cls.account("1", ["cold_water", "intercom"])
        cls.only = cls.account("2", ["cold_water"])
        water = (cls.both + cls.only).service_ids.filtered(
            lambda s: s.service_id == cls.services["cold_water"]
        )
        water.supplier_id = cls.supplier
        # a meter of a service that others charge must not bring it back
        cls.meter(cls.both, "cold_water", 100, ("2026-02-24", 109))

    def test_run_and_its_proof(self):
        """N02, X35: the meter's service is left out, and who has nothing else is not expected."""
        self.env["utility.supplier.scheme"].create(
            {
                "supplier_id": self.supplier.id,
                "mode": "external",
                "centre_id": self.centre.id,
                "date_from": "2026-02-01",
            }
        )
        run = self.charged("2026-02")
        self.assertEqual(self.sums(self.both, "2026-02"), {"intercom": 65.0})
        self.assertEqual(self.sums(self.only, "2026-02"), {})
        self.assertRecordValues(
            run, [{"expected_count": 1, "without_service_count": 1, "missing_count": 0}]
        )

    def test_before_the_scheme(self):
        """N02: months before the day of the scheme stay ours."""
        self.env["utility.supplier.scheme"].create(
            {"supplier_id": self.supplier.id, "mode": "direct", "date_from": "2026-03-01"}
        )
        self.charged("2026-02")
        self.assertEqual(self.sums(self.both, "2026-02"), {"cold_water": 496.89, "intercom": 65.0})
