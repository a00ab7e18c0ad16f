from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .portion_jobs import cancel_jobs, delay_portions, whole_buildings, without_job

#: accounts of a portion: small, so that the progress moves and a cancel is quick
PORTION_SIZE = 2000
RESULTS = ("utility_tariff_study_account", "utility_tariff_study_total")


class UtilityTariffStudy(models.Model):
    """Portions of whole buildings, by jobs or at once; cancel, resume, end."""

    _inherit = "utility.tariff.study"

    def action_start(self):
        """Run the study by jobs; with ``utility_charge_now`` in the context at once."""
        for study in self:
            study._check_draft()
            study._drafts()  # refuses lines that say nothing before anything starts
            study._plan()
            study._go_on(study.portion_ids)
        return True

    def action_start_now(self):
        """Run in this transaction: for a few houses."""
        return self.with_context(utility_charge_now=True).action_start()

    def _drafts(self):
        """Drafts in the order of the lines; none: the rules are compared with themselves."""
        self.ensure_one()
        return [change._draft() for change in self.change_ids]

    def _plan(self):
        """Divide the buildings of the choice into portions; earlier results go."""
        self.ensure_one()
        self._delete_results()
        self.portion_ids.unlink()
        portions = whole_buildings(self._building_counts(), PORTION_SIZE)
        if not portions:
            raise UserError(self.env._("No account fits the choice. Choose other buildings."))
        self.env["utility.tariff.study.portion"].create(
            [
                {
                    "study_id": self.id,
                    "number": number,
                    "building_ids": ids,
                    "account_count": total,
                    "limited": self._is_limited(),
                }
                for number, (ids, total) in enumerate(portions, 1)
            ]
        )
        self._transition(state="running")
        self.write({"started_at": fields.Datetime.now(), "finished_at": False})

    def _is_limited(self):
        """Whether not every account of a house is compared."""
        user = self.env.user
        return bool(
            self.customer_category_ids
            or user.utility_building_ids
            or user.utility_customer_scope != "all"
        )

    def _accounts_query(self):
        """Accounts of the choice that the user may see."""
        periods = self._periods()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "!=", "draft"),
            ("date_open", "<=", fields.Date.end_of(self.month_to, "month")),
            "|",
            ("date_close", "=", False),
            ("date_close", ">=", f"{periods[0]}-01"),
        ]
        if self.building_ids:
            domain.append(("building_id", "in", self.building_ids.ids))
        if self.customer_category_ids:
            domain.append(("customer_category_id", "in", self.customer_category_ids.ids))
        return self.env["utility.account"]._search(domain)

    def _building_counts(self):
        """``[(building id, accounts)]``."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT building_id, COUNT(*) FROM utility_account WHERE id IN %s"
                " GROUP BY building_id ORDER BY building_id",
                self._accounts_query().subselect(),
            )
        )

    def _go_on(self, portions):
        """Charge ``portions`` at once, or by a job each and one that ends the study."""
        self.ensure_one()
        if self.env.context.get("utility_charge_now"):
            for portion in portions:
                portion._compute_results()
            self._finish()
            return
        last = self.env._("%s: end of the study", self.name)
        delay_portions(self, portions, "_job_compute", last)

    def _job_finish(self):
        """Last job; after a resume there is one for each part, and the last counts."""
        if self.state == "running" and "pending" not in self.portion_ids.mapped("state"):
            self._finish()

    def action_cancel(self):
        """Stop: portions that wait are not charged; what is done stays for a resume."""
        for study in self:
            if study.state != "running":
                raise UserError(self.env._("%s is not running.", study.name))
            waiting = study.portion_ids.filtered(lambda p: p.state == "pending")
            waiting._transition(state="cancelled")
            study.flush_recordset()
            cancel_jobs(waiting)
            study._transition(state="cancelled")
            study.finished_at = fields.Datetime.now()
        return True

    def action_resume(self):
        """Go on with the portions that are not done: cancelled, failed, or without a job."""
        for study in self:
            if study.state not in ("running", "cancelled"):
                raise UserError(self.env._("%s has nothing left to do.", study.name))
            portions = study.portion_ids.filtered(lambda p: p.state in ("cancelled", "failed"))
            portions |= without_job(study.portion_ids)
            if not portions and "pending" in study.portion_ids.mapped("state"):
                raise UserError(self.env._("%s is running: nothing failed.", study.name))
            portions._transition(state="pending")
            portions.message = False
            study._transition(state="running")
            study.finished_at = False
            if portions:
                study._go_on(portions)
            else:
                study._finish()
        return True

    def action_drop(self):
        """Delete the results; the study can be changed and run again."""
        for study in self:
            if study.state == "running":
                raise UserError(self.env._("Cancel the study first."))
            study._delete_results()
            study.portion_ids.unlink()
            study._transition(state="draft")
            study.write({"started_at": False, "finished_at": False})
        return True

    def _delete_results(self):
        for table in RESULTS:
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM %s WHERE study_id = ANY(%s) RETURNING 1)"
                    " SELECT COUNT(*) FROM gone",
                    SQL.identifier(table),
                    self.ids,
                )
            )
        self.env["utility.tariff.study.account"].invalidate_model()
        self.env["utility.tariff.study.total"].invalidate_model()

    def _finish(self):
        """Add up the results; a study with failed portions waits for its resume."""
        self.ensure_one()
        self.env.flush_all()
        if self.portion_ids.filtered(lambda p: p.state != "done"):
            return
        (row,) = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE months > 0), COUNT(*) FILTER (WHERE difference > 0),
                       COUNT(*) FILTER (WHERE difference < 0),
                       COUNT(*) FILTER (WHERE problems IS NOT NULL),
                       COALESCE(SUM(amount_old), 0), COALESCE(SUM(amount_new), 0),
                       COALESCE(SUM(privilege_new - privilege_old), 0),
                       COALESCE(SUM(subsidy_new - subsidy_old), 0)
                  FROM utility_tariff_study_account WHERE study_id = %s
                """,
                self.id,
            )
        )
        accounts, more, less, problems, old, new, privileges, subsidies = row
        self._transition(state="done")
        self.write(
            {
                "finished_at": fields.Datetime.now(),
                "account_count": accounts,
                "more_count": more,
                "less_count": less,
                "problem_count": problems,
                "amount_old": old,
                "amount_new": new,
                "amount_diff": new - old,
                "percent_diff": 100.0 * float(new - old) / float(old) if old else 0.0,
                "privilege_diff": privileges,
                "subsidy_diff": subsidies,
            }
        )
