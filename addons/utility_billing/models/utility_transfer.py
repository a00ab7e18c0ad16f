from decimal import ROUND_HALF_UP, Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


class UtilityTransfer(models.Model):
    """Register of collected money handed over to a supplier (N03, DESIGN 7).

    A transfer is a difference: all that was collected until its last day less what earlier
    transfers hold, service by service. So late payments, reversals and re-allocations come with the
    next register, and nothing is handed over twice or forgotten.
    """

    _name = "utility.transfer"
    _description = "Transfer to a supplier"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _fixed_fields = ("state", "number")
    _rec_name = "number"
    _order = "date_to desc, id desc"

    number = fields.Char(readonly=True, copy=False, index="trigram")
    scheme_id = fields.Many2one(
        "utility.supplier.scheme", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    supplier_id = fields.Many2one(related="scheme_id.supplier_id", store=True, index=True)
    date_from = fields.Date(readonly=True)
    date_to = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("paid", "Handed over"),
            ("cancelled", "Taken back"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many("utility.transfer.line", "transfer_id", readonly=True)
    collected = fields.Monetary(readonly=True)
    fee_percent = fields.Float("Fee, %", digits=(5, 2), readonly=True)
    fee = fields.Monetary(readonly=True)
    payable = fields.Monetary("To Hand Over", readonly=True)
    paid_date = fields.Date(readonly=True, copy=False)
    move_ids = fields.Many2many("account.move", readonly=True, copy=False)
    paper_id = fields.Many2one("utility.paper", readonly=True, copy=False)

    @api.model
    def _make(self, scheme, date_to):
        """Draft of what ``scheme`` waits for until ``date_to``.

        :raises UserError: nothing waits, or a draft is open already
        """
        if scheme.mode != "centre":
            raise UserError(self.env._("%s is not settled by us.", scheme.supplier_id.display_name))
        scheme.lock_for_update()  # two drafts at once would hold the same money
        earlier = self.search([("scheme_id", "=", scheme.id), ("state", "!=", "cancelled")])
        if draft := earlier.filtered(lambda t: t.state == "draft"):
            raise UserError(self.env._("Confirm or drop %s first.", draft[0].number))
        waiting = scheme._collected_until(date_to)
        for line in earlier.line_ids:
            key = (line.service_id.id or None, line.kind)
            waiting[key] = waiting.get(key, ZERO) - Decimal(f"{line.amount:.2f}")
        waiting = {key: amount for key, amount in waiting.items() if amount}
        if not waiting:
            raise UserError(
                self.env._("Nothing was collected for %s since.", scheme.supplier_id.name)
            )
        collected = sum(waiting.values(), ZERO)
        percent = Decimal(f"{scheme.fee_percent:.2f}")
        fee = (collected * percent / 100).quantize(CENT, ROUND_HALF_UP)
        last = max(earlier.mapped("date_to"), default=None)
        return self.with_context(utility_transition=TRANSITION).create(
            {
                "number": self.env["ir.sequence"]
                .with_company(scheme.company_id)
                .next_by_code("utility.transfer"),
                "scheme_id": scheme.id,
                "date_from": fields.Date.add(last, days=1) if last else scheme.date_from,
                "date_to": date_to,
                "collected": float(collected),
                "fee_percent": scheme.fee_percent,
                "fee": float(fee),
                "payable": float(collected - fee),
                "line_ids": [
                    (0, 0, {"service_id": service, "kind": kind, "amount": float(amount)})
                    for (service, kind), amount in waiting.items()
                ],
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(transfer.state != "draft" for transfer in self):
            raise UserError(self.env._("Only drafts are deleted; take the transfer back instead."))

    def _check_state(self, *states):
        for transfer in self:
            if transfer.state not in states:
                raise UserError(
                    self.env._("%s is in another state: reload the page.", transfer.number)
                )

    def action_confirm(self):
        """Post the collected money and the fee, make the report for the supplier."""
        self._check_state("draft")
        for transfer in self:
            moves = self.env["utility.posting"]._post_transfer(transfer)
            transfer.move_ids = [(4, move.id) for move in moves]
            transfer.paper_id = transfer._make_paper()
        return self._transition(state="confirmed")

    def action_paid(self):
        """The money has left the bank."""
        self._check_state("confirmed")
        today = fields.Date.context_today(self)
        for transfer in self:
            move = self.env["utility.posting"]._post_handover(transfer, today)
            transfer.move_ids = [(4, move.id) for move in move]
        return self._transition(state="paid", paid_date=today)

    def action_cancel(self):
        """Take it back by mirrored entries; its money waits for the next register."""
        self._check_state("confirmed", "paid")
        for transfer in self:
            # sudo: the rules of posting need no rights on each journal
            live = transfer.move_ids.sudo().filtered(lambda m: not m.utility_undone)
            live._utility_undo(self.env._("%s is taken back", transfer.number))
        return self._transition(state="cancelled")

    def _make_paper(self):
        kinds = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        return self.env["utility.paper"].create(
            {
                "company_id": self.company_id.id,
                "kind": "handover",
                "number": self.number,
                "date": self.date_to,
                "partner_id": self.supplier_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "amount": self.payable,
                "facts": {
                    "lines": [
                        {
                            "service": line.service_id.name or kinds[line.kind],
                            "kind": line.kind,
                            "amount": f"{line.amount:.2f}",
                        }
                        for line in self.line_ids
                    ],
                    "collected": f"{self.collected:.2f}",
                    "fee_percent": f"{self.fee_percent:.2f}",
                    "fee": f"{self.fee:.2f}",
                    "payable": f"{self.payable:.2f}",
                },
            }
        )

    def action_print(self):
        return self.paper_id.action_print()

    def action_view_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.number),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [
                "|",
                ("id", "in", self.move_ids.ids),
                ("reversed_entry_id", "in", self.move_ids.ids),
            ],
        }
