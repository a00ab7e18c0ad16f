from decimal import Decimal

from odoo import api, fields, models


class UtilityCashOpen(models.TransientModel):
    """Opening of a shift: the till and what is counted in its drawer."""

    _name = "utility.cash.open"
    _description = "Open a shift"

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    point_id = fields.Many2one(
        "utility.cash.point",
        "Till",
        required=True,
        default=lambda self: self._default_point(),
        domain="[('company_id', '=', company_id), '|', ('user_ids', '=', False), ('user_ids', 'in', uid)]",
    )
    expected = fields.Monetary("By the Books", related="point_id.balance")
    counted = fields.Monetary(compute="_compute_counted", store=True, readonly=False, required=True)
    reason = fields.Selection(
        [("float", "Change money brought"), ("surplus", "Surplus found")],
        "More Is Counted",
        default="float",
        required=True,
    )
    note = fields.Char("Explanation")

    @api.model
    def _default_point(self):
        points = self.env["utility.cash.point"].search(
            [
                ("company_id", "=", self.env.company.id),
                "|",
                ("user_ids", "=", False),
                ("user_ids", "in", self.env.uid),
            ],
            limit=2,
        )
        return points if len(points) == 1 else False

    @api.depends("point_id")
    def _compute_counted(self):
        for wizard in self:
            wizard.counted = wizard.point_id.balance

    def action_open(self):
        self.ensure_one()
        self.env["utility.cash.shift"]._open(
            self.point_id, Decimal(f"{self.counted:.2f}"), self.reason, self.note or ""
        )
        return {"type": "ir.actions.act_window_close"}
