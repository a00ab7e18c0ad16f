from odoo import fields, models


class UtilityAccount(models.Model):
    _inherit = "utility.account"

    act_count = fields.Integer("Acts", compute="_compute_act_count")

    def _compute_act_count(self):
        counts = dict(
            self.env["utility.act"]._read_group(
                [("account_id", "in", self.ids)], ["account_id"], ["__count"]
            )
        )
        for account in self:
            account.act_count = counts.get(account, 0)

    def action_view_acts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("utility_billing.utility_act_action")
        return action | {
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }
