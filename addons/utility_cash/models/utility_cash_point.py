from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityCashPoint(models.Model):
    """A till: its drawer, its fiscal device and card terminal, and the limits of its cashiers (E05)."""

    _name = "utility.cash.point"
    _description = "Cash point"
    _order = "code, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Short; numbers of shifts and receipts begin with it.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    address = fields.Char(help="Place of payment, printed on receipts.")
    user_ids = fields.Many2many(
        "res.users",
        string="Cashiers",
        help="Who may open a shift here. Empty: every cashier.",
    )
    payment_limit = fields.Monetary("Largest Receipt", help="Zero: no limit.")
    drawer_limit = fields.Monetary(
        "Most Cash in the Drawer",
        help="Over it no cash is taken until some is handed over. Zero: no limit.",
    )
    refund_limit = fields.Monetary(
        "Largest Refund",
        help="Receipts up to this sum a cashier gives back without asking, of closed shifts too. "
        "Larger ones want the permission of a controller or an accountant. "
        "Zero: all but the last receipt of the shift.",
    )
    device_id = fields.Many2one("utility.fiscal.device", "Fiscal Device", check_company=True)
    unfiscal_ground = fields.Char(
        "Ground for Work Without a Device",
        help="The provision of the law that lets this till work without a fiscal device. "
        "Without a device and without a ground no money is taken.",
    )
    terminal_id = fields.Many2one("utility.pos.terminal", "Card Terminal", check_company=True)
    shift_ids = fields.One2many("utility.cash.shift", "point_id")
    balance = fields.Monetary(
        compute="_compute_balance",
        string="In the Drawer",
        help="By the cash orders and the open shift.",
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "This code has another cash point already."
    )

    @api.constrains("payment_limit", "drawer_limit", "refund_limit")
    def _check_limits(self):
        limits = ("payment_limit", "drawer_limit", "refund_limit")
        if any(point[limit] < 0 for point in self for limit in limits):
            raise ValidationError(self.env._("Limits are not negative; zero means no limit."))

    @api.depends("shift_ids.state")
    def _compute_balance(self):
        for point in self:
            point.balance = float(point._balance())

    def _balance(self):
        """Cash that has to lie in the drawer, as Decimal: cash orders and receipts not yet in one."""
        self.ensure_one()
        if not self.id:
            return Decimal(0)
        # sudo: the drawer holds what cashiers before took in too
        orders = self.env["utility.cash.order"].sudo()._balances(self)
        open_shift = (
            self.env["utility.cash.shift"]
            .sudo()
            .search([("point_id", "=", self.id), ("state", "=", "open")], limit=1)
        )
        return orders.get(self.id, 0) + (open_shift._cash_taken() if open_shift else 0)

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create(vals_list)
        # sudo: whoever sets up tills need not have rights on the ledger
        points.company_id.sudo()._utility_prepare_cash()
        return points
