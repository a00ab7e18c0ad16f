from odoo import fields, models
from odoo.exceptions import UserError


class UtilityBill(models.Model):
    """Held bills of a run under review: released, held again, charged again (X31)."""

    _inherit = "utility.bill"

    reversal_reason = fields.Char("Taken Back Because", readonly=True)
    reversed_by_id = fields.Many2one("res.users", string="Taken Back By", readonly=True)

    def _release(self, reason):
        """Let held bills go on, for a reason that stays with them; how many."""
        if not (reason or "").strip():
            raise UserError(self.env._("Write down why the bills are right."))
        return self._set_state(
            self._in_state("held"),
            "draft",
            self.env._("Bills released: %(count)s. %(reason)s"),
            reason,
            release_reason=reason,
            released_by_id=self.env.uid,
        )

    def _undo_release(self, reason=None):
        """Hold released bills again for what they were held for before; how many."""
        bills = self._in_state("draft").filtered("release_reason")
        return self._set_state(
            bills,
            "held",
            self.env._("Releases of bills undone: %(count)s. %(reason)s"),
            reason,
            release_reason=False,
            released_by_id=False,
        )

    def _hold(self, reason):
        """Hold bills of a run under review by hand; how many."""
        if not (reason or "").strip():
            raise UserError(self.env._("Write down why the bills are held."))
        return self._set_state(
            self._in_state("draft"),
            "held",
            self.env._("Bills held: %(count)s. %(reason)s"),
            reason,
            hold_reason=reason,
            release_reason=False,
            released_by_id=False,
        )

    def _in_state(self, state):
        return self.filtered(lambda bill: bill.state == state)

    def _set_state(self, bills, new, text, reason, **values):
        """Change the state of unapproved ``bills`` and tell their runs; how many there were."""
        self.check_access("read")
        runs = bills.run_id
        if any(run.state != "review" for run in runs):
            raise UserError(self.env._("Only bills of a run under review are held or released."))
        runs.check_access("write")
        counts = {run: len(own) for run, own in bills.grouped("run_id").items()}
        # sudo: bills are written by their run alone; who may write runs may hold and release
        bills.sudo().write({"state": new, **values})
        for run, count in counts.items():
            self.env["utility.billing.proof"]._recount_held(run)
            run.message_post(body=(text % {"count": count, "reason": reason or ""}).strip())
        return len(bills)

    def _reverse(self, reason):
        """Take approved bills back, each on its own, whatever became of their runs (X32).

        The mirrored rows stand in a run of bills taken back of their month, which is posted like
        any other; the bills keep the reason.

        :raises UserError: no reason, a bill that is not approved, or a closed month
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Write down why the bills are taken back."))
        if not self or any(bill.state != "approved" for bill in self):
            raise UserError(self.env._("Only approved bills are taken back."))
        runs = self.run_id
        runs.check_access("write")
        runs._check_open()
        for run, bills in self.grouped("run_id").items():
            target = run._final_run("reversal", run.company_id, run.period_id.date_from)
            run.flush_recordset()
            run._mirror(bills.ids, target)
            # sudo: bills are written by their run alone; who may write runs may take them back
            bills.sudo().write({"reversal_reason": reason, "reversed_by_id": self.env.uid})
            run._spread_again(bills.account_id.ids)
            run._write_completeness()
            run.message_post(
                body=self.env._(
                    "Bills taken back: %(numbers)s. %(reason)s",
                    numbers=", ".join(bills.mapped("number")),
                    reason=reason,
                )
            )
        self.invalidate_model()

    def action_charge_again(self):
        """Charge the accounts of these bills again in their runs, after their data were corrected."""
        for run, bills in self.grouped("run_id").items():
            run._charge_accounts(bills.account_id)
        return True

    def action_open_account(self):
        """The account: where what it is charged for is corrected."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.account",
            "res_id": self.account_id.id,
            "views": [(False, "form")],
        }
