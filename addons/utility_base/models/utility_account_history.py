from odoo import models


class UtilityAccount(models.Model):
    _inherit = "utility.account"

    def action_history(self):
        """Who changed what and when on the account's dated facts, deleted ones included (R08)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("utility_base.auditlog_log_action")
        return {
            **action,
            "name": self.env._("History of %s", self.number),
            "domain": [
                "|",
                ("utility_account_id", "=", self.id),
                "&",
                ("utility_premise_id", "=", self.premise_id.id),
                ("utility_account_id", "=", False),
            ],
            "context": {},
        }
