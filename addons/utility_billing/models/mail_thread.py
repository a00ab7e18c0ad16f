from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Bills whose message came back are told apart by its number."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        if message_ids := message_dict.get("bounced_msg_ids"):
            self.env["utility.bill.mail"]._bounced(message_ids)
        return result
