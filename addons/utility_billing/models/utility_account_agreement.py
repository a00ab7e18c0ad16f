from odoo import models


class UtilityAccount(models.Model):
    """The way from an account to its instalment agreements (X16)."""

    _inherit = "utility.account"

    def action_view_agreements(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_agreement_action"
        )
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }
