from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    utility_bill_payee = fields.Selection(
        related="company_id.utility_bill_payee", readonly=False, required=True
    )
    utility_instalments_ask = fields.Selection(
        related="company_id.utility_instalments_ask", readonly=False, required=True
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
    utility_pay_link_months = fields.Integer(
        related="company_id.utility_pay_link_months", readonly=False
    )
    utility_pay_in_mails = fields.Boolean(related="company_id.utility_pay_in_mails", readonly=False)
    utility_pay_pdf = fields.Boolean(related="company_id.utility_pay_pdf", readonly=False)
    utility_payment_limit = fields.Monetary(
        related="company_id.utility_payment_limit", readonly=False
    )
    utility_corrections = fields.Selection(
        related="company_id.utility_corrections", readonly=False, required=True
    )
    utility_credit_book = fields.Selection(
        related="company_id.utility_credit_book", readonly=False, required=True
    )
    utility_invoice_days = fields.Integer(related="company_id.utility_invoice_days", readonly=False)
    utility_papers = fields.Selection(
        related="company_id.utility_papers", readonly=False, required=True
    )
    utility_director = fields.Char(related="company_id.utility_director", readonly=False)
    utility_accountant = fields.Char(related="company_id.utility_accountant", readonly=False)
    utility_month_auto = fields.Boolean(related="company_id.utility_month_auto", readonly=False)
    utility_month_day = fields.Integer(related="company_id.utility_month_day", readonly=False)
    utility_month_hour = fields.Integer(related="company_id.utility_month_hour", readonly=False)
    utility_month_which = fields.Selection(
        related="company_id.utility_month_which", readonly=False, required=True
    )
    utility_month_skip_holidays = fields.Boolean(
        related="company_id.utility_month_skip_holidays", readonly=False
    )
    utility_month_user_id = fields.Many2one(
        related="company_id.utility_month_user_id", readonly=False
    )
    utility_month_building_ids = fields.Many2many(
        related="company_id.utility_month_building_ids", readonly=False
    )
    utility_month_mail = fields.Boolean(related="company_id.utility_month_mail", readonly=False)
    utility_webhook_hosts = fields.Char(config_parameter="utility_billing.webhook_hosts")
