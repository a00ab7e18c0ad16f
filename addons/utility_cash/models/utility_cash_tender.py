from odoo import fields, models

#: how money is handed over; payments of the desk have these as their source
TENDERS = [("cash", "Cash"), ("card", "Card"), ("qr", "QR Code of a Bank")]


class UtilityCashTender(models.Model):
    """A part of a receipt by the way it was paid."""

    _name = "utility.cash.tender"
    _description = "Way of payment of a receipt"
    _inherit = ["utility.cash.made.mixin"]
    _order = "receipt_id, id"
    _check_company_auto = True
    _fixed_fields = ("fee_move_id",)

    receipt_id = fields.Many2one(
        "utility.cash.receipt", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="receipt_id.user_id", store=True)
    kind = fields.Selection(TENDERS, required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    fee = fields.Monetary(readonly=True, help="Paid on top of the amount.")
    absorbed = fields.Monetary("Borne Fee", readonly=True, help="Borne by the company.")
    fee_move_id = fields.Many2one("account.move", readonly=True, index="btree_not_null")
    slip = fields.Char("Slip Number", readonly=True)
    operation_id = fields.Many2one(
        "utility.pos.operation", readonly=True, index="btree_not_null", check_company=True
    )
