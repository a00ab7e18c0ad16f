from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _utility_chart_accounts(self):
        return super()._utility_chart_accounts() | {
            "kz": {
                "income": "kz6010",
                "vat": "kz3130",
                "other": "kz6290",
                "capital": "kz4420",
            }
        }

    @api.model
    def _utility_chart_codes(self):
        return super()._utility_chart_codes() | {
            "kz": {
                "control": "1279",
                "receivable": "1219",
                "suspense": "3389",
                "transit": "1021",
                "opening": "5799",
            }
        }
