from odoo import fields, models


class UtilityQuickAddPosition(models.TransientModel):
    """Areas of the flats at one position of every floor, m2."""

    _name = "utility.quick.add.position"
    _description = "Quick addition: areas by position"
    _order = "position"

    wizard_id = fields.Many2one("utility.quick.add", required=True, ondelete="cascade")
    position = fields.Integer(required=True)
    rooms = fields.Integer()
    total_area = fields.Float(digits=(16, 4))
    living_area = fields.Float(digits=(16, 4))
    heated_area = fields.Float(digits=(16, 4))
    residents = fields.Integer()
