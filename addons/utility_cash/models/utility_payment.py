from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION

#: sources that only the cash desk may register where there is one
DESK_SOURCES = ("cash", "card", "qr")


class UtilityPayment(models.Model):
    """Payments of the desk hang on a line of a receipt and on its shift, all their life."""

    _inherit = "utility.payment"
    _fixed_fields = (
        "state",
        "move_id",
        "mirror_of_id",
        "frozen",
        "cash_line_id",
        "cash_shift_id",
    )

    source = fields.Selection(
        selection_add=[("card", "Card at the cash desk"), ("qr", "QR code at the cash desk")],
        ondelete={"card": "set default", "qr": "set default"},
    )
    cash_line_id = fields.Many2one(
        "utility.cash.receipt.line",
        "Line of the Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    cash_shift_id = fields.Many2one(
        "utility.cash.shift", "Shift", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_outside():
            self._refuse_desk(vals_list)
        else:
            for vals in vals_list:
                self._mirror_values(vals)
        return super().create(vals_list)

    def _refuse_desk(self, vals_list):
        """Money of the till without a receipt is refused where the company has tills."""
        usual = self.default_get(["source"]).get("source")  # the context may name one, too
        companies = {
            vals.get("company_id") or self.env.company.id
            for vals in vals_list
            if vals.get("source", usual) in DESK_SOURCES
        }
        # sudo: whether there are tills does not depend on who asks
        points = self.env["utility.cash.point"].sudo()
        if companies and points.search_count([("company_id", "in", list(companies))], limit=1):
            raise UserError(
                self.env._("Money of the till is taken at the cash desk: it wants a receipt.")
            )

    def _mirror_values(self, vals):
        """A mirror of a payment of the desk is of the refund's receipt, or no money of the till."""
        mirrored = self.browse(vals.get("mirror_of_id"))
        if not mirrored.cash_shift_id:
            return
        shift, lines = self.env.context.get("utility_cash_refund") or (None, {})
        if mirrored.id in lines:
            vals |= {"cash_shift_id": shift, "cash_line_id": lines[mirrored.id]}
        else:
            vals["source"] = "transfer"

    @api.model
    def _receive(self, receipt, shares):
        """Payments of a receipt: one for each part of an account that one tender covers."""
        lines, tenders = receipt.line_ids, receipt.tender_ids
        owed = self._standing(lines.account_id.ids)
        payments = self.with_context(utility_transition=TRANSITION).create(
            [
                {
                    "company_id": receipt.company_id.id,
                    "account_id": lines[line].account_id.id,
                    "account_number": lines[line].account_id.number,
                    "payer": lines[line].account_id.partner_name,
                    "date": receipt.date,
                    "received_at": receipt.at,
                    "amount": float(amount),
                    "source": tenders[tender].kind,
                    "external_id": f"{receipt.uuid}/{line}/{tender}",
                    "purpose_period": lines[line].purpose_period,
                    "purpose_service_id": lines[line].purpose_service_id.id,
                    "purpose": receipt.name,
                    "cash_line_id": lines[line].id,
                    "cash_shift_id": receipt.shift_id.id,
                    "frozen": owed[lines[line].account_id.id],
                }
                for line, tender, amount in shares
            ]
        )
        payments._freeze_shares()
        return payments.with_env(self.env)

    def _give_back(self, shift, lines):
        """Mirror the payments on the lines of a refund: ``lines`` is ``{payment id: line id}``."""
        refund = (shift.id, lines)
        return self.with_context(utility_cash_refund=refund)._reverse(shift.date)

    def action_reverse(self):
        if self.filtered("cash_shift_id"):
            raise UserError(
                self.env._(
                    "This money was taken at the cash desk: correct the payment to let a cashier "
                    "give it back, or to move it to another account."
                )
            )
        return super().action_reverse()
