from decimal import Decimal

from odoo import api, fields, models


class UtilityCashClose(models.TransientModel):
    """Close of a shift: the count against the books."""

    _name = "utility.cash.close"
    _description = "Close a shift"

    shift_id = fields.Many2one(
        "utility.cash.shift",
        required=True,
        readonly=True,
        default=lambda self: self.env["utility.cash.shift"]._current(),
    )
    currency_id = fields.Many2one(related="shift_id.currency_id")
    expected = fields.Monetary("By the Books", related="shift_id.cash_expected")
    taken_cash = fields.Monetary(related="shift_id.taken_cash")
    taken_card = fields.Monetary(related="shift_id.taken_card")
    receipts = fields.Integer(related="shift_id.last_number")
    counted = fields.Monetary(required=True)
    difference = fields.Monetary(compute="_compute_difference")
    reason = fields.Char()
    blockers = fields.Text(compute="_compute_blockers")

    @api.depends("counted", "expected")
    def _compute_difference(self):
        for wizard in self:
            wizard.difference = wizard.counted - wizard.expected

    @api.depends("shift_id")
    def _compute_blockers(self):
        for wizard in self:
            blockers = wizard.shift_id._blockers() if wizard.shift_id else []
            wizard.blockers = "\n".join(blockers) or False

    def action_close(self):
        self.ensure_one()
        self.shift_id._close(Decimal(f"{self.counted:.2f}"), (self.reason or "").strip())
        return {"type": "ir.actions.act_window_close"}
