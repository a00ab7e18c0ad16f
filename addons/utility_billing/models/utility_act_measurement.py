from odoo import fields, models

#: what an event calls the thing that was measured
MEASURES = {"air": "temperature", "water": "temperature"}


class UtilityActMeasurement(models.Model):
    """One value measured for an act: where, when, by what, and what it should be."""

    _name = "utility.act.measurement"
    _description = "Measurement of an act"
    _rec_name = "place"
    _order = "act_id, sequence, id"

    act_id = fields.Many2one("utility.act", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="act_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    measured_at = fields.Datetime("Time", default=fields.Datetime.now)
    place = fields.Char("Room or Point", required=True)
    quantity = fields.Selection(
        [
            ("air", "Air temperature, °C"),
            ("water", "Water temperature, °C"),
            ("pressure", "Pressure, MPa"),
            ("voltage", "Voltage, V"),
        ],
        required=True,
        default="air",
    )
    value = fields.Float(digits=(16, 4), min_display_digits=1, required=True)
    norm = fields.Float("By the Norm", digits=(16, 4), min_display_digits=1, required=True)
    device = fields.Char("Measured By", help="Device, its number and verification.")

    def _worst(self):
        """``{measure of an event: the measurement that deviates most}``."""
        worst = {}
        for row in self:
            measure = MEASURES.get(row.quantity, row.quantity)
            other = worst.get(measure)
            if other is None or abs(row.value - row.norm) > abs(other.value - other.norm):
                worst[measure] = row
        return worst
