from odoo import models


class UtilityBillingRun(models.Model):
    _inherit = "utility.billing.run"

    def action_approve(self):
        """Approved charges are sealed in the journal, in the same transaction (Z17)."""
        res = super().action_approve()
        for run in self:
            self.env["utility.chain.link"]._seal_run(run)
        return res
