from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityRegistrySettle(models.TransientModel):
    """Clear a line below zero: choose the payment that the agent means, or tell how it was settled.

    Choosing a payment is for billing and accountants, the rest for accountants alone.
    """

    _name = "utility.registry.settle"
    _description = "Clearing of what an agent took back"

    line_id = fields.Many2one("utility.payment.registry.line", required=True, readonly=True)
    company_id = fields.Many2one(related="line_id.company_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    account_number = fields.Char(related="line_id.account_number")
    date = fields.Date(related="line_id.date")
    message = fields.Char(related="line_id.message")
    amount = fields.Monetary("Taken Back", compute="_compute_amount")
    what = fields.Selection(
        [
            ("payment", "Cancel the payment that the agent means"),
            ("settled", "It is settled without a payment"),
        ],
        required=True,
        default="payment",
    )
    payment_id = fields.Many2one(
        "utility.payment",
        domain="[('company_id', '=', company_id), ('amount', '=', amount),"
        " ('state', 'in', ('allocated', 'suspense'))]",
    )
    reason = fields.Char(required=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        return values | {"line_id": self.env.context.get("active_id")}

    @api.depends("line_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = -wizard.line_id.amount

    @api.constrains("what", "payment_id")
    def _check_payment(self):
        for wizard in self:
            if wizard.what == "payment" and not wizard.payment_id:
                raise ValidationError(self.env._("Choose the payment that is taken back."))

    def action_apply(self):
        self.ensure_one()
        if self.what == "payment":
            self.line_id._cancel_payment(self.payment_id, self.reason)
        else:
            self.line_id._settle(self.reason)
        return {"type": "ir.actions.act_window_close"}
