from markupsafe import Markup

from odoo import api, fields, models

from .charge_figures import Figures
from .utility_charge_explain import _as_html
from .utility_shadow_cause import CAUSES


class UtilityShadowDifference(models.Model):
    """An account and service whose sums differ, with the cause that was found and our lines."""

    _name = "utility.shadow.difference"
    _description = "Difference to another program"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "shadow_id desc, cause, account_number, id"
    _rec_name = "account_number"

    shadow_id = fields.Many2one("utility.shadow", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date("Period", required=True, readonly=True)
    account_id = fields.Many2one("utility.account", readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    account_number = fields.Char("Number", readonly=True)
    service_id = fields.Many2one("utility.service", readonly=True)
    amount_old = fields.Float("There", digits=(16, 2), readonly=True)
    amount_new = fields.Float("Here", digits=(16, 2), readonly=True)
    difference = fields.Float(digits=(16, 2), readonly=True)
    volume_old = fields.Float("Volume There", digits=(18, 6), min_display_digits=0, readonly=True)
    volume_new = fields.Float("Volume Here", digits=(18, 6), min_display_digits=0, readonly=True)
    cause = fields.Selection(CAUSES, readonly=True)
    facts = fields.Json(readonly=True)
    evidence = fields.Char(compute="_compute_evidence")
    lines = fields.Json(readonly=True, help="Our charge lines, with their traces.")
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    _shadow_idx = models.Index("(shadow_id, cause)")

    @api.depends("facts")
    def _compute_evidence(self):
        """What met the other sum, in words."""
        words = {
            "old_price": self.env._("price there"),
            "price": self.env._("price here"),
            "old_persons": self.env._("persons there"),
            "persons": self.env._("persons"),
            "old_area": self.env._("area there"),
            "area": self.env._("area here"),
            "old_norm": self.env._("norm there"),
            "norm": self.env._("norm"),
            "old_days": self.env._("days there"),
            "days": self.env._("days here"),
            "old_volume": self.env._("volume there"),
            "volume": self.env._("volume here"),
            "from": self.env._("from"),
            "to": self.env._("to"),
            "ref": self.env._("order"),
            "rate": self.env._("VAT, %"),
            "amount": self.env._("sum here"),
            "difference": self.env._("difference"),
        }
        for row in self:
            figures = Figures(self.env, row.currency_id)
            row.evidence = ", ".join(
                f"{words.get(name, '')} {figures.plain(value)}".strip()
                for name, value in (row.facts or {}).items()
                if value and name != "causes"
            )

    def _compute_explanation(self):
        charges = self.env["utility.charge"]
        for row in self:
            parts = [
                _as_html(self.env, charges._explain_values(row, values))
                for values in row.lines or []
            ]
            row.explanation = Markup("<hr/>").join(part for part in parts if part) or False

    def action_open_account(self):
        self.ensure_one()
        return self.account_id._action_why(f"{self.period_date:%Y-%m}")
