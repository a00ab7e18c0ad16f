from odoo import fields, models


class UtilityReadingSheetLine(models.Model):
    """A meter that a controller has to read on a round."""

    _name = "utility.reading.sheet.line"
    _description = "Line of a reading sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one(
        "utility.reading.sheet", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    sequence = fields.Integer("No.")
    installation_id = fields.Many2one(
        "utility.meter.installation", required=True, index=True, ondelete="cascade"
    )
    meter_id = fields.Many2one(related="installation_id.meter_id")
    account_id = fields.Many2one(related="installation_id.account_id")
    premise_id = fields.Many2one(related="installation_id.premise_id")
    building_id = fields.Many2one(related="installation_id.building_id")
    service_id = fields.Many2one(related="installation_id.service_id")
    place = fields.Char(related="installation_id.place")
    last_value = fields.Char(related="installation_id.last_value")
    last_date = fields.Date(related="installation_id.last_date")
    note = fields.Char()
