from odoo import fields, models


class UtilityContractTerminate(models.TransientModel):
    """Terminate contracts on a day, with the reason."""

    _name = "utility.contract.terminate"
    _description = "Terminate contracts"

    contract_ids = fields.Many2many(
        "utility.contract", default=lambda self: self.env.context.get("active_ids")
    )
    date = fields.Date("Last Day", required=True, default=fields.Date.context_today)
    reason = fields.Char(required=True)

    def action_terminate(self):
        self.contract_ids._terminate(self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
