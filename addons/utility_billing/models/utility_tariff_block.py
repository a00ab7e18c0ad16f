from odoo import fields, models


class UtilityTariffBlock(models.Model):
    """Range of volume a month with its own price; the last one has no border."""

    _name = "utility.tariff.block"
    _description = "Tariff range"
    _order = "tariff_id, sequence, id"

    tariff_id = fields.Many2one("utility.tariff", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="tariff_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    limit = fields.Float("Up To", digits=(16, 6), help="Border of the range; 0: no border.")
    value = fields.Float("Price", digits=(16, 6), min_display_digits=2, required=True)

    _value_check = models.Constraint(
        'CHECK (value >= 0 AND "limit" >= 0)', "Prices and borders cannot be negative."
    )
