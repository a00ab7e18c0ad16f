from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDeskTour(HttpCase):
    def test_new_account(self):
        """A04, A05, A17, A19: an operator makes an account from nothing and finds it again."""
        user = new_test_user(
            self.env, "desk_tour", groups="utility_base.group_operator", password="desk_tour"
        )
        self.env.company.country_id = self.env.ref("base.ru")
        self.start_tour("/odoo/utility-accounts", "utility_new_account", login=user.login)
        account = self.env["utility.account"].search([("number", "=", "TOUR-1")])
        self.assertEqual(account.address, "Tourville, ул. Речная, д. 7, кв. 12")
        self.assertEqual(account.partner_id.name, "Турист Пётр")
        self.assertEqual(account.total_area, 54.3)
        self.assertEqual(account.create_uid, user)
