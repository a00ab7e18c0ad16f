from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION

MONEY = ("amount", "fee", "absorbed")  # of a tender


class UtilityCashReceipt(models.Model):
    """The making of receipts: in one transaction with their payments."""

    _inherit = "utility.cash.receipt"

    def _make(self, shift, number, uuid, lines, tenders, kind="sale", **values):
        """A receipt with its lines and tenders (dicts of their fields, sums as Decimals)."""
        device = self._device_of(shift, values.get("refund_of_id"))
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
                "fee": float(sum(tender.get("fee", 0) for tender in tenders)),
                "tender_ids": [
                    (0, 0, tender | {key: float(tender.get(key, 0)) for key in MONEY})
                    for tender in tenders
                ],
            }
            | values
        )
        receipt = receipt.with_env(self.env)
        receipt.tender_ids.operation_id._transition(receipt_id=receipt.id)
        return receipt

    def _device_of(self, shift, sale_id):
        """The device that registers the receipt: none for the refund of what none registered."""
        sale = self.sudo().browse(sale_id or [])  # sudo: it may be of another cashier
        device = shift.point_id.device_id
        return device.browse() if sale.fiscal_state == "none" else device

    def _check_same(self, lines):
        """Refuse a number that comes again with other lines: what they name is not paid."""
        self.ensure_one()
        asked = [(line["account_id"], float(line["amount"])) for line in lines]
        made = [(line.account_id.id, line.amount) for line in self.line_ids]
        if sorted(asked) != sorted(made):
            raise UserError(
                self.env._(
                    "This receipt is registered already, as %(name)s of %(amount)s. Load the page "
                    "again and make a new one for the rest.",
                    name=self.name,
                    amount=f"{self.amount:.2f}",
                )
            )

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
            "fee": f"{self.fee:.2f}",
            "given": f"{self.given:.2f}",
            "change": f"{self.change:.2f}",
            "accounts": ", ".join(self.line_ids.mapped("account_id.number")),
            "recipients": [
                {"name": name or self.env._("Paid ahead"), "amount": f"{amount:.2f}"}
                for name, amount in self.line_ids.payment_ids._recipients()
            ],
            "operations": self.tender_ids.operation_id.filtered(
                lambda o: o.state != "cancelled"
            ).ids,
            "fiscal_state": self.fiscal_state,
            "fiscal_label": states[self.fiscal_state],
            "fiscal_error": self.fiscal_error or "",
        }
