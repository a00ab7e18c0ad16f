from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError


class UtilityCashMove(models.TransientModel):
    """Cash that leaves the drawer for the bank or the collector, or change money that comes."""

    _name = "utility.cash.move"
    _description = "Cash order of a shift"

    shift_id = fields.Many2one(
        "utility.cash.shift",
        required=True,
        readonly=True,
        default=lambda self: self.env["utility.cash.shift"]._current(),
    )
    currency_id = fields.Many2one(related="shift_id.currency_id")
    in_drawer = fields.Monetary(related="shift_id.cash_expected")
    reason = fields.Selection(
        [
            ("collector", "Handed over to the collector"),
            ("bank", "Handed over to the bank"),
            ("float", "Change money brought"),
        ],
        required=True,
        default="collector",
    )
    amount = fields.Monetary(required=True)
    person = fields.Char("Received From or Given To")
    note = fields.Char("Basis", help="Number of the bag, of the announcement to the bank ...")

    def action_issue(self):
        """Make the order and print it."""
        self.ensure_one()
        shift = self.shift_id
        shift.check_access("write")
        if shift.state != "open":
            raise UserError(self.env._("Shift %s is closed.", shift.name))
        amount = Decimal(f"{self.amount:.2f}")
        if amount <= 0:
            raise UserError(self.env._("The sum is greater than zero."))
        order = shift._issue_order(self.reason, amount, self.note or "", self.person or "")
        return order.action_print() | {"close": True}
