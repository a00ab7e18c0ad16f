"""States change by the buttons, and the buttons are for those who may press them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestGuardedStates(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "guard_operator", "utility_base.group_operator")
        cls.reader = new_test_user(cls.env, "guard_reader", "utility_base.group_reader")

    def test_a_reader_takes_no_house_back(self):
        """A17, R01: the journal of quick additions is read by all, undone by operators."""
        building = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "777"}
        )
        batch = self.env["utility.quick.batch"].create(
            {
                "name": "House",
                "company_id": self.env.company.id,
                "building_id": building.id,
                "records": {"utility.building": building.ids},
            }
        )
        with self.assertRaises(AccessError):
            batch.with_user(self.reader).action_undo()
        self.assertTrue(building.exists())
        batch.with_user(self.operator).action_undo()
        self.assertFalse(building.exists())

    def test_contracts_come_into_force_by_their_button(self):
        """A06: a plain write or a forged context does not go around the agreement."""
        values = {
            "number": "G-1",
            "partner_id": self.env["res.partner"].create({"name": "Payer"}).id,
            "date_from": "2026-01-01",
        }
        contracts = self.env["utility.contract"].with_user(self.operator)
        with self.assertRaises(UserError):
            contracts.create({**values, "state": "active"})
        with self.assertRaises(UserError):
            contracts.with_context(default_state="active").create(values)
        contract = contracts.create(values)
        for context in ({}, {"utility_transition": True}, {"install_mode": True}):
            with self.assertRaises(UserError):
                contract.with_context(**context).write({"state": "active"})
        amendment = self.env["utility.contract.amendment"].create(
            {"contract_id": contract.id, "number": "1", "date_from": "2026-02-01"}
        )
        with self.assertRaises(UserError):
            amendment.with_user(self.operator).state = "active"
        contract.action_review()
        self.assertEqual(contract.state, "review")
        with self.assertRaises(AccessError):
            contract.with_user(self.reader).action_back_to_draft()
        contract.action_back_to_draft()
        self.assertEqual(contract.state, "draft")
