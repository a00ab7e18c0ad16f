from odoo import fields, models

from ..gateway.terminal import Bridge


class UtilityPosTerminal(models.Model):
    """A card terminal beside a till, reached through its bridge (E06)."""

    _name = "utility.pos.terminal"
    _description = "Card terminal"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    driver = fields.Selection([("bridge", "Bridge (HTTP or TCP)")], required=True, default="bridge")
    url = fields.Char(
        "Address", required=True, help="http://192.168.0.20:7700/ or tcp://192.168.0.20:7701"
    )
    key = fields.Char(groups="utility_base.group_administrator", copy=False)

    def _driver(self):
        """The driver of the terminal; its key is for superuser only."""
        self.ensure_one()
        return {"bridge": Bridge}[self.driver](self.url, self.key or "")

    def action_reconcile(self):
        """Reconcile the totals of the day with the bank."""
        self.ensure_one()
        operation = self.env["utility.pos.operation"]._begin("reconcile", self, 0)
        operation._run()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.pos.operation",
            "res_id": operation.id,
            "view_mode": "form",
        }
