import time
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gateway.webhook import body_of, send, signature

#: seconds until the next try, by the tries before; a day and a half altogether
DELAYS = (10, 60, 300, 900, 3600, 7200, 14400, 28800, 28800, 43200)
KEEP_DAYS = 90


class UtilityWebhookDelivery(models.Model):
    """One message to a webhook: waits, sent or failed; told again with the same number."""

    _name = "utility.webhook.delivery"
    _description = "Message to a webhook"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "content", "tries", "status", "answer")
    _order = "id desc"
    _rec_name = "uuid"

    webhook_id = fields.Many2one(
        "utility.webhook", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="webhook_id.company_id", store=True, index=True)
    uuid = fields.Char(
        "Number",
        required=True,
        readonly=True,
        default=lambda self: str(uuid.uuid4()),
        help="The receiver knows by it a message that comes twice.",
    )
    event = fields.Selection(
        [
            ("payments", "Payments"),
            ("reversals", "Reversals"),
            ("registries", "Registry loaded"),
            ("test", "Test"),
        ],
        required=True,
        readonly=True,
    )
    content = fields.Json("Data", readonly=True)
    content_text = fields.Text("Content", compute="_compute_content_text")
    state = fields.Selection(
        [("waiting", "Waits"), ("sent", "Delivered"), ("failed", "Not delivered")],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    tries = fields.Integer(readonly=True)
    at = fields.Datetime("Tried Last", readonly=True)
    status = fields.Integer("HTTP Status", readonly=True)
    answer = fields.Text(readonly=True)

    @api.depends("content")
    def _compute_content_text(self):
        for delivery in self:
            delivery.content_text = body_of(delivery._payload()).decode()

    def _payload(self):
        at = self.create_date or fields.Datetime.now()
        return {
            "id": self.uuid,
            "event": self.event,
            "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "company": self.company_id.id,
            **(self.content or {}),
        }

    def _delay(self, seconds=0):
        for delivery in self:
            delivery.with_delay(
                eta=seconds or None,
                description=self.env._("Message to %s", delivery.webhook_id.name),
            )._job_send()

    def _job_send(self):
        """Job: one try; a refused or lost message is tried again later with the same number."""
        # sudo: the job runs as who took the money, who sees neither address nor key
        delivery = self.sudo()
        delivery.lock_for_update()
        webhook = delivery.webhook_id
        if delivery.state != "waiting":
            return
        if webhook._is_allowed() and webhook.active:
            body = body_of(delivery._payload())
            headers = {
                "X-Utility-Delivery": delivery.uuid,
                "X-Utility-Event": delivery.event,
                "X-Utility-Signature": signature(webhook.secret, int(time.time()), body),
            }
            status, answer = send(webhook.url, body, headers)
        else:
            status, answer = 0, self.env._("The address is not allowed any more.")
        tries = delivery.tries + 1
        done = 200 <= status < 300
        over = not webhook.active or tries > len(DELAYS)
        delivery._transition(
            state="sent" if done else "failed" if over else "waiting",
            tries=tries,
            at=fields.Datetime.now(),
            status=status,
            answer=answer,
        )
        if delivery.state == "waiting":
            self._delay(DELAYS[tries - 1])

    def action_send_again(self):
        """Messages that were given up start anew."""
        self.check_access("write")
        if any(delivery.state == "sent" for delivery in self):
            raise UserError(self.env._("What is delivered is not sent again."))
        self.filtered(lambda d: d.state == "failed")._transition(state="waiting", tries=0)
        self._delay()
        return True

    @api.autovacuum
    def _gc_delivered(self):
        """Delivered messages are kept for disputes for a while; others until somebody acts."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.search([("state", "=", "sent"), ("create_date", "<", limit)], limit=10000).unlink()
