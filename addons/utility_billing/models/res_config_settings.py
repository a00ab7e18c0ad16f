from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    utility_bill_payee = fields.Selection(
        related="company_id.utility_bill_payee", readonly=False, required=True
    )
    utility_bill_hours = fields.Char(related="company_id.utility_bill_hours", readonly=False)
    utility_bill_dispatcher = fields.Char(
        related="company_id.utility_bill_dispatcher", readonly=False
    )
    utility_mail_per_minute = fields.Integer(
        related="company_id.utility_mail_per_minute", readonly=False
    )
    utility_mail_content = fields.Selection(
        related="company_id.utility_mail_content", readonly=False, required=True
    )
    utility_corrections = fields.Selection(
        related="company_id.utility_corrections", readonly=False, required=True
    )
    utility_invoice_days = fields.Integer(related="company_id.utility_invoice_days", readonly=False)
    utility_papers = fields.Selection(
        related="company_id.utility_papers", readonly=False, required=True
    )
    utility_director = fields.Char(related="company_id.utility_director", readonly=False)
    utility_accountant = fields.Char(related="company_id.utility_accountant", readonly=False)
