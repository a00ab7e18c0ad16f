from odoo import models


class UtilityBuilding(models.Model):
    _inherit = "utility.building"

    def action_view_acts(self):
        """Acts of the house and of its accounts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("utility_billing.utility_act_action")
        return action | {
            "domain": [("building_id", "=", self.id)],
            "context": {"default_building_id": self.id},
        }
