from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.downloads import download


class UtilityPaymentOrderSend(models.TransientModel):
    """File of automatic payments for the bank: what is due until a day (X11)."""

    _name = "utility.payment.order.send"
    _description = "File of automatic payments"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    until = fields.Date("Due Until", required=True, default=fields.Date.context_today)
    encoding = fields.Selection(
        [("utf-8-sig", "UTF-8"), ("cp1251", "Windows-1251")], required=True, default="utf-8-sig"
    )
    count = fields.Integer("Payments", compute="_compute_count")
    total = fields.Monetary(compute="_compute_count")

    @api.depends("until", "company_id")
    def _compute_count(self):
        """What would go into the file, before it is made."""
        for wizard in self:
            orders = self.env["utility.payment.order"]._for_file(wizard.company_id, wizard.until)
            wizard.count = len(orders)
            wizard.total = sum(orders.mapped("amount"))

    def action_make(self):
        self.ensure_one()
        orders = self.env["utility.payment.order"]
        orders.check_access("write")
        file = orders._for_file(self.company_id, self.until)._make_file(self.encoding)
        if not file:
            raise UserError(self.env._("Nothing is due until %s.", self.until))
        return download(file)
