from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _utility_chart_accounts(self):
        return super()._utility_chart_accounts() | {
            "ru": {
                "control": "ru_62_10",
                "suspense": "ru_76_10",
                "transit": "ru_57_01",
                "income": "ru_90_01",
                "vat": "ru_68_02",
                "opening": "ru_000",
                "other": "ru_91_01",
                "capital": "ru_86_02",
                "budget": "ru_76_12",
            }
        }

    @api.model
    def _utility_chart_codes(self):
        return super()._utility_chart_codes() | {"ru": {"receivable": "62.11"}}
