from odoo import fields, models


class UtilityAccount(models.Model):
    _inherit = "utility.account"

    order_count = fields.Integer("Paid Services", compute="_compute_order_count")

    def _compute_order_count(self):
        counts = dict(
            self.env["utility.service.order"]._read_group(
                [("account_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["account_id"],
                ["__count"],
            )
        )
        for account in self:
            account.order_count = counts.get(account, 0)

    def _area_on(self, day):
        """m2 of the premise that charges are by on ``day``."""
        self.ensure_one()
        premise = self.premise_id
        areas = self.env["utility.area"]._values_on("premise_id", premise.ids, day)
        return areas.get((premise.id, "calculated")) or areas.get((premise.id, "total"), 0)

    def action_view_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_service_order_action"
        )
        return action | {
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }
