import hashlib
import hmac
import ipaddress
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import consteq
from odoo.tools.misc import hmac as keyed_hash

from odoo.addons.base.models.res_partner import _tz_get

SCOPE = "utility-online-password"
ADMIN = "utility_base.group_administrator"


class UtilityPaymentAgentAccess(models.Model):
    """How an agent that calls on-line is recognised: its address, password, network, signature."""

    _inherit = "utility.payment.agent"

    protocol = fields.Selection(
        [
            ("osmp", "OSMP (QIWI, terminals)"),
            ("sber", "Sberbank-Online"),
            ("kaspi", "Kaspi"),
            ("privat", "Privat24"),
        ],
        string="On-line Protocol",
        tracking=True,
        help="Empty: the agent does not call, it sends registries.",
    )
    token = fields.Char(copy=False, readonly=True, groups=ADMIN)
    url = fields.Char("Address for Calls", compute="_compute_url", groups=ADMIN)
    login = fields.Char(groups=ADMIN, copy=False)
    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        groups=ADMIN,
        help="Basic authentication. Only its trace is stored: it cannot be shown again.",
    )
    password_hash = fields.Char(copy=False, groups="base.group_system")
    has_password = fields.Boolean(compute="_compute_has_password", compute_sudo=True)
    networks = fields.Char(
        "Allowed Networks",
        groups=ADMIN,
        help="Addresses or networks that may call, such as 79.142.16.0/20, separated by spaces.",
    )
    signing_key = fields.Char(
        groups=ADMIN,
        copy=False,
        help="When set, each call carries in X-Signature the HMAC-SHA256, in hexadecimal digits, of "
        "its query string followed by its body.",
    )
    calls_per_minute = fields.Integer(
        default=600, help="More calls are answered “repeat later”. 0: no limit."
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or self.env.company.partner_id.tz or "UTC",
        help="Of the times that the agent sends.",
    )

    _token_uniq = models.UniqueIndex("(token) WHERE token IS NOT NULL", "The token exists already.")

    @api.model_create_multi
    def create(self, vals_list):
        agents = super().create(vals_list)
        agents.filtered("protocol")._ensure_token()
        return agents

    def write(self, vals):
        result = super().write(vals)
        if vals.get("protocol"):
            self._ensure_token()
        return result

    def _ensure_token(self):
        # sudo: who may set the protocol need not be allowed to see the address
        for agent in self.sudo().filtered(lambda a: not a.token):
            agent.token = secrets.token_urlsafe(24)

    def action_new_token(self):
        """A new address; the old one stops at once."""
        for agent in self:
            agent.token = secrets.token_urlsafe(24)
            agent.message_post(body=self.env._("The address for calls was changed."))
        return True

    @api.depends("token", "protocol")
    def _compute_url(self):
        for agent in self:
            base = agent.get_base_url()
            live = agent.protocol and agent.token
            agent.url = f"{base}/utility/online/{agent.token}" if live else False

    def _compute_password(self):
        self.password = False

    def _inverse_password(self):
        for agent in self.filtered("password"):
            # sudo: the key of the database and the trace are the system's
            system = agent.sudo()
            system.password_hash = keyed_hash(system.env, SCOPE, agent.password)

    @api.depends("password_hash")
    def _compute_has_password(self):
        for agent in self:
            agent.has_password = bool(agent.password_hash)

    @api.constrains("networks")
    def _check_networks(self):
        for agent in self:
            try:
                agent._allowed_networks()
            except ValueError as error:
                raise ValidationError(self.env._("Allowed networks: %s", error)) from None

    def _allowed_networks(self):
        texts = (self.networks or "").replace(",", " ").split()
        return [ipaddress.ip_network(text, strict=False) for text in texts]

    def _admits(self, address, login, password, signed, signature):
        """Whether a caller is this agent; every means that is set has to agree.

        :param address: IP address of the caller
        :param signed: bytes that ``signature`` stands for; None: the call cannot be signed
        """
        self.ensure_one()
        allowed = self._allowed_networks()
        if allowed:
            try:
                caller = ipaddress.ip_address(address or "")
            except ValueError:
                return False
            if not any(caller in network for network in allowed):
                return False
        if self.login or self.password_hash:
            right = keyed_hash(self.env, SCOPE, password or "")
            if not consteq((self.login or "").encode(), (login or "").encode()) or not consteq(
                self.password_hash or "", right
            ):
                return False
        if self.signing_key:
            if signed is None:
                return False
            right = hmac.new(self.signing_key.encode(), signed, hashlib.sha256).hexdigest()
            if not hmac.compare_digest(right.encode(), (signature or "").lower().encode()):
                return False
        return True
