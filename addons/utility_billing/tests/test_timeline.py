from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTimeline(TransactionCase):
    """C14, C17: one price and one norm a day; gaps are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env.ref("utility_base.service_cold_water")

    def tariff(self, **values):
        return self.env["utility.tariff"].create(
            {"service_id": self.service.id, "value": 50, "date_from": "2026-01-01", **values}
        )

    def norm(self, **values):
        return self.env["utility.norm"].create(
            {"service_id": self.service.id, "value": 4.7, "date_from": "2026-01-01", **values}
        )

    def test_tariffs_of_a_key_overlap(self):
        """C17: a second price of one key on the same day is refused."""
        self.tariff()
        with self.assertRaisesRegex(ValidationError, "overlap"):
            self.tariff(date_from="2026-07-01")

    def test_ended_tariff_makes_room(self):
        """C17: the next price may begin the day after the last."""
        self.tariff(date_to="2026-06-30")
        later = self.tariff(date_from="2026-07-01", value=60)
        self.assertFalse(later.gap_note)
        with self.assertRaisesRegex(ValidationError, "overlap"):
            later.date_from = "2026-06-30"

    def test_categories_are_keys_of_their_own(self):
        """C01: population and organisations have prices of their own."""
        self.tariff()
        category = self.env.ref("utility_base.customer_category_organisation")
        self.assertTrue(self.tariff(customer_category_id=category.id))

    def test_gap_is_told(self):
        """C17: days without a price are allowed and told."""
        self.tariff(date_to="2026-05-31")
        later = self.tariff(date_from="2026-07-01")
        self.assertIn("06/01/2026", later.gap_note)
        self.assertIn("06/30/2026", later.gap_note)

    def test_blocks_rise(self):
        """X29: borders of ranges rise and the last range is open."""
        good = self.tariff(
            block_ids=[
                (0, 0, {"sequence": 1, "limit": 3, "value": 10}),
                (0, 0, {"sequence": 2, "limit": 0, "value": 20}),
            ]
        )
        self.assertEqual(len(good.block_ids), 2)
        with self.assertRaises(ValidationError):
            self.tariff(
                date_from="2020-01-01",
                date_to="2020-12-31",
                block_ids=[
                    (0, 0, {"sequence": 1, "limit": 5, "value": 10}),
                    (0, 0, {"sequence": 2, "limit": 3, "value": 20}),
                ],
            )

    def test_norms_overlap(self):
        """C14: two norms a person on one day are refused, one a m2 beside it is not."""
        self.norm()
        self.norm(per="m2")
        with self.assertRaisesRegex(ValidationError, "overlap"):
            self.norm(date_from="2027-01-01")

    def test_parameter_values_are_read(self):
        """C23: a parameter that cannot be read is refused when it is entered."""
        model = self.env["utility.rule.parameter"]
        model.create({"code": "key_rate", "value": "16.5"})
        model.create({"code": "holidays", "value": "2026-05-01, 2026-05-09"})
        for code, value in (("key_rate", "16,5"), ("holidays", "9 May"), ("vat_rate", "NaN")):
            with self.assertRaises(ValidationError, msg=code):
                model.create({"code": code, "value": value})
