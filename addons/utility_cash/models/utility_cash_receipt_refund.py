from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: who may give any receipt back, and allow cashiers to
PERMITTING = ("utility_base.group_controller", "utility_base.group_accountant")


class UtilityCashReceipt(models.Model):
    """Money given back: a receipt of its own with mirrored payments, by who may do it.

    A cashier may give back the last receipt of the open shift, any receipt within the limit of the
    till, and what a controller or an accountant has allowed.
    """

    _inherit = "utility.cash.receipt"

    permit_user_id = fields.Many2one("res.users", "Refund Allowed By", readonly=True, copy=False)
    permit_at = fields.Datetime("Refund Allowed At", readonly=True, copy=False)
    permit_reason = fields.Char("Refund Allowed Because", readonly=True, copy=False)
    order_id = fields.Many2one(
        "utility.cash.order",
        "Cash Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="By which the cash of a receipt of another shift was given back.",
    )

    def _permit_refund(self, reason):
        """Let cashiers give the receipts back; the reason stays with them."""
        if not self._may_permit():
            raise AccessError(self.env._("A controller or an accountant allows refunds."))
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Tell why the money is given back."))
        for receipt in self:
            if receipt.kind != "sale" or receipt.state == "refunded":
                raise UserError(self.env._("Receipt %s is refunded already.", receipt.name))
        # sudo: the permission alone; controllers have no right to change receipts otherwise
        self.sudo()._transition(
            permit_user_id=self.env.uid,
            permit_at=fields.Datetime.now(),
            permit_reason=reason.strip(),
        )

    def _may_permit(self):
        return any(self.env.user.has_group(group) for group in PERMITTING)

    def _refund_obstacle(self, shift):
        """Why the user may not give this receipt back in ``shift``; empty: it may be."""
        self.ensure_one()
        if self.kind != "sale" or self.state == "refunded":
            return self.env._("Receipt %s is refunded already.", self.name)
        limit = Decimal(str(shift.point_id.refund_limit))
        if (
            self == shift._last_sale()
            or self.permit_user_id
            or self._may_permit()
            or (limit and Decimal(str(self.amount)) <= limit)
        ):
            return ""
        return self.env._(
            "A controller or an accountant has to allow the refund of receipt %s first.", self.name
        )

    def _refund(self, shift, number, uuid, reason, lines):
        """A receipt of its own that gives ``lines`` of this one back, with mirrored payments.

        Cash of a receipt of another shift leaves the drawer by a cash order of its own.

        :raises UserError: the money is elsewhere by now, or the drawer holds too little
        """
        self.ensure_one()
        payments = lines.payment_ids.filtered(lambda p: not p.mirror_of_id)
        self._check_refund(shift, lines, payments)
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
                    "refund_of_id": line.id,
                }
                for line in lines
            ],
            self._refund_tenders(payments, lines == self.line_ids),
            kind="refund",
            refund_of_id=self.id,
            reason=reason,
            contact=self.contact,
        ).with_env(shift.env)
        own = {line.refund_of_id.id: line.id for line in refund.line_ids}
        payments.with_env(shift.env)._give_back(
            shift, {payment.id: own[payment.cash_line_id.id] for payment in payments}
        )
        given = self.line_ids.filtered(lambda line: line in lines or line._is_given_back())
        self._transition(state="refunded" if given == self.line_ids else "part")
        cash = refund._cash()
        if cash and self.shift_id.id != shift.id:
            order = shift._issue_order(
                "refund",
                cash,
                self.env._("Receipt %(name)s: %(reason)s", name=self.name, reason=reason),
                lines[:1].account_id.partner_name or "",
            )
            refund._transition(order_id=order.id)
        return refund

    def _check_refund(self, shift, lines, payments):
        if not lines or lines.receipt_id != self:
            raise UserError(self.env._("Choose what is given back."))
        if lines.filtered(lambda line: line._is_given_back()):
            raise UserError(self.env._("Receipt %s is refunded already.", self.name))
        # what a cashier may not see, he does not give back either
        lines.account_id.with_env(shift.env).check_access("read")
        moved = payments.filtered(lambda p: p.state != "allocated")
        if moved:
            raise UserError(
                self.env._(
                    "The payment of account %s was moved by a correction. Move it back first.",
                    moved[0].account_id.number,
                )
            )
        operations = self.tender_ids.operation_id
        if operations and lines != self.line_ids:
            raise UserError(self.env._("A receipt with a card payment is given back as a whole."))
        for operation in operations:
            if operation.state != "cancelled":
                raise UserError(
                    self.env._("Cancel the card payment at the terminal first: %s.", operation.rrn)
                )
        if self.fiscal_state != "none" and not shift.point_id.device_id:
            raise UserError(
                self.env._("Receipt %s is fiscal: give it back at a till with a device.", self.name)
            )
        cash = sum(
            tender["amount"] + tender["fee"]
            for tender in self._refund_tenders(payments, lines == self.line_ids)
            if tender["kind"] == "cash"
        )
        if cash > shift._cash_expected():
            raise UserError(
                self.env._("Only %s lies in the drawer.", f"{shift._cash_expected():.2f}")
            )

    def _refund_tenders(self, payments, whole):
        """Ways in which the payments come back: as they were paid; the fee with the whole."""
        sums = defaultdict(Decimal)
        for payment in payments:
            sums[payment.source] += Decimal(str(payment.amount))
        tenders = {tender.kind: tender for tender in self.tender_ids}
        return [
            {
                "kind": kind,
                "amount": amount,
                "slip": tenders[kind].slip,
                "fee": Decimal(str(tenders[kind].fee)) if whole else Decimal(0),
                "absorbed": Decimal(str(tenders[kind].absorbed)) if whole else Decimal(0),
            }
            for kind, amount in sums.items()
        ]

    def _cash(self):
        """Cash of the receipt with its fee, as Decimal."""
        cash = self.tender_ids.filtered(lambda tender: tender.kind == "cash")
        return sum((Decimal(str(t.amount)) + Decimal(str(t.fee)) for t in cash), Decimal(0))

    def _refund_card(self, shift):
        """The receipt as the screen offers it to be given back."""
        self.ensure_one()
        return self._screen() | {
            "date": fields.Date.to_string(self.date),
            "cashier": self.user_id.name,
            "permit": self.permit_reason or "",
            "obstacle": self._refund_obstacle(shift),
            "tenders": [
                {"kind": t.kind, "amount": f"{t.amount:.2f}", "slip": t.slip or ""}
                for t in self.tender_ids
            ],
            "lines": [
                {
                    "id": line.id,
                    "account": line.account_id.number,
                    "payer": line.account_id.partner_name or "",
                    "service": line.purpose_service_id.display_name or "",
                    "amount": f"{line.amount:.2f}",
                    "given_back": line._is_given_back(),
                }
                for line in self.line_ids
            ],
        }
