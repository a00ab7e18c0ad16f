from odoo import fields, models


class UtilityAccount(models.Model):
    """Payment links of an account and its bills (X13)."""

    _inherit = "utility.account"

    pay_link_number = fields.Integer(
        "Payment Links Withdrawn",
        readonly=True,
        copy=False,
        tracking=True,
        help="How often the payment links of the account were withdrawn. Older ones do not work.",
    )

    def action_pay_link(self):
        """Show the link to the payment page of the account."""
        self.ensure_one()
        return self.env["utility.pay.link.show"]._action(account_id=self.id)

    def _withdraw_pay_links(self):
        """Links to the accounts and their bills that were handed out do not work any more."""
        for account in self:
            account.pay_link_number += 1
