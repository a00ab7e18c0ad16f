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

    def _utility_mirrored(self, kind):
        """Values of the line with the opposite sums in a mirror of ``kind``.

        What the line was made from stays with it: the mirror is no charge.
        """
        self.ensure_one()
        values = {
            "name": self.name,
            "display_type": self.display_type,
            "account_id": self.account_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "balance": -self.balance,
            "amount_currency": -self.amount_currency,
            "analytic_distribution": self.analytic_distribution,
            "date_maturity": self.date_maturity,
        }
        if self.display_type == "product":
            values |= {
                "product_id": self.product_id.id,
                "product_uom_id": self.product_uom_id.id,
                "quantity": self.quantity,
                "price_unit": self.price_unit,
                "tax_ids": [(6, 0, self.tax_ids.ids)],
            }
        elif self.display_type == "tax":
            tax = self.tax_line_id
            side = "refund" if kind == "out_refund" else "invoice"
            lines = tax[f"{side}_repartition_line_ids"]
            values |= {
                "tax_repartition_line_id": lines.filtered(
                    lambda line: line.repartition_type == "tax"
                )[:1].id,
                "tax_base_amount": self.tax_base_amount,
            }
        return values
