import json
import time
from io import StringIO

from odoo import fields, models
from odoo.tools import SQL

from ..loader.study import Study
from .portion_jobs import attempt
from .utility_tariff_study_account import bucket_of

ACCOUNT_COLUMNS = (
    "study_id portion_id company_id account_id building_id customer_category_id months amount_old"
    " amount_new difference difference_month percent bucket privilege_old privilege_new subsidy_old"
    " subsidy_new services problems"
).split()
TOTAL_COLUMNS = (
    "study_id portion_id company_id service_id customer_category_id period_date amount_old"
    " amount_new difference privilege_old privilege_new volume_old volume_new"
).split()
NULL = r"\N"


class UtilityTariffStudyPortion(models.Model):
    """Whole buildings of a study that one job charges; doing it again gives the same rows."""

    _name = "utility.tariff.study.portion"
    _description = "Portion of a tariff study"
    _inherit = ["utility.transition.mixin"]
    _order = "study_id, number"

    study_id = fields.Many2one(
        "utility.tariff.study", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="study_id.company_id", store=True, index=True)
    number = fields.Integer(required=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="pending",
    )
    building_ids = fields.Json(help="Ids of the buildings.")
    limited = fields.Boolean(help="Not every account of the houses is compared.")
    account_count = fields.Integer()
    seconds = fields.Float(digits=(12, 3))
    job_uuid = fields.Char(index="btree_not_null")
    message = fields.Text()

    def _job_compute(self):
        """Job: charge the portion on both sides unless the study was cancelled meanwhile."""
        self.lock_for_update()
        if self.state == "cancelled" or self.study_id.state != "running":
            return
        attempt(self, self._compute_results)

    def _compute_results(self):
        """Charge and write the results of the study, nothing else."""
        self.ensure_one()
        start = time.monotonic()
        study = self.study_id
        only = None
        if self.limited:
            query = SQL(
                "SELECT id FROM utility_account WHERE building_id = ANY(%s) AND id IN %s",
                self.building_ids,
                study._accounts_query().subselect(),
            )
            only = {id_ for (id_,) in self.env.execute_query(query)}
        found = Study(
            self.env,
            study.company_id,
            study._periods(),
            study._drafts(),
            f"{fields.Date.context_today(self):%Y-%m}",
            only,
        ).execute(self.building_ids)
        self._delete_rows()
        self._copy("utility_tariff_study_account", ACCOUNT_COLUMNS, self._account_rows(found))
        self._copy("utility_tariff_study_total", TOTAL_COLUMNS, self._total_rows(found))
        self._transition(state="done")
        self.write({"message": False, "seconds": time.monotonic() - start})
        self.env["utility.tariff.study.account"].invalidate_model()
        self.env["utility.tariff.study.total"].invalidate_model()

    def _delete_rows(self):
        for table in ("utility_tariff_study_account", "utility_tariff_study_total"):
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM %s WHERE portion_id = %s RETURNING 1)"
                    " SELECT COUNT(*) FROM gone",
                    SQL.identifier(table),
                    self.id,
                )
            )

    def _account_rows(self, found):
        head = (self.study_id.id, self.id, self.company_id.id)
        for ref, outcome in found.accounts.items():
            old, new = outcome.sums
            difference = new - old
            percent = 100 * difference / old if old else None
            subsidies = outcome.subsidy or (None, None)
            services = {
                str(service): [f"{pair[0]:.2f}", f"{pair[1]:.2f}"]
                for service, pair in outcome.services.items()
            }
            problems = [
                {
                    "period": period,
                    "draft": bool(side),
                    "code": problem.code,
                    "variables": {name: str(value) for name, value in problem.variables.items()},
                }
                for period, side, problem in outcome.problems
            ]
            yield (
                *head,
                ref,
                outcome.building,
                found.category_of(ref),
                outcome.months,
                old,
                new,
                difference,
                f"{difference / outcome.months:.2f}" if outcome.months else 0,
                None if percent is None else f"{percent:.4f}",
                bucket_of(difference, percent),
                *outcome.privileges,
                *subsidies,
                services,
                problems or None,
            )

    def _total_rows(self, found):
        head = (self.study_id.id, self.id, self.company_id.id)
        for (service, category, period), sums in sorted(
            found.totals.items(), key=lambda item: (item[0][2], item[0][0], item[0][1] or 0)
        ):
            old, new, *rest = sums
            volumes = [f"{value:.6f}" for value in rest[2:]]
            yield (
                *head,
                service,
                category,
                f"{period}-01",
                old,
                new,
                new - old,
                *rest[:2],
                *volumes,
            )

    def _copy(self, table, columns, found):
        stream = StringIO()
        for row in found:
            stream.write("\t".join(_cell(value) for value in row) + "\n")
        stream.seek(0)
        self.env.cr._cnx.cursor().copy_from(stream, table, columns=columns)


def _cell(value):
    """A value as COPY reads it."""
    if value is None:
        return NULL
    if isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False)
        return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
    return str(value)
