from odoo import fields, models


class UtilityPremise(models.Model):
    _inherit = "utility.premise"

    rooms_area_total = fields.Float(
        "Area of All Rooms, m2",
        digits=(16, 4),
        help="Of the communal flat, where not every room has an account; 0: the sum of the rooms.",
    )
