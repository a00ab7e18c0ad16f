from odoo import fields, models


class UtilityAbsence(models.Model):
    _inherit = "utility.absence"

    charged_period = fields.Char(
        readonly=True, copy=False, help="The month in whose charge it took effect."
    )
