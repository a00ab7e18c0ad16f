from odoo import fields, models
from odoo.exceptions import UserError


class UtilityBillingRun(models.Model):
    _inherit = "utility.billing.run"

    move_ids = fields.One2many("account.move", "utility_run_id", readonly=True)
    # as superuser: who charges need not see the ledger to know that entries were made
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)

    def _compute_move_count(self):
        counts = dict(
            self.env["account.move"]._read_group(
                [("utility_run_id", "in", self.ids)], ["utility_run_id"], ["__count"]
            )
        )
        for run in self:
            run.move_count = counts.get(run, 0)

    def action_post(self):
        """Post the approved charges to the general ledger."""
        for run in self:
            if run.state not in ("approved", "documents") or run.simulation:
                raise UserError(self.env._("Run %s is not approved, or posted already.", run.name))
            self.env["utility.posting"]._post_run(run)
            run._transition(state="posted")
        return True

    def action_view_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("utility_run_id", "=", self.id)],
        }
