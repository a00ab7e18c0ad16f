import secrets

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..gateway import webhook as gateway

HOSTS = "utility_billing.webhook_hosts"
BATCH = 100  # payments a message
_ADMIN = "utility_base.group_administrator"


class UtilityWebhook(models.Model):
    """A program of a partner that is told of payments as they happen (X15).

    Messages are written in the transaction of what they tell and sent after it by jobs, so a
    payment that was rolled back is never told and one that stays is never forgotten. Addresses
    have to be of the list that the administrator of the server keeps.
    """

    _name = "utility.webhook"
    _description = "Webhook"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    url = fields.Char("Address", required=True)
    secret = fields.Char(
        groups=_ADMIN,
        required=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(32),
        help="Key of the signature; give it to the partner only.",
    )
    payments = fields.Boolean(
        "Payments Taken One by One", default=True, help="Cash desk, on-line, by hand, by the API."
    )
    reversals = fields.Boolean("Payments Reversed", default=True)
    registries = fields.Boolean(
        "Registries Loaded", default=True, help="One message a registry, with its totals."
    )
    source_ids_text = fields.Char(
        "Only the Sources",
        help="Codes of sources of payments, separated by commas: cash, online, statement. "
        "Empty: all.",
    )
    delivery_ids = fields.One2many("utility.webhook.delivery", "webhook_id", readonly=True)
    failed_count = fields.Integer("Not Delivered", compute="_compute_failed_count")

    def _compute_failed_count(self):
        counts = dict(
            self.env["utility.webhook.delivery"]._read_group(
                [("webhook_id", "in", self.ids), ("state", "=", "failed")],
                ["webhook_id"],
                ["__count"],
            )
        )
        for webhook in self:
            webhook.failed_count = counts.get(webhook, 0)

    @api.constrains("url")
    def _check_url(self):
        for webhook in self:
            if not webhook._is_allowed():
                raise ValidationError(
                    self.env._(
                        "%s is no address that messages may go to. Let the administrator of the "
                        "server add its host to the list in the settings.",
                        webhook.url,
                    )
                )

    @api.constrains("source_ids_text")
    def _check_sources(self):
        known = dict(self.env["utility.payment"]._fields["source"].selection)
        for webhook in self:
            unknown = webhook._sources() - set(known)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "Unknown sources: %(unknown)s. There are %(known)s.",
                        unknown=", ".join(sorted(unknown)),
                        known=", ".join(known),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _sources(self):
        return {part.strip() for part in (self.source_ids_text or "").split(",") if part.strip()}

    def _is_allowed(self):
        # sudo: the list belongs to the settings of the server
        hosts = self.env["ir.config_parameter"].sudo().get_param(HOSTS) or ""
        return gateway.is_allowed(self.url, hosts.replace(",", " ").split())

    @api.model
    @tools.ormcache("company_id", "event")
    def _listening(self, company_id, event):
        """Ids of the webhooks of a company that want ``event``: a field's name."""
        # sudo: whoever takes money causes messages without the right to see where they go
        return tuple(self.sudo().search([("company_id", "=", company_id), (event, "=", True)]).ids)

    @api.model
    def _tell_payments(self, payments, event):
        """Write messages about payments and queue them.

        :param event: ``payments`` or ``reversals``
        """
        for company, part in payments.grouped("company_id").items():
            for webhook in self.sudo().browse(self._listening(company.id, event)):
                sources = webhook._sources()
                wanted = part.filtered(
                    lambda p, sources=sources: not sources or p.source in sources
                )
                for start in range(0, len(wanted), BATCH):
                    rows = [payment._told() for payment in wanted[start : start + BATCH]]
                    webhook._queue(event, {"payments": rows})

    @api.model
    def _tell_registry(self, registry):
        """Write messages about a registry that is loaded and queue them."""
        for webhook in self.sudo().browse(self._listening(registry.company_id.id, "registries")):
            webhook._queue("registries", {"registry": registry._told()})

    def _queue(self, event, content):
        """A message for this webhook; it is sent when the transaction stays."""
        self.ensure_one()
        self.env["utility.webhook.delivery"].create(
            {"webhook_id": self.id, "event": event, "content": content}
        )._delay()

    def action_test(self):
        """Send a message without content, to try address and signature."""
        for webhook in self:
            webhook.check_access("write")
            webhook.sudo()._queue("test", {})  # sudo: messages are made by the program alone
        return True

    def action_new_secret(self):
        """A new key; the old one ends at once, also for messages that wait."""
        for webhook in self:
            webhook.secret = secrets.token_urlsafe(32)
        return True
