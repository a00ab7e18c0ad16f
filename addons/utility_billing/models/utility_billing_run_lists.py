from odoo import models


class UtilityBillingRun(models.Model):
    """The lists behind the figures of a run."""

    _inherit = "utility.billing.run"

    def action_open_problems(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_billing_problem_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def action_open_bills(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_bill_action"
        )
        context = {"search_default_held": 1} if self.env.context.get("held") else {}
        return {**action, "domain": [("run_id", "=", self.id)], "context": context}

    def action_open_charges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def action_open_missing(self):
        """Accounts that were expected and neither billed nor explained."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_base.utility_account_action"
        )
        return {**action, "domain": [("id", "in", self._missing_ids())], "context": {}}

    def action_open_without_service(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_base.utility_account_action"
        )
        ids = self._without_service_ids()
        return {**action, "domain": [("id", "in", ids)], "context": {}}
