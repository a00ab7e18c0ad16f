from odoo import fields, models


class ResPartner(models.Model):
    """Payment links of a payer with all accounts (X13, X36)."""

    _inherit = "res.partner"

    utility_pay_link_number = fields.Integer(
        "Payment Links Withdrawn", readonly=True, copy=False, groups="utility_base.group_reader"
    )

    def action_pay_link(self):
        """Show the link to the payment page of all accounts of the payer."""
        self.ensure_one()
        return self.env["utility.pay.link.show"]._action(partner_id=self.id)

    def _withdraw_pay_links(self):
        """Links to all accounts of the payers do not work any more; accounts keep their own."""
        for partner in self:
            # sudo: whoever looks after the accounts of payers need not edit the address book
            partner.sudo().utility_pay_link_number += 1
