from odoo import api, fields, models


class UtilityBillingApprove(models.TransientModel):
    """Approve a run: what counts, what is left over, and what becomes of the held bills (X31)."""

    _name = "utility.billing.approve"
    _description = "Approve a run"

    run_id = fields.Many2one(
        "utility.billing.run",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="run_id.currency_id")
    bill_count = fields.Integer("Bills", compute="_compute_bills")
    amount = fields.Monetary("Charged", compute="_compute_bills")
    held_count = fields.Integer("Bills Held", compute="_compute_bills")
    held_amount = fields.Monetary("Held", compute="_compute_bills")
    problem_count = fields.Integer(related="run_id.problem_count")
    missing_count = fields.Integer(related="run_id.missing_count")
    held = fields.Selection(
        [
            ("apart", "Go on in a run of their own"),
            ("release", "Are released with a reason and approved as well"),
        ],
        string="Held Bills",
        required=True,
        default="apart",
    )
    reason = fields.Char()

    @api.depends("run_id")
    def _compute_bills(self):
        for wizard in self:
            sums = {
                state: (count, amount)
                for state, count, amount in self.env["utility.bill"]._read_group(
                    [("run_id", "=", wizard.run_id.id)], ["state"], ["__count", "charged:sum"]
                )
            }
            wizard.bill_count, wizard.amount = sums.get("draft", (0, 0.0))
            wizard.held_count, wizard.held_amount = sums.get("held", (0, 0.0))

    def action_approve(self):
        self.ensure_one()
        if self.held_count and self.held == "release":
            held = self.env["utility.bill"].search(
                [("run_id", "=", self.run_id.id), ("state", "=", "held")]
            )
            held._release(self.reason)
        self.run_id.action_approve()
        return {"type": "ir.actions.act_window_close"}
