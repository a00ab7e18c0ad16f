from odoo import models
from odoo.tools import consteq, hmac


class UtilityBill(models.Model):
    """The personal link to the PDF of a bill, and sending it."""

    _inherit = "utility.bill"

    def _public_url(self):
        """Link that opens the PDF of this bill without a login."""
        self.ensure_one()
        token = link_token(self.env, "bill", self.id)
        return f"{self.get_base_url()}/utility/bill/{self.id}/{token}"

    def _pay_url(self):
        """Link to the payment page of this bill, which asks for what is owed by then."""
        self.ensure_one()
        return self.env["utility.pay.link"]._url(self, self.company_id)

    def action_pay_link(self):
        """Show the link to the payment page of this bill."""
        self.ensure_one()
        return self.env["utility.pay.link.show"]._action(bill_id=self.id)

    def action_mail(self):
        """Queue the bills by e-mail."""
        count = self.env["utility.bill.mail"]._enqueue(self)
        message = (
            self.env._("Bills queued: %s.", count)
            if count
            else self.env._("None of these bills is approved, wants e-mail and is not queued yet.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "success" if count else "warning"},
        }


def link_token(env, scope, id_):
    """Signature of a personal link: whoever has the link may open this one thing."""
    # sudo: the key of the database signs; it is not shown
    return hmac(env(su=True), f"utility-{scope}", str(id_))


def token_is(env, scope, id_, token):
    """Whether ``token``, whatever a stranger wrote, is the signature; takes as long for any."""
    return token.isascii() and consteq(link_token(env, scope, id_), token)
