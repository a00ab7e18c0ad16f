from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION


class UtilityCashReceipt(models.Model):
    """The making of receipts and refunds: in one transaction with their payments."""

    _inherit = "utility.cash.receipt"

    def _make(self, shift, number, uuid, lines, tenders, kind="sale", **values):
        """A receipt with its lines and tenders (dicts of their fields, sums as Decimals)."""
        device = shift.point_id.device_id
        receipt = self.with_context(utility_transition=TRANSITION).create(
            {
                "name": f"{shift.name}/{number:04}",
                "number": number,
                "shift_id": shift.id,
                "uuid": uuid,
                "kind": kind,
                "amount": float(sum(line["amount"] for line in lines)),
                "fiscal_state": "pending" if device else "none",
                "device_id": device.id,
                "line_ids": [(0, 0, line | {"amount": float(line["amount"])}) for line in lines],
                "tender_ids": [
                    (0, 0, tender | {"amount": float(tender["amount"])}) for tender in tenders
                ],
            }
            | values
        )
        receipt = receipt.with_env(self.env)
        receipt.tender_ids.operation_id._transition(receipt_id=receipt.id)
        return receipt

    def _refund(self, shift, number, uuid, reason):
        """A receipt of its own that gives everything back, with mirrored payments."""
        self.ensure_one()
        if self.kind != "sale" or self.state != "registered":
            raise UserError(self.env._("Receipt %s is refunded already.", self.name))
        for operation in self.tender_ids.operation_id:
            if operation.state != "cancelled":
                raise UserError(
                    self.env._("Cancel the card payment at the terminal first: %s.", operation.rrn)
                )
        refund = self._make(
            shift,
            number,
            uuid,
            [
                {
                    "account_id": line.account_id.id,
                    "amount": line.amount,
                    "purpose_period": line.purpose_period,
                    "purpose_service_id": line.purpose_service_id.id,
                }
                for line in self.line_ids
            ],
            [
                {"kind": tender.kind, "amount": tender.amount, "slip": tender.slip}
                for tender in self.tender_ids
            ],
            kind="refund",
            refund_of_id=self.id,
            reason=reason,
            contact=self.contact,
        )
        lines = dict(zip(self.line_ids.ids, refund.line_ids.ids, strict=True))
        payments = self.line_ids.payment_ids
        payments._give_back(
            shift, {payment.id: lines[payment.cash_line_id.id] for payment in payments}
        )
        self._transition(state="refunded")
        return refund

    def _screen(self):
        """The receipt as the screen shows it."""
        self.ensure_one()
        states = dict(self._fields["fiscal_state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "number": self.number,
            "kind": self.kind,
            "state": self.state,
            "at": fields.Datetime.to_string(self.at),
            "amount": f"{self.amount:.2f}",
            "given": f"{self.given:.2f}",
            "change": f"{self.change:.2f}",
            "accounts": ", ".join(self.line_ids.mapped("account_id.number")),
            "operations": self.tender_ids.operation_id.filtered(
                lambda o: o.state != "cancelled"
            ).ids,
            "fiscal_state": self.fiscal_state,
            "fiscal_label": states[self.fiscal_state],
            "fiscal_error": self.fiscal_error or "",
        }
