from odoo import api, fields, models

from .utility_meter_model import ZONES


class UtilityMeterRegister(models.Model):
    """Counting register of a meter: one per tariff zone, up to four (X24)."""

    _name = "utility.meter.register"
    _description = "Meter register"
    _order = "meter_id, sequence, id"
    _rec_names_search = ["meter_id.serial", "meter_id.account_id.number"]

    meter_id = fields.Many2one("utility.meter", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    zone = fields.Selection(ZONES, required=True, default="total")
    sequence = fields.Integer(default=10)
    obis = fields.Char("OBIS Code")

    _zone_uniq = models.UniqueIndex("(meter_id, zone)", "The meter has this register already.")

    @api.depends("meter_id.serial", "zone")
    def _compute_display_name(self):
        labels = dict(self._fields["zone"]._description_selection(self.env))
        for register in self:
            serial = register.meter_id.serial
            register.display_name = (
                serial if register.zone == "total" else f"{serial} {labels.get(register.zone)}"
            )
