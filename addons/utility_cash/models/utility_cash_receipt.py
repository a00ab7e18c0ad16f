from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityCashReceipt(models.Model):
    """What a payer paid at once: accounts, how it was paid, and the fiscal receipt of it.

    Never without payments, and no payment of the desk without it; a refund is a receipt of its own.
    """

    _name = "utility.cash.receipt"
    _description = "Receipt of the cash desk"
    _inherit = ["utility.cash.made.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _fixed_fields = (
        "state",
        "fiscal_state",
        "refund_of_id",
        "fiscal_data",
        "fiscal_number",
        "permit_user_id",
        "order_id",
    )

    name = fields.Char("Number", required=True, readonly=True)
    number = fields.Integer("Number in the Shift", required=True, readonly=True)
    shift_id = fields.Many2one(
        "utility.cash.shift", required=True, readonly=True, index=True, check_company=True
    )
    point_id = fields.Many2one(related="shift_id.point_id", store=True, index=True)
    user_id = fields.Many2one(related="shift_id.user_id", store=True, index=True, string="Cashier")
    company_id = fields.Many2one(related="shift_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(related="shift_id.date", store=True, index=True)
    at = fields.Datetime("Taken At", required=True, readonly=True, default=fields.Datetime.now)
    uuid = fields.Char("Number of the Screen", required=True, readonly=True, copy=False)
    kind = fields.Selection(
        [("sale", "Payment"), ("refund", "Refund")], required=True, default="sale", readonly=True
    )
    refund_of_id = fields.Many2one(
        "utility.cash.receipt", readonly=True, index="btree_not_null", check_company=True
    )
    refund_ids = fields.One2many("utility.cash.receipt", "refund_of_id", readonly=True)
    state = fields.Selection(
        [("registered", "Registered"), ("part", "Partly Refunded"), ("refunded", "Refunded")],
        required=True,
        default="registered",
        readonly=True,
    )
    reason = fields.Char(readonly=True, help="Why the money was given back.")
    amount = fields.Monetary(required=True, readonly=True)
    fee = fields.Monetary(readonly=True, help="Paid on top of the amount.")
    given = fields.Monetary("Cash Given", readonly=True)
    change = fields.Monetary(readonly=True)
    contact = fields.Char("Send To", readonly=True, help="E-mail or phone of the payer.")
    line_ids = fields.One2many("utility.cash.receipt.line", "receipt_id", readonly=True)
    tender_ids = fields.One2many("utility.cash.tender", "receipt_id", readonly=True)

    _uuid_uniq = models.UniqueIndex("(company_id, uuid)", "This receipt is registered already.")
    _number_uniq = models.UniqueIndex("(shift_id, number)")

    def write(self, vals):
        if self._is_outside():
            raise UserError(self.env._("A receipt does not change. Cancel it and make a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A receipt cannot be deleted."))

    def action_print(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/cash/receipt/{self.id}",
            "target": "new",
        }
