from odoo import fields, models


class UtilityBillHold(models.TransientModel):
    """Hold or release bills with a reason (X31)."""

    _name = "utility.bill.hold"
    _description = "Hold or release bills"

    kind = fields.Selection(
        [("release", "Release"), ("hold", "Hold")], required=True, default="release"
    )
    reason = fields.Char(required=True)
    bill_count = fields.Integer(
        "Bills", default=lambda self: len(self.env.context.get("active_ids", [])), readonly=True
    )

    def action_apply(self):
        """Hold or release the bills that were chosen in the list."""
        bills = self.env["utility.bill"].browse(self.env.context.get("active_ids", []))
        for wizard in self:
            if wizard.kind == "release":
                bills._release(wizard.reason)
            else:
                bills._hold(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
