import resource
import time

from odoo import fields, models
from odoo.tools import SQL

from ..loader.portion_charge import PortionCharge, Stopped
from ..loader.review import Review
from .portion_jobs import asked_to_stop, attempt


class UtilityBillingPortion(models.Model):
    """Whole buildings of a run that one job charges in one transaction.

    Charging a portion again gives the same rows: its own ones of the run are deleted first.
    """

    _name = "utility.billing.portion"
    _description = "Portion of a billing run"
    _inherit = ["utility.transition.mixin"]
    _order = "run_id, number"

    run_id = fields.Many2one("utility.billing.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    number = fields.Integer(required=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="pending",
    )
    building_ids = fields.Json(help="Ids of the buildings, in the order of their charging.")
    account_count = fields.Integer()
    charged_count = fields.Integer()
    problem_count = fields.Integer()
    line_count = fields.Integer()
    amount = fields.Float(digits=(18, 2))
    seconds = fields.Float(digits=(12, 3))
    peak_mb = fields.Integer()
    job_uuid = fields.Char(index="btree_not_null")
    message = fields.Text()

    def _job_charge(self):
        """Job: charge the portion unless its run was cancelled meanwhile."""
        self.lock_for_update()
        if self.state == "cancelled" or self.run_id.state != "charging":
            return
        # who cancels waits for this transaction and marks the portion
        attempt(self, self._charge, Stopped)

    def _charge(self):
        """Charge the buildings in this transaction."""
        self.ensure_one()
        start = time.monotonic()
        run = self.run_id
        run._check_open()
        only = set(run.account_ids.ids) or None
        self._delete_rows(only)
        self._take_over()
        review = Review(self.env["utility.review.rule"]._rules(run.company_id))
        result = PortionCharge(
            self.env,
            run,
            self.building_ids,
            review,
            only,
            stopped=lambda cursor: asked_to_stop(cursor, run.id),
        ).execute()
        problems = self.env["utility.billing.problem"]._store(run, result.problems)
        self._transition(state="done")
        self.write(
            {
                "message": False,
                "charged_count": result.charged,
                "problem_count": len(problems),
                "line_count": result.lines,
                "amount": float(result.amount),
                "seconds": time.monotonic() - start,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )

    def _take_over(self):
        """Readings that the program before charged are the base of the first charge here.

        Said once for a meter: the day of its last reading up to the account's ``charged_until``.
        """
        self.env.execute_query(
            SQL(
                """
                UPDATE utility_meter_installation i SET charged_until = x.day
                  FROM (SELECT j.id, MAX(r.date) AS day
                          FROM utility_meter_installation j
                          JOIN LATERAL (
                               SELECT MIN(a.charged_until) AS until
                                 FROM utility_account a
                                 JOIN utility_premise p ON p.id = a.premise_id
                                WHERE a.id = j.account_id OR j.account_id IS NULL
                                  AND (p.id = j.premise_id OR p.parent_id = j.premise_id)) a ON TRUE
                          JOIN utility_reading r ON r.installation_id = j.id
                               AND r.state = 'accepted' AND r.source <> 'installation'
                               AND r.date <= a.until
                         WHERE j.building_id = ANY(%s) AND j.charged_until IS NULL
                           AND (j.account_id IS NOT NULL OR j.premise_id IS NOT NULL)
                           AND EXISTS (SELECT 1 FROM utility_account b
                                        WHERE b.building_id = j.building_id
                                          AND b.charged_until IS NOT NULL)
                         GROUP BY j.id) x
                 WHERE i.id = x.id
                RETURNING i.id
                """,
                self.building_ids,
            )
        )
        self.env["utility.meter.installation"].invalidate_model(["charged_until"])

    def _delete_rows(self, only):
        """Delete the rows of a former attempt, and unapproved ones of other runs of the period."""
        run = self.run_id
        others = self.env["utility.billing.run"].browse()
        if not run.simulation:
            others = others.search(
                [
                    ("period_id", "=", run.period_id.id),
                    ("id", "!=", run.id),
                    ("state", "in", ("charging", "review")),
                    ("simulation", "=", False),
                ]
            )
        if self.state == "done":
            others |= run
        if not others:
            return
        where = SQL("a.building_id = ANY(%s)", self.building_ids)
        if only is not None:
            where = SQL("a.id = ANY(%s)", list(only))
        for table in ("utility_charge", "utility_bill"):
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM %s x USING utility_account a"
                    " WHERE x.account_id = a.id AND %s AND x.period_date = %s"
                    " AND x.run_id = ANY(%s) RETURNING 1) SELECT COUNT(*) FROM gone",
                    SQL.identifier(table),
                    where,
                    run.period_id.date_from,
                    others.ids,
                )
            )
