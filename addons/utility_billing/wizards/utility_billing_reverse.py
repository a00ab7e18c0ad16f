from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityBillingReverse(models.TransientModel):
    """Take a run or single bills back, with a reason; charge the accounts anew if wished (X32)."""

    _name = "utility.billing.reverse"
    _description = "Take bills back"

    run_id = fields.Many2one(
        "utility.billing.run",
        readonly=True,
        default=lambda self: self._active("utility.billing.run"),
    )
    bill_ids = fields.Many2many(
        "utility.bill", readonly=True, default=lambda self: self._active("utility.bill")
    )
    reason = fields.Char(required=True)
    charge_again = fields.Boolean(
        help="A run of the same month for these accounts, which stops at its review."
    )
    bill_count = fields.Integer("Bills", compute="_compute_bills")
    amount = fields.Float("Charged", digits=(16, 2), compute="_compute_bills")

    @api.model
    def _active(self, model):
        context = self.env.context
        if context.get("active_model") != model:
            return False
        ids = context.get("active_ids") or [context.get("active_id")]
        return ids[0] if model == "utility.billing.run" else ids

    @api.depends("run_id", "bill_ids")
    def _compute_bills(self):
        for wizard in self:
            ((count, amount),) = self.env["utility.bill"]._read_group(
                wizard._domain(), aggregates=["__count", "charged:sum"]
            )
            wizard.bill_count, wizard.amount = count, amount

    def _domain(self):
        own = (
            [("run_id", "=", self.run_id.id)] if self.run_id else [("id", "in", self.bill_ids.ids)]
        )
        return [*own, ("state", "=", "approved")]

    def action_reverse(self):
        """Mirror the charges; the new run where the accounts are to be charged again."""
        self.ensure_one()
        bills = self.env["utility.bill"].search(self._domain())
        runs = self.run_id or bills.run_id
        if len(runs) > 1 and self.charge_again:
            raise UserError(self.env._("Choose bills of one run to charge their accounts again."))
        if self.run_id:
            self.run_id.action_reverse(self.reason)
        else:
            bills._reverse(self.reason)
        if not self.charge_again:
            return {"type": "ir.actions.act_window_close"}
        again = runs.create(
            {
                "company_id": runs.company_id.id,
                "period_id": runs.period_id.id,
                "building_ids": [(6, 0, runs.building_ids.ids)],
                "account_ids": [
                    (6, 0, runs.account_ids.ids if self.run_id else bills.account_id.ids)
                ],
            }
        )
        if self.run_id:
            again.action_charge()
        else:
            again.action_charge_now()
        return again._open_form()
