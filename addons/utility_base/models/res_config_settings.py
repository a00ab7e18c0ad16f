from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    utility_account_sequence_id = fields.Many2one(
        related="company_id.utility_account_sequence_id", readonly=False
    )
    utility_return_days = fields.Integer(related="company_id.utility_return_days", readonly=False)
    utility_jump_factor = fields.Float(related="company_id.utility_jump_factor", readonly=False)
    utility_jump_months = fields.Integer(related="company_id.utility_jump_months", readonly=False)
    utility_expired_readings = fields.Selection(
        related="company_id.utility_expired_readings", readonly=False, required=True
    )
    utility_verification_days_before = fields.Char(
        related="company_id.utility_verification_days_before", readonly=False
    )
    utility_verification_days_after = fields.Char(
        related="company_id.utility_verification_days_after", readonly=False
    )
    utility_meter_user_id = fields.Many2one(
        related="company_id.utility_meter_user_id", readonly=False
    )
