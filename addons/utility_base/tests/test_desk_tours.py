"""The quick addition and the move in a real browser."""

from odoo.tests import HttpCase, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestDeskTours(PeopleCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_test_user(cls.env, "tourist", "utility_base.group_operator", password="tourist")
        cls.env.company.utility_account_sequence_id = False

    def test_quick_add(self):
        """A17, A19: a house is laid out, its list corrected, previewed and created on the screen."""
        self.start_tour("/odoo/utility-quick-add", "utility_quick_add", login="tourist")
        house = self.env["utility.building"].search(
            [("street_id", "=", self.street.id), ("number", "=", "14")]
        )
        self.assertEqual((house.premise_count, house.account_count), (12, 12))
        self.assertIn("Әлиева Ә.", house.account_ids.mapped("partner_name"))
        self.assertEqual(sum(house.premise_ids.mapped("total_area")), 54.2 + 11 * 41.5)

    def test_moving_in(self):
        """A12: the payer leaves with a final reading, another family comes on a new account."""
        meter = self._meter(self.account, "M1", value=100)
        self._resident(self.account, self.payer)
        self._service(self.account, self.water)
        self.start_tour(
            f"/odoo/utility-accounts/{self.account.id}", "utility_move", login="tourist"
        )
        new = self.env["utility.account"].search([("number", "=", "200001")])
        self.assertEqual(new.previous_account_id, self.account)
        self.assertEqual(self.account.state, "closed")
        self.assertEqual(new.residency_ids.partner_id.name, "Новосёлов Ян")
        self.assertEqual(meter.account_id, new)
        self.assertEqual(meter.current_installation_id.reading_ids.value, 120.5)
