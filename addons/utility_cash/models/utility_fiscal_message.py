from odoo import fields, models


class UtilityFiscalMessage(models.Model):
    """A call of a fiscal device or its callback, as it was; passwords and tokens are left out."""

    _name = "utility.fiscal.message"
    _description = "Message of a fiscal device"
    _order = "id desc"

    device_id = fields.Many2one(
        "utility.fiscal.device", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="device_id.company_id", store=True)
    receipt_id = fields.Many2one(
        "utility.cash.receipt", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    user_id = fields.Many2one(related="receipt_id.user_id", store=True)
    operation = fields.Char(readonly=True)
    status = fields.Integer("HTTP", readonly=True)
    request = fields.Json(readonly=True)
    answer = fields.Json(readonly=True)
