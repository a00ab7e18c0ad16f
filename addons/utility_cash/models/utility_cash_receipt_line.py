from odoo import fields, models


class UtilityCashReceiptLine(models.Model):
    """An account of a receipt; the payments of its parts by tender hang on it."""

    _name = "utility.cash.receipt.line"
    _description = "Account of a receipt"
    _inherit = ["utility.cash.made.mixin"]
    _order = "receipt_id, id"
    _check_company_auto = True

    receipt_id = fields.Many2one(
        "utility.cash.receipt", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="receipt_id.user_id", store=True)
    account_id = fields.Many2one(
        "utility.account", required=True, readonly=True, index=True, check_company=True
    )
    amount = fields.Monetary(required=True, readonly=True)
    purpose_period = fields.Date(readonly=True)
    purpose_service_id = fields.Many2one("utility.service", readonly=True)
    refund_of_id = fields.Many2one(
        "utility.cash.receipt.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    payment_ids = fields.One2many("utility.payment", "cash_line_id", readonly=True)

    _one_refund = models.UniqueIndex(
        "(refund_of_id) WHERE refund_of_id IS NOT NULL", "This money is given back already."
    )

    def _is_given_back(self):
        """Whether a refund has given this line back, whoever made it."""
        self.ensure_one()
        return bool(self.sudo().search_count([("refund_of_id", "=", self.id)], limit=1))
