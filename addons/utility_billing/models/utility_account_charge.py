from odoo import models
from odoo.exceptions import UserError


class UtilityAccount(models.Model):
    """Charges and bills of an account from its own screen."""

    _inherit = "utility.account"

    def action_view_charges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"search_default_final": 1},
        }

    def action_view_bills(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_bill_action"
        )
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"search_default_approved": 1},
        }

    def action_charge_now(self):
        """Charge the accounts alone for the oldest open month; the run waits for its review."""
        company = self.company_id
        if len(company) != 1:
            raise UserError(self.env._("Choose accounts of one company."))
        runs = self.env["utility.billing.run"].with_company(company)
        period = runs._default_period()
        if not period:
            raise UserError(self.env._("No month is open. Open a period first."))
        run = runs.create({"period_id": period.id, "account_ids": [(6, 0, self.ids)]})
        run.action_charge_now()
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "view_mode": "form",
        }
