import base64

from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install", "utility_import", "utility_tour")
class TestImportTour(HttpCase):
    def test_form(self):
        """P03, X71: read, look, check, import, see the errors and take back, in the browser."""
        env = self.env
        locality = env["utility.locality"].create({"name": "Tourville"})
        building = env["utility.building"].create({"locality_id": locality.id, "number": "1"})
        premise = env["utility.premise"].create({"building_id": building.id, "number": "1"})
        partner = env["res.partner"].create({"name": "Payer"})
        account = env["utility.account"].create(
            {"number": "7000001", "premise_id": premise.id, "partner_id": partner.id}
        )
        data = "Лицевой счёт;ФИО\n7000001;Попова Анна\n999;Никто\n".encode("cp1251")
        record = env["utility.import"].create(
            {
                "kind": "residents",
                "filename": "tour.csv",
                "file": base64.b64encode(data),
                "user_id": env.ref("base.user_admin").id,
            }
        )
        self.start_tour(f"/odoo/utility-imports/{record.id}", "utility_import", login="admin")
        self.assertEqual(record.state, "undone")
        self.assertEqual(record.change_ids.mapped("undo_state"), ["done", "done"])
        self.assertFalse(account.residency_ids)
