from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .portion_jobs import ask_to_stop, cancel_jobs, delay_portions, whole_buildings, without_job

#: accounts of a portion; the system parameter utility_billing.portion_size goes before
PORTION_SIZE = 10000


class UtilityBillingRun(models.Model):
    """Charging: portions of whole buildings as jobs, or at once in this transaction."""

    _inherit = "utility.billing.run"

    def action_charge(self):
        """Start the charging by jobs; with ``utility_charge_now`` in the context charge at once."""
        for run in self:
            run._check_state("draft", "review", "cancelled")
            run._check_open()
            run._plan()
            if self.env.context.get("utility_charge_now"):
                for portion in run.portion_ids:
                    portion._charge()
                run._finish()
            else:
                run._delay_portions(run.portion_ids)
        return True

    def action_charge_now(self):
        """Charge in this transaction: for one account or a house."""
        return self.with_context(utility_charge_now=True).action_charge()

    def _plan(self):
        """Divide the buildings into portions; earlier charges of the run go."""
        self.ensure_one()
        self._delete_rows()
        size = int(
            # the size of a portion is a setting of the system, not of the user
            self.env["ir.config_parameter"].sudo().get_param("utility_billing.portion_size")
            or PORTION_SIZE
        )
        portions = whole_buildings(self._building_counts(), size)
        self.problem_ids.unlink()
        self._transition(state="charging")
        self.write(
            {
                "started_at": fields.Datetime.now(),
                "finished_at": False,
                "billed_amount": 0,
                "charged_again_at": False,
                "portion_ids": [Command.clear()]
                + [
                    Command.create({"number": number, "building_ids": ids, "account_count": total})
                    for number, (ids, total) in enumerate(portions, 1)
                ],
            }
        )

    def _delay_portions(self, portions):
        """One job a portion, and one after them all that ends the charging."""
        self.ensure_one()
        last = self.env._("%s: end of charging", self.name)
        delay_portions(self, portions, "_job_charge", last)

    def _job_finish(self):
        """Last job of a run; after a retry there is one for each part, and the last counts."""
        if self.state == "charging" and "pending" not in self.portion_ids.mapped("state"):
            self._finish()

    def _failed_portions(self):
        """Portions to charge again: failed, cancelled, or waiting for a job that is no more."""
        failed = self.portion_ids.filtered(lambda p: p.state in ("failed", "cancelled"))
        return failed | without_job(self.portion_ids)

    def _finish(self):
        """Count, tell the responsible, go on to the review."""
        self.ensure_one()
        self._write_completeness()
        self._transition(state="review", finished_at=fields.Datetime.now())
        self._notify_responsible()

    def _notify_responsible(self):
        """An activity where there is something to look at."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        failed = self.portion_ids.filtered(lambda p: p.state == "failed")
        if not (self.problem_count or self.held_count or failed):
            return
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=(self.user_id or self.env.user).id,
            summary=self.env._("Look at the charging of %s", self.period_id.code),
            note=self.env._(
                "Problems: %(problems)s. Held bills: %(held)s. Failed portions: %(failed)s.",
                problems=self.problem_count,
                held=self.held_count,
                failed=len(failed),
            ),
        )

    def action_retry(self):
        """Charge the portions again that failed or were cancelled; end a charging left open."""
        for run in self:
            run._check_state("charging", "review")
            run._check_open()
            portions = run._failed_portions()
            if not portions:
                if run.state == "charging" and set(run.portion_ids.mapped("state")) <= {"done"}:
                    # the server was killed between the last portion and the end of the charging
                    run._finish()
                    continue
                raise UserError(self.env._("No portion of %s failed.", run.name))
            portions._transition(state="pending", message=False)
            run._transition(state="charging", finished_at=False)
            if self.env.context.get("utility_charge_now"):
                for portion in portions:
                    portion._charge()
                run._finish()
            else:
                run._delay_portions(portions)
        return True

    def action_cancel(self):
        """Stop a charging: portions that wait are not charged, what was charged is deleted."""
        self._check_state("charging", "draft", "review")
        for run in self:
            ask_to_stop(run)
            # locks the portions: one that is being charged stops first
            run.portion_ids.filtered(lambda p: p.state in ("pending", "running"))._transition(
                state="cancelled"
            )
            run.flush_recordset()
            cancel_jobs(run.portion_ids)
            run._delete_rows()
            run._transition(state="cancelled", finished_at=fields.Datetime.now())
        return True

    def action_drop(self):
        """Delete all charges of a run that is not approved; the run can be charged again."""
        self._check_state("review")
        for run in self:
            run._delete_rows()
            run.problem_ids.unlink()
            run.portion_ids.unlink()
            run.activity_unlink(["mail.mail_activity_data_todo"])
            run._transition(state="draft", started_at=False, finished_at=False)
        return True

    def _delete_rows(self):
        """Delete the charges and bills of runs that were never approved."""
        for table in ("utility_charge", "utility_bill", "utility_common_carry"):
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM %s WHERE run_id = ANY(%s) RETURNING 1)"
                    " SELECT COUNT(*) FROM gone",
                    SQL.identifier(table),
                    self.ids,
                )
            )
        self.env["utility.charge"].invalidate_model()
        self.env["utility.bill"].invalidate_model()
