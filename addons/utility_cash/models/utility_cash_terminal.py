from odoo import api, models
from odoo.exceptions import UserError

from .utility_pos_operation import LIVE


class UtilityCashDesk(models.AbstractModel):
    """Card payments of the screen: each step is a call of its own, so that its outcome is kept."""

    _inherit = "utility.cash.desk"

    @api.model
    def desk_card_start(self, uuid, amount):
        """Store the payment of the receipt ``uuid`` before the terminal is asked."""
        self._check_cashier()
        shift = self.env["utility.cash.shift"]._current()
        terminal = shift.point_id.terminal_id
        if not terminal:
            raise UserError(self.env._("This till has no card terminal."))
        operations = self.env["utility.pos.operation"]
        live = operations.search(
            [("receipt_uuid", "=", uuid), ("kind", "=", "pay"), ("state", "in", LIVE)], limit=1
        )
        if live:
            return live._screen()
        self._known(uuid)
        return operations._begin(
            "pay", terminal, self._money(amount), shift_id=shift.id, receipt_uuid=uuid
        )._screen()

    @api.model
    def desk_card_run(self, operation_id):
        """Charge the card, or ask what became of it."""
        self._check_cashier()
        operation = self.env["utility.pos.operation"].browse(operation_id).exists()
        operation.check_access("write")
        return operation._run()._screen()

    @api.model
    def desk_card_cancel(self, operation_id):
        """Give a card payment back; returns the state of the payment itself.

        That of a receipt is given back by who may give back the receipt.
        """
        self._check_cashier()
        shift = self._open_shift()
        # sudo: the receipt may be of another cashier; asked below
        operation = (
            self.env["utility.pos.operation"]
            .sudo()
            .search([("id", "=", operation_id), ("company_id", "=", self.env.company.id)])
        )
        if operation.receipt_id:
            obstacle = self._to_refund(operation.receipt_id.id)._refund_obstacle(shift)
            if obstacle:
                raise UserError(obstacle)
        else:
            operation = operation.sudo(False)
            operation.check_access("write")
        if operation.state == "approved":
            operation._cancel(shift)
        return operation._screen()
