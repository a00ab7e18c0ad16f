from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION


class UtilityBillingRun(models.Model):
    """Approval, and the ways back: mirrored rows, never an edit."""

    _inherit = "utility.billing.run"

    def action_approve(self):
        """Make the charges count. Held bills go on in a run of their own."""
        for run in self:
            run._check_state("review")
            run._check_open()
            if run.simulation:
                raise UserError(self.env._("A simulation can only be dropped."))
            failed = run.portion_ids.filtered(lambda p: p.state != "done")
            if failed:
                raise UserError(
                    self.env._(
                        "%s portions are not charged. Charge them again or cancel the run.",
                        len(failed),
                    )
                )
            run._split_held()
            run._supersede()
            run._set_bills("draft", "approved")
            run._transition(
                state="approved",
                approved_by_id=self.env.uid,
                approved_at=fields.Datetime.now(),
            )
            run._settle_requests()
            # balances are read by SQL
            run.flush_recordset()
            run._approve_advances()
        self.env["utility.bill"].invalidate_model()
        return True

    def _approve_advances(self):
        """Cover the new charges from what their accounts paid in advance."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.account_id FROM utility_allocation a
                 WHERE a.company_id = %s AND a.kind = 'advance'
                   AND EXISTS (SELECT 1 FROM utility_bill b
                                WHERE b.run_id = %s AND b.account_id = a.account_id)
                 GROUP BY a.account_id HAVING SUM(a.amount) > 0
                """,
                self.company_id.id,
                self.id,
            )
        )
        accounts = [account for (account,) in rows]
        if accounts:
            self.env["utility.allocation"]._use_advances(accounts, self.period_id.date_to, self)

    def _set_bills(self, old, new):
        self.env.execute_query(
            SQL(
                "WITH x AS (UPDATE utility_bill SET state = %s WHERE run_id = %s AND state = %s"
                " RETURNING 1) SELECT COUNT(*) FROM x",
                new,
                self.id,
                old,
            )
        )
        self.env["utility.bill"].invalidate_model()

    def _split_held(self):
        """Move held bills with their charges to a run in review that follows this one."""
        self.ensure_one()
        if not self.env["utility.bill"].search_count(
            [("run_id", "=", self.id), ("state", "=", "held")], limit=1
        ):
            return self.browse()
        other = self.with_context(utility_transition=TRANSITION).create(
            {
                "name": self.env._("%s: held bills", self.name),
                "company_id": self.company_id.id,
                "period_id": self.period_id.id,
                "user_id": self.user_id.id,
                "parent_id": self.id,
                "state": "review",
                "started_at": self.started_at,
                "finished_at": fields.Datetime.now(),
            }
        )
        self.env.flush_all()
        # both bills of an account stay together: one held bill holds the other
        self.env.execute_query(
            SQL(
                """
                WITH held AS (SELECT DISTINCT account_id FROM utility_bill
                               WHERE run_id = %(run)s AND state = 'held'),
                     bill AS (UPDATE utility_bill b SET run_id = %(other)s FROM held
                               WHERE b.run_id = %(run)s AND b.account_id = held.account_id
                           RETURNING b.id),
                     line AS (UPDATE utility_charge c SET run_id = %(other)s FROM bill
                               WHERE c.bill_id = bill.id RETURNING 1)
                SELECT COUNT(*) FROM line
                """,
                run=self.id,
                other=other.id,
            )
        )
        other.account_ids = self.env["utility.bill"].search([("run_id", "=", other.id)]).account_id
        for run in self + other:
            run._write_completeness()
        return other

    def _supersede(self):
        """New lines take the place of approved ones of the same open period: these are mirrored.

        :raises UserError: the earlier run is posted; it is reversed first
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT old.id, run.state, run.name, old.account_id
                  FROM utility_bill new
                  JOIN utility_bill old ON old.account_id = new.account_id
                       AND old.period_date = new.period_date AND old.state = 'approved'
                  JOIN utility_billing_run run ON run.id = old.run_id
                 WHERE new.run_id = %s AND new.state = 'draft' AND old.run_id <> new.run_id
                """,
                self.id,
            )
        )
        posted = {name for _id, state, name, _account in rows if state == "posted"}
        if posted:
            raise UserError(
                self.env._(
                    "%s is posted already. Reverse it before its accounts are charged again.",
                    ", ".join(sorted(posted)),
                )
            )
        self._mirror([id_ for id_, *_rest in rows], self)
        if rows:
            self._release_payments([account for *_rest, account in rows])

    def _release_payments(self, accounts):
        """What paid the charges of the month that are taken back waits to be used anew."""
        period = self.period_id
        self.env["utility.allocation"]._release(accounts, period.date_from, period.date_to, self)

    def _spread_again(self, accounts):
        """Payments of charges that were taken back cover what else the accounts owe."""
        if accounts:
            self._release_payments(accounts)
            allocations, last = self.env["utility.allocation"], self.period_id.date_to
            allocations._release_excess(accounts, last, self)
            allocations._use_advances(accounts, last)

    def action_reverse(self, reason=None):
        """Take approved charges back by mirrored rows (X32); the period must be open."""
        for run in self:
            run._check_state("approved", "documents")
            run._check_open()
            if run.kind == "reversal":
                raise UserError(
                    self.env._(
                        "%s holds bills that were taken back. Charge their accounts anew instead.",
                        run.name,
                    )
                )
            bills = self.env["utility.bill"].search(
                [("run_id", "=", run.id), ("state", "=", "approved")]
            )
            run._hand_on(bills.ids)
            run._mirror(bills.ids, run)
            run._mirror_without_bills()
            run._transition(state="reversed", reversed_at=fields.Datetime.now())
            run._spread_again(bills.account_id.ids or run._charged_accounts())
            if reason:
                run.message_post(body=self.env._("Reversed: %s", reason))
        self.env["utility.bill"].invalidate_model()
        return True

    def action_documents(self):
        """The bills are handed over: from now on the run is posted or reversed as a whole."""
        self._check_state("approved")
        self._transition(state="documents")
        return True
