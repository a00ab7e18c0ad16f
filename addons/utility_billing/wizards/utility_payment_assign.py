from odoo import api, fields, models


class UtilityPaymentAssign(models.TransientModel):
    """Give money in suspense to an account."""

    _name = "utility.payment.assign"
    _description = "Payment in suspense to an account"

    payment_ids = fields.Many2many("utility.payment", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one("utility.account", required=True, check_company=True)
    reason = fields.Char("Why", readonly=True)
    partner_name = fields.Char(related="account_id.partner_name", related_sudo=False)
    address = fields.Char(related="account_id.address", related_sudo=False)
    balance = fields.Monetary(related="account_id.balance", related_sudo=False)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        ids = self.env.context.get("active_ids", [])
        payments = self.env["utility.payment"].browse(ids).filtered(lambda p: p.state == "suspense")
        values["payment_ids"] = [(6, 0, payments.ids)]
        first = payments[:1]
        if first.suggestion_id:
            values["account_id"] = first.suggestion_id.id
            values["reason"] = first.suggestion_reason
        return values

    @api.constrains("account_id")
    def _check_account(self):
        """Name and debt of an account are for those who may see it."""
        self.account_id.check_access("read")

    def action_assign(self):
        self.payment_ids._assign(self.account_id)
        return {"type": "ir.actions.act_window_close"}
