from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    utility_building_properties = fields.PropertiesDefinition(
        string="Building Properties",
        help="Additional properties that every building card of this company has.",
    )
    utility_account_sequence_id = fields.Many2one(
        "ir.sequence",
        string="Account Number Sequence",
        help="Numbers of new personal accounts; a number typed by hand is kept.",
    )
