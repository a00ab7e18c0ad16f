from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class UtilityMeterVerification(models.Model):
    """Verification (поверка) of a meter."""

    _name = "utility.meter.verification"
    _description = "Meter verification"
    _inherit = ["utility.limited.mixin"]
    _rec_name = "meter_id"
    _order = "date desc, id desc"

    meter_id = fields.Many2one("utility.meter", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    result = fields.Selection(
        [("passed", "Passed"), ("failed", "Failed")], required=True, default="passed"
    )
    valid_until = fields.Date(
        compute="_compute_valid_until", store=True, readonly=False, precompute=True
    )
    organisation = fields.Char("Verified By")
    document = fields.Char("Certificate")
    reading_ids = fields.One2many("utility.reading", "verification_id", string="Values")

    @api.depends("date", "meter_id.model_id.verification_months")
    def _compute_valid_until(self):
        for record in self:
            months = record.meter_id.model_id.verification_months
            if record.date and months and not record.valid_until:
                record.valid_until = record.date + relativedelta(months=months, days=-1)
            else:
                record.valid_until = record.valid_until
