from odoo import fields, models

ZONES = [
    ("total", "One rate"),
    ("day", "Day"),
    ("night", "Night"),
    ("peak", "Peak"),
    ("half_peak", "Half-peak"),
]

# Zones of a meter by the number of its registers (X24)
ZONES_BY_COUNT = {
    1: ("total",),
    2: ("day", "night"),
    3: ("peak", "half_peak", "night"),
    4: ("day", "night", "peak", "half_peak"),
}


class UtilityMeterModel(models.Model):
    """Type of a meter (B06)."""

    _name = "utility.meter.model"
    _description = "Meter model"
    _order = "name"

    name = fields.Char(required=True, index="trigram")
    manufacturer = fields.Char()
    resource = fields.Selection(
        [
            ("cold_water", "Cold water"),
            ("hot_water", "Hot water"),
            ("water", "Water"),
            ("heat", "Heat"),
            ("electricity", "Electricity"),
            ("gas", "Gas"),
        ],
        required=True,
    )
    registry_number = fields.Char(help="Number in the state register of measuring instruments.")
    digits = fields.Integer(
        default=5, help="Digits before the point: the meter rolls over after them."
    )
    decimals = fields.Integer(default=3)
    ratio = fields.Float(default=1.0, digits=(16, 6), help="Transformation ratio.")
    zone_count = fields.Integer(default=1)
    verification_months = fields.Integer(default=72, help="Months between verifications.")
    accuracy_class = fields.Char()
    nominal = fields.Char(help="Nominal flow or current, diameter.")
    remote = fields.Boolean("Sends Readings Itself")
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)
    note = fields.Text()

    _digits_check = models.Constraint(
        "CHECK (digits BETWEEN 1 AND 12 AND decimals BETWEEN 0 AND 6)",
        "A meter has 1 to 12 digits and up to 6 decimals.",
    )
    _zones_check = models.Constraint(
        "CHECK (zone_count BETWEEN 1 AND 4)", "A meter has one to four registers."
    )
