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
        mirrors = moves._reverse_moves(defaults, cancel=True)
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
        moves.utility_undone = True
        # sudo: papers that nobody has seen go with their invoice, the others stay
        papers = self.env["utility.paper"].sudo().search([("move_id", "in", moves.ids)])
        papers.filtered(lambda p: p.sign_state == "none" and not p.emailed_date).unlink()
        # sudo: money itself stays as it is, it waits for its entry again
        self.env["utility.payment"].sudo().search([("move_id", "in", moves.ids)])._transition(
            move_id=False
        )
        runs = moves.utility_run_id
        runs._transition(state="documents", invoicing=False)
        for run in runs:
            run.message_post(
                body=self.env._("The entries were taken back: %s", reason),
            )
        return mirrors

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
