from odoo import models

from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """Chart of accounts of Russia: order 94n of 31.10.2000 with the usual sub-accounts.

    Its rows stand in ``data/template``; it is loaded from the settings of accounting.
    """

    _inherit = "account.chart.template"

    @template("ru")
    def _get_ru_template_data(self):
        return {
            "code_digits": "2",
            "property_account_receivable_id": "ru_62_01",
            "property_account_payable_id": "ru_60_01",
        }

    @template("ru", "res.company")
    def _get_ru_res_company(self):
        return {
            self.env.company.id: {
                "account_fiscal_country_id": "base.ru",
                # постановление № 1137, приложение № 4, п. 12
                "utility_credit_book": "purchase",
                "bank_account_code_prefix": "51.",
                "cash_account_code_prefix": "50.",
                "transfer_account_code_prefix": "57.",
                "transfer_account_id": "ru_57_02",
                "account_journal_suspense_account_id": "ru_57_04",
                "account_journal_early_pay_discount_gain_account_id": "ru_91_01",
                "account_journal_early_pay_discount_loss_account_id": "ru_91_02",
                "account_sale_tax_id": "ru_vat_22_sale",
                "account_purchase_tax_id": "ru_vat_22_purchase",
                "income_account_id": "ru_90_01",
                "expense_account_id": "ru_26",
                "income_currency_exchange_account_id": "ru_91_01",
                "expense_currency_exchange_account_id": "ru_91_02",
                "default_cash_difference_income_account_id": "ru_91_01",
                "default_cash_difference_expense_account_id": "ru_91_02",
            },
        }

    @template("ru", "account.journal")
    def _get_ru_account_journal(self):
        return {
            "bank": {"default_account_id": "ru_51_01"},
            "cash": {
                "name": self.env._("Cash"),
                "type": "cash",
                "default_account_id": "ru_50_01",
            },
        }
