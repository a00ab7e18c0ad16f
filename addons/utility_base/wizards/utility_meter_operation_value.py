from odoo import fields, models

from ..models.utility_meter_model import ZONES


class UtilityMeterOperationValue(models.TransientModel):
    """Value of one register, as typed."""

    _name = "utility.meter.operation.value"
    _description = "Value of a register"

    old_operation_id = fields.Many2one("utility.meter.operation", ondelete="cascade")
    new_operation_id = fields.Many2one("utility.meter.operation", ondelete="cascade")
    zone = fields.Selection(ZONES, required=True)
    last_date = fields.Date("Previous Reading", readonly=True)
    last_value = fields.Float("Previous Value", digits=(18, 6), readonly=True)
    value = fields.Char()
