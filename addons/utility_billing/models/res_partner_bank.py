from odoo import fields, models


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    utility_correspondent_account = fields.Char(
        "Correspondent Account",
        help="Of the bank; printed on bills and written into their payment codes (Russia).",
    )
