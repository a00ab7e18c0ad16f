from odoo import fields, models


class AccountMoveLine(models.Model):
    """What of the sub-ledger a line was made from."""

    _inherit = "account.move.line"

    utility_account_id = fields.Many2one(
        "utility.account",
        string="Personal Account",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    utility_settlement = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Contract or account whose invoices and payments are reconciled with each other.",
    )
    utility_service_id = fields.Many2one("utility.service", readonly=True, copy=False)
    utility_supplier_id = fields.Many2one("res.partner", readonly=True, copy=False)
    utility_volume = fields.Float("Volume", digits=(18, 6), readonly=True, copy=False)
    utility_price = fields.Float(
        "Tariff", digits=(18, 6), min_display_digits=2, aggregator=None, readonly=True, copy=False
    )
    utility_vat_rate = fields.Float("VAT, %", digits=(5, 2), readonly=True, copy=False)
    utility_vat = fields.Monetary("VAT", readonly=True, copy=False)
