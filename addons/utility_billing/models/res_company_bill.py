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

    utility_social_remind_days = fields.Integer(
        "Privileges and Subsidies That End",
        required=True,
        default=30,
        help="So many days before a privilege, its document or a subsidy ends somebody is told.",
    )

    _utility_mail_per_minute_check = models.Constraint(
        "CHECK (utility_mail_per_minute > 0)", "At least one message a minute."
    )
