from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityBillingRun(models.Model):
    """Recalculations of a run, shown before they are written (X33).

    A simulation charges the open month with the differences of the closed ones; they are looked
    at by account, service, month and cause, and dropped with it or charged for good.
    """

    _inherit = "utility.billing.run"

    recalculated_count = fields.Integer(compute="_compute_recalculated")
    recalculated_amount = fields.Monetary(
        compute="_compute_recalculated", help="Sum of the differences of earlier months."
    )

    @api.depends("state", "portion_ids.state")
    def _compute_recalculated(self):
        groups = self.env["utility.charge"]._read_group(
            self._recalculated_domain(), ["run_id"], ["__count", "amount:sum"]
        )
        found = {run.id: values for run, *values in groups}
        for run in self:
            run.recalculated_count, run.recalculated_amount = found.get(run.id, (0, 0.0))

    def _recalculated_domain(self):
        return [
            ("run_id", "in", self.ids),
            ("kind", "=", "recalculation"),
            ("of_period", "!=", False),
            ("cause", "!=", "reversal"),
        ]

    def action_open_recalculated(self):
        """The differences: totals by service and month first, then line by line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        pivot = self.env.ref("utility_billing.utility_charge_view_pivot_recalculated")
        return {
            **action,
            "name": self.env._("Recalculations of %s", self.name),
            "views": [
                (pivot.id, "pivot"),
                (False, "list"),
                (False, "kanban"),
                (False, "graph"),
                (False, "form"),
            ],
            "domain": self._recalculated_domain(),
            "context": {"search_default_by_account": 1},
        }

    def action_charge_for_good(self):
        """A run of the same month and places that counts; it stops at the review as any other."""
        self.ensure_one()
        if not self.simulation or self.state != "review":
            raise UserError(self.env._("Only a simulation that has ended is charged for good."))
        run = self.create(
            {
                "company_id": self.company_id.id,
                "period_id": self.period_id.id,
                "building_ids": [Command.set(self.building_ids.ids)],
                "account_ids": [Command.set(self.account_ids.ids)],
            }
        )
        run.action_charge()
        return run._open_form()

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
