from odoo import fields, models


class UtilityMeterDefect(models.Model):
    """Days on which a meter does not count: it failed, or is away for repair."""

    _name = "utility.meter.defect"
    _description = "Meter out of order"
    _rec_name = "meter_id"
    _inherit = ["utility.dated.mixin"]
    _order = "date_from desc, id desc"

    meter_id = fields.Many2one("utility.meter", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("failed", "Failed"),
            ("away", "Away for repair or verification"),
            ("tampered", "Tampered with"),
        ],
        required=True,
        default="failed",
    )
    document = fields.Char(help="Act.")
    note = fields.Char()
