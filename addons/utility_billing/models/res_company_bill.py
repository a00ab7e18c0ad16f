from odoo import fields, models


class ResCompany(models.Model):
    """What bills of the company say of it, and how they are sent."""

    _inherit = "res.company"

    utility_bill_payee = fields.Selection(
        [("company", "The company"), ("supplier", "Each supplier, by its own requisites")],
        string="Bills Are Paid To",
        required=True,
        default="company",
    )
    utility_instalments_ask = fields.Selection(
        [("due", "What is due by the schedule"), ("whole", "The whole balance")],
        string="Under Instalments Bills Ask For",
        required=True,
        default="due",
        help="The sum to pay of bills with its codes, of registries of debts, of on-line checks and "
        "of the cash desk, where an instalment agreement is in force.",
    )
    utility_bill_hours = fields.Char("Office Hours", help="Printed on bills.")
    utility_bill_dispatcher = fields.Char("Dispatcher's Phone", help="Printed on bills.")
    utility_mail_per_minute = fields.Integer(
        "Bills by E-mail a Minute",
        required=True,
        default=60,
        help="So many messages a minute are handed to the mail server at most.",
    )
    utility_mail_content = fields.Selection(
        [("attachment", "The PDF is attached"), ("link", "A personal link to the PDF")],
        string="Bills in E-mails",
        required=True,
        default="attachment",
    )
    utility_pay_link_months = fields.Integer(
        "Payment Links Work, Months",
        required=True,
        default=13,
        help="After the month in which they were made. Zero: until they are withdrawn.",
    )
    utility_pay_in_mails = fields.Boolean("Payment Link in E-mails of Bills", default=True)
    utility_pay_pdf = fields.Boolean(
        "Bills on the Payment Page",
        default=True,
        help="The PDF names the payer and the address in full.",
    )
    utility_payment_limit = fields.Monetary(
        "Largest Keyed Payment",
        default=100_000_000,
        help="A larger sum keyed by hand is refused as a slip of the hand. Zero: any sum.",
    )

    utility_social_remind_days = fields.Integer(
        "Privileges and Subsidies That End",
        required=True,
        default=30,
        help="So many days before a privilege, its document or a subsidy ends somebody is told.",
    )

    _utility_mail_per_minute_check = models.Constraint(
        "CHECK (utility_mail_per_minute > 0)", "At least one message a minute."
    )
    _utility_pay_link_months_check = models.Constraint(
        "CHECK (utility_pay_link_months >= 0)", "Payment links work for no negative time."
    )
