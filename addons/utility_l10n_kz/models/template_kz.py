from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """Odoo's chart of Kazakhstan with the VAT of 16% that holds from 01.01.2026."""

    _inherit = "account.chart.template"

    @template("kz", "account.tax.group")
    def _get_utility_kz_account_tax_group(self):
        return {
            "tax_group_vat_16": {
                "name": "VAT 16%",
                "name@ru": "НДС 16%",
                "country_id": "base.kz",
                "tax_receivable_account_id": "kz1400",
                "tax_payable_account_id": "kz3100",
            }
        }

    @template("kz", "account.tax")
    def _get_utility_kz_account_tax(self):
        return {
            f"l10n_kz_tax_vat_16_{use}": {
                "name": "16%",
                "invoice_label": "VAT 16%",
                "tax_group_id": "tax_group_vat_16",
                "amount": 16.0,
                "amount_type": "percent",
                "type_tax_use": use,
                "fiscal_position_ids": "l10n_kz_fiscal_position_template_national",
                "repartition_line_ids": [
                    (
                        0,
                        0,
                        {"document_type": document, "repartition_type": kind}
                        | ({"account_id": account} if kind == "tax" else {}),
                    )
                    for document in ("invoice", "refund")
                    for kind in ("base", "tax")
                ],
            }
            for use, account in (("sale", "kz3130"), ("purchase", "kz1420"))
        }

    @template("kz", "res.company")
    def _get_utility_kz_res_company(self):
        return {
            self.env.company.id: {
                "account_sale_tax_id": "l10n_kz_tax_vat_16_sale",
                "account_purchase_tax_id": "l10n_kz_tax_vat_16_purchase",
            },
        }
