from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _utility_chart_accounts(self):
        return super()._utility_chart_accounts() | {
            "ua_psbo": {
                "transit": "ua_psbp_333",
                "income": "ua_psbp_703",
                "vat": "ua_psbp_6412",
                "other": "ua_psbp_715",
                "capital": "ua_psbp_484",
            }
        }

    @api.model
    def _utility_chart_codes(self):
        return super()._utility_chart_codes() | {
            "ua_psbo": {
                "control": "377900",
                "receivable": "361900",
                "budget": "377910",
                "suspense": "685900",
                "opening": "009900",
            }
        }
