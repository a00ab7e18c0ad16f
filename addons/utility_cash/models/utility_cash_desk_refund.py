import re

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.utility_billing.gateway.st00012 import retyped

#: number of a receipt as it is printed: till, shift, receipt
RECEIPT_NAME = re.compile(r"^\S+-\d{5,}/\d{4,}$")


class UtilityCashDesk(models.AbstractModel):
    """Money that the screen gives back: of a receipt of this shift or of any other."""

    _inherit = "utility.cash.desk"

    @api.model
    def desk_find(self, text):
        """The number of a receipt brings the receipt, anything else what the account owes."""
        self._check_cashier()
        name = str(text or "").strip()
        names = [known for known in (name, *retyped(name)) if RECEIPT_NAME.match(known)]
        if names:
            # sudo: the receipt may be of another cashier; it is of this company and named whole
            receipt = (
                self.env["utility.cash.receipt"]
                .sudo()
                .search([("name", "in", names), ("company_id", "=", self.env.company.id)], limit=1)
            )
            if receipt:
                return {"kind": "receipt", "receipt": self.desk_receipt(receipt.id)}
        return super().desk_find(text)

    @api.model
    def desk_receipt(self, receipt_id):
        """A receipt to give back, see ``utility.cash.receipt._refund_card``."""
        self._check_cashier()
        return self._to_refund(receipt_id)._refund_card(self._open_shift())

    @api.model
    def desk_refund(self, receipt_id, uuid, reason, line_ids=None):
        """Give the money of a receipt back, or that of some of its lines; made once a ``uuid``."""
        self._check_cashier()
        known = self._known(uuid)
        if known:
            return known._screen()
        shift = self._open_shift()
        receipt = self._to_refund(receipt_id)
        obstacle = receipt._refund_obstacle(shift)
        if obstacle:
            raise UserError(obstacle)
        if not (reason or "").strip():
            raise UserError(self.env._("Tell why the money is given back."))
        lines = receipt.line_ids
        if line_ids is not None:
            lines = lines.filtered(lambda line: line.id in set(line_ids))
        number = shift._take_turn()
        refund = receipt._refund(shift, number, uuid, reason.strip(), lines)
        refund._queue_fiscal()
        return refund._screen()

    def _open_shift(self):
        shift = self.env["utility.cash.shift"]._current()
        if not shift:
            raise UserError(self.env._("Open a shift first."))
        return shift

    def _to_refund(self, receipt_id):
        """The receipt in superuser mode: it may be of another cashier and a closed shift."""
        # sudo: who may give it back is asked by _refund_obstacle, its accounts by their own rules
        receipt = (
            self.env["utility.cash.receipt"]
            .sudo()
            .search([("id", "=", receipt_id), ("company_id", "=", self.env.company.id)])
        )
        if not receipt:
            raise UserError(self.env._("There is no such receipt."))
        receipt.line_ids.account_id.sudo(False).check_access("read")
        return receipt
