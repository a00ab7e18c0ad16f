from odoo import fields, models


class UtilityService(models.Model):
    _inherit = "utility.service"

    tariff_ids = fields.One2many("utility.tariff", "service_id")
    norm_ids = fields.One2many("utility.norm", "service_id")
    vat_mode = fields.Selection(
        [("included", "Inside the price"), ("on_top", "On top of the price"), ("none", "Without VAT")],
        required=True,
        default="included",
        string="VAT",
    )
    vat_rate = fields.Float(
        "VAT, %", digits=(5, 2), help="0: by the rule parameter vat_rate of the period."
    )
    heat_norm = fields.Float(
        "Heat to Warm 1 m3, Gcal", digits=(16, 6), help="For hot water of two components."
    )
    heat_norm_of_house = fields.Boolean(
        help="The heat is what the house meters show, divided by the volume of hot water."
    )
