from odoo import models


class UtilityAccount(models.Model):
    """The way from an account to its agreements (X11, X16, X18)."""

    _inherit = "utility.account"

    def action_view_agreements(self):
        return self._view_agreements("utility_billing.utility_agreement_action")

    def action_view_deposits(self):
        return self._view_agreements("utility_billing.utility_deposit_action")

    def action_view_payment_schedules(self):
        return self._view_agreements("utility_billing.utility_payment_schedule_action")

    def _view_agreements(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }
