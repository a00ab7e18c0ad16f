from odoo import fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Taking entries of the sub-ledger back by mirrored ones (X32)."""

    _inherit = "account.move"

    def _utility_undo(self, reason, date=None):
        """Mirrored entries and credit notes of ``self``; the sub-ledger waits for posting again.

        :param date: day of the mirrored entries; None: the day of each entry
        :return: the mirrored entries
        """
        done = self.filtered("utility_undone")
        if done:
            raise UserError(
                self.env._("%s is taken back already.", ", ".join(done.mapped("display_name")))
            )
        moves = self.filtered(lambda move: move.state == "posted")
        defaults = [
            {
                "date": date or move.date,
                "invoice_date": (date or move.date) if move.is_invoice() else False,
                "ref": self.env._(
                    "Taken back: %(entry)s. %(reason)s", entry=move.name, reason=reason
                ),
            }
            for move in moves
        ]
        # what is looked for by its state is looked for in the database: nothing is posted twice
        moves.utility_undone = True
        moves.flush_recordset(["utility_undone"])
        mirrors = moves._utility_mirrors(defaults)
        for move, mirror in zip(moves, mirrors, strict=True):
            mirror.write(
                {
                    "utility_run_id": move.utility_run_id.id,
                    "utility_document": move.utility_document,
                    "utility_undone": True,
                    "utility_contract_id": move.utility_contract_id.id,
                    "utility_account_id": move.utility_account_id.id,
                    "utility_period_date": move.utility_period_date,
                }
            )
        # sudo: papers that nobody has seen go with their invoice, the others stay
        papers = self.env["utility.paper"].sudo().search([("move_id", "in", moves.ids)])
        papers.filtered(lambda p: p.sign_state == "none" and not p.emailed_date).unlink()
        # sudo: money itself stays as it is, it waits for its entry again
        for model in ("utility.payment", "utility.deposit.move"):
            posted = self.env[model].sudo().search([("move_id", "in", moves.ids)])
            posted._transition(move_id=False)
        runs = moves.utility_run_id
        runs._transition(state="documents", invoicing=False)
        for run in runs:
            run.message_post(
                body=self.env._("The entries were taken back: %s", reason),
            )
        return mirrors

    def _utility_mirrors(self, defaults):
        """Mirrored and reconciled entries of ``self`` in its order, with ``defaults`` of each.

        Invoices are mirrored line by line: computed anew their tax would be another one, for it
        stands on the accounts of the posting rules, with the sums of the charges.
        """
        mirrors = self.browse()
        for move, values in zip(self, defaults, strict=True):
            if move.is_invoice():
                mirrors += move._utility_credit_note(values)
            else:
                mirrors += move._reverse_moves([values], cancel=True)
        return mirrors

    def _utility_credit_note(self, values):
        """The posted mirror of an invoice or of a credit note, reconciled with it."""
        self.ensure_one()
        self.line_ids.remove_move_reconcile()
        kind = "out_invoice" if self.move_type == "out_refund" else "out_refund"
        common = ("partner_id", "currency_id", "journal_id", "company_id")
        mirror = self.with_context(skip_invoice_sync=True).create(
            {name: self[name].id for name in common}
            | {
                "move_type": kind,
                "reversed_entry_id": self.id,
                "invoice_date_due": values["invoice_date"],
                "line_ids": [(0, 0, line._utility_mirrored(kind)) for line in self.line_ids],
            }
            | values
        )
        mirror.with_context(move_reverse_cancel=True)._post(soft=False)
        return mirror

    def action_utility_charges(self):
        """The charges that the invoice was made from."""
        self.ensure_one()
        accounts = self.line_ids.utility_account_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charges of %s", self.display_name),
            "res_model": "utility.charge",
            "view_mode": "list,pivot",
            "domain": [
                ("run_id", "=", self.utility_run_id.id),
                ("account_id", "in", accounts.ids),
                *(
                    [("of_period", "=", fields.Date.to_string(self.utility_of_period))]
                    if self.utility_of_period
                    else []
                ),
            ],
        }
