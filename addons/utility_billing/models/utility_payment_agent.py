import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
AGENT_KINDS = [
    ("bank", "Bank"),
    ("terminal", "Terminals"),
    ("wallet", "Wallet"),
    ("post", "Post"),
    ("centre", "Settlement centre"),
]


class UtilityPaymentAgent(models.Model):
    """Bank, terminal network, wallet or post that takes money for the company (E13, E14).

    How it sends payments (on-line calls, registries) and what it keeps for that stand here.
    """

    _name = "utility.payment.agent"
    _description = "Payment agent"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        required=True,
        copy=False,
        help="Short Latin name; part of the numbers of its payments, so it never changes.",
    )
    kind = fields.Selection(AGENT_KINDS, required=True, default="bank", tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Organisation", index="btree_not_null", check_company=True
    )
    contract = fields.Char(tracking=True, help="Number and date of the agency contract.")
    term_ids = fields.One2many("utility.payment.agent.term", "agent_id", string="Fees")
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another agent of the company has this code."
    )

    @api.constrains("code")
    def _check_code(self):
        for agent in self:
            if not _CODE.fullmatch(agent.code or ""):
                raise ValidationError(
                    self.env._(
                        "The code %s: use up to 30 small Latin letters, digits, - and _.",
                        agent.code,
                    )
                )

    def write(self, vals):
        if "code" in vals and any(agent.code != vals["code"] for agent in self):
            if self._has_money():
                raise UserError(
                    self.env._(
                        "The code stands in payments of this agent and cannot change any more."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._has_money():
            raise UserError(self.env._("Agents with payments are archived, not deleted."))

    def _fee_terms(self):
        """Terms of the agent's fees and of its kind, as the engine takes them."""
        terms = self.env["utility.payment.agent.term"]
        if not self:
            return []
        of_kind = terms.search(
            [("company_id", "=", self.company_id.id), ("agent_kind", "=", self.kind)]
        )
        return (self.term_ids | of_kind)._fee_terms()

    def _has_money(self):
        """Whether payments came from one of the agents."""
        return bool(
            self.env["utility.online.payment"].search_count([("agent_id", "in", self.ids)], limit=1)
        )
