from odoo import fields, models


class ResCompany(models.Model):
    """Habits of invoicing organisations."""

    _inherit = "res.company"

    utility_corrections = fields.Selection(
        [
            ("lines", "Lines of the month's invoice"),
            ("documents", "Corrective documents, one for each corrected month"),
        ],
        string="Recalculations of Organisations",
        required=True,
        default="lines",
    )
    utility_credit_book = fields.Selection(
        [
            ("sale", "In the sales book, below zero"),
            ("purchase", "In the purchase book, as corrective tax invoices (Russia)"),
        ],
        string="Corrections That Lower a Sale",
        required=True,
        default="sale",
    )
    utility_invoice_days = fields.Integer(
        "Days to Pay an Invoice",
        required=True,
        default=10,
        help="After the end of the month, where neither the contract nor the customer's payment "
        "terms say otherwise.",
    )

    def _utility_sale_tax(self, rate, account):
        """Sale tax on top of the price with ``rate`` (Decimal, %); made with ``account`` if none."""
        self.ensure_one()
        taxes = self.env["account.tax"].with_company(self)
        found = taxes.search(
            [
                ("company_id", "=", self.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", float(rate)),
            ],
            order="sequence, id",
        ).filtered(lambda tax: not tax.price_include)
        if found:
            return found[0]
        label = f"{rate.normalize():f}%"
        group = self.env["account.tax.group"].search(
            [("company_id", "=", self.id), ("name", "=", label)], limit=1
        ) or self.env["account.tax.group"].create({"name": label, "company_id": self.id})
        shares = [
            (0, 0, {"repartition_type": "base"}),
            (0, 0, {"repartition_type": "tax", "account_id": account.id}),
        ]
        return taxes.create(
            {
                "name": label,
                "company_id": self.id,
                "type_tax_use": "sale",
                "amount_type": "percent",
                "amount": float(rate),
                "price_include_override": "tax_excluded",
                "tax_group_id": group.id,
                "country_id": (self.account_fiscal_country_id or self.country_id).id,
                "invoice_repartition_line_ids": shares,
                "refund_repartition_line_ids": shares,
            }
        )
