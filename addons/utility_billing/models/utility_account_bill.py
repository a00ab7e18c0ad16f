from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class UtilityAccount(models.Model):
    """How an account gets its bills: form, print, address of the e-mail (H02, H05)."""

    _inherit = "utility.account"

    bill_template_id = fields.Many2one(
        "utility.document.template",
        string="Form of the Bill",
        domain="[('kind', '=', 'bill'), ('company_id', 'in', (False, company_id))]",
        ondelete="set null",
        help="Empty: the form of the company and country in the language of the payer.",
    )
    large_print_bill = fields.Boolean(
        "Large Print", tracking=True, help="For people who see badly."
    )
    bill_email = fields.Char(
        "E-mail for Bills", tracking=True, help="Empty: the e-mail of the payer."
    )

    @api.constrains("bill_email")
    def _check_bill_email(self):
        for account in self.filtered("bill_email"):
            if email_normalize(account.bill_email) != account.bill_email:
                raise ValidationError(
                    self.env._(
                        "%(account)s: “%(email)s” is no e-mail address. "
                        "Write it as name@example.org, in small letters.",
                        account=account.number,
                        email=account.bill_email,
                    )
                )

    def _bill_address(self):
        """Normalized address that bills are sent to, or False."""
        self.ensure_one()
        return email_normalize(self.bill_email or self.partner_id.email or "")
