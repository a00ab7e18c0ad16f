from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.utility_posting_deposits import DOCUMENTS_OF_DEPOSITS

#: documents of entries of money
MONEY = ("payment", "receipt", "suspense", *DOCUMENTS_OF_DEPOSITS.values())


class UtilityPostingUndo(models.TransientModel):
    """Take the entries of a run, a day or a month back, with a reason; post again if wished."""

    _name = "utility.posting.undo"
    _description = "Take entries back"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    scope = fields.Selection(
        [
            ("run", "A billing run"),
            ("day", "The payments of a day"),
            ("period", "A month: its runs and payments"),
        ],
        required=True,
        default="run",
    )
    run_id = fields.Many2one(
        "utility.billing.run",
        domain="[('state', '=', 'posted'), ('company_id', '=', company_id)]",
    )
    day = fields.Date()
    period_id = fields.Many2one(
        "utility.period", domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]"
    )
    reason = fields.Char(required=True)
    date = fields.Date(help="Day of the mirrored entries. Empty: the day of each entry.")
    post_again = fields.Boolean(help="By the posting rules as they are now.")
    move_count = fields.Integer("Entries", compute="_compute_moves")
    amount = fields.Monetary("Sum of the Entries", compute="_compute_moves")
    paid_count = fields.Integer("Invoices With Payments", compute="_compute_moves")

    @api.depends("scope", "run_id", "day", "period_id")
    def _compute_moves(self):
        for wizard in self:
            moves = wizard._moves()
            wizard.move_count = len(moves)
            wizard.amount = sum(moves.mapped("amount_total"))
            wizard.paid_count = len(
                moves.filtered(lambda m: m.is_invoice() and m.payment_state != "not_paid")
            )

    def _moves(self):
        """The entries that would be taken back."""
        self.ensure_one()
        moves = self.env["account.move"]
        common = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "posted"),
            ("utility_undone", "!=", True),
        ]
        of_payments = [("utility_document", "in", MONEY)]
        if self.scope == "run" and self.run_id:
            return moves.search([*common, ("utility_run_id", "=", self.run_id.id)])
        if self.scope == "day" and self.day:
            return moves.search([*common, *of_payments, ("date", "=", self.day)])
        if self.scope == "period" and self.period_id:
            first, last = self.period_id.date_from, self.period_id.date_to
            days = [("date", ">=", first), ("date", "<=", last)]
            runs = [("utility_run_id.period_id", "=", self.period_id.id)]
            return moves.search([*common, *runs]) | moves.search([*common, *of_payments, *days])
        return moves

    def action_undo(self):
        self.ensure_one()
        if not self.env.user.has_group("utility_base.group_accountant"):
            raise UserError(self.env._("Entries are taken back by accountants."))
        # sudo: the right was checked; the rules of posting need no rights on each journal
        moves = self._moves().sudo()
        if not moves:
            raise UserError(self.env._("There is nothing to take back."))
        runs = moves.utility_run_id.sudo(False)
        closed = self.env["utility.period"]._closed_until(self.company_id)
        if closed and (late := moves.filtered(lambda move: move.date <= closed)):
            raise UserError(
                self.env._(
                    "Period %s is closed. Reopen it before its entries are taken back.",
                    f"{late[0].date:%Y-%m}",
                )
            )
        # posted again they stand in their month: with the mirror elsewhere it would hold them twice
        months = {date.replace(day=1) for date in moves.mapped("date")}
        if self.date and months != {self.date.replace(day=1)}:
            raise UserError(
                self.env._("Choose a day in the month of the entries, or leave the day empty.")
            )
        money = moves.filtered(lambda move: move.utility_document in MONEY)
        last = max(money.mapped("date"), default=None)
        mirrors = moves._utility_undo(self.reason, self.date)
        if self.post_again:
            # sudo: accountants post by the rules; the charges of the run stay as they are
            runs.sudo().action_post()
            if last:
                self.env["utility.posting"]._post_payments(self.company_id, last)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mirrored entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", mirrors.ids)],
        }
