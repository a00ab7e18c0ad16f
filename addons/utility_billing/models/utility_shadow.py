from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION

from ..engine.shadow import MATCH
from ..loader.shadow import ShadowCharge
from .portion_jobs import CHANNEL, whole_buildings
from .utility_shadow_cause import UNEXPLAINED

#: accounts that one job compares
PORTION_SIZE = 10000


class UtilityShadow(models.Model):
    """Comparison of a month with the program before (Z02).

    1. *Import* what the other program charged. 2. *Compare*: the month is charged by the engine
    without writing it, matched by account and service to the kopeck, every difference gets its
    cause. 3. Classes are looked at, corrected at their root or accepted with a reason. 4. *Allow*
    going live when nothing is unexplained. A month can be compared again as often as needed.
    """

    _name = "utility.shadow"
    _description = "Comparison with another program"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _fixed_fields = ("state", "allowed_by_id", "allowed_at")
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("utility.period", required=True, index=True, check_company=True)
    building_ids = fields.Many2many(
        "utility.building", string="Buildings", help="Empty: all buildings."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Comparing"),
            ("compared", "Compared"),
            ("allowed", "Going Live Allowed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    portions = fields.Json(readonly=True, copy=False, help="Ids of buildings that still wait.")
    portion_count = fields.Integer(readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    imported_count = fields.Integer("Imported Charges", compute="_compute_imported_count")
    match_count = fields.Integer("Equal to the Kopeck", readonly=True, copy=False)
    difference_count = fields.Integer("Differences", readonly=True, copy=False)
    amount_old = fields.Monetary("Charged There", readonly=True, copy=False)
    difference_amount = fields.Monetary("Difference", readonly=True, copy=False)
    cause_ids = fields.One2many("utility.shadow.cause", "shadow_id", copy=False)
    unexplained_count = fields.Integer(compute="_compute_unexplained_count")
    allowed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    allowed_at = fields.Datetime(readonly=True, copy=False)

    @api.depends("period_id")
    def _compute_name(self):
        for shadow in self:
            shadow.name = self.env._("Comparison %s", shadow.period_id.code or "")

    @api.depends("portions", "portion_count", "state")
    def _compute_progress(self):
        for shadow in self:
            done = shadow.portion_count - len(shadow.portions or ())
            shadow.progress = 100.0 * done / shadow.portion_count if shadow.portion_count else 0.0

    def _compute_imported_count(self):
        for shadow in self:
            shadow.imported_count = self.env["utility.shadow.charge"].search_count(
                shadow._imported_domain()
            )

    @api.depends("cause_ids.state", "cause_ids.count")
    def _compute_unexplained_count(self):
        for shadow in self:
            rows = shadow.cause_ids.filtered(lambda row: row.state == "unexplained")
            shadow.unexplained_count = sum(rows.mapped("count"))

    def _imported_domain(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("period_date", "=", self.period_id.date_from),
        ]
        if self.building_ids:
            domain.append(("account_id.building_id", "in", self.building_ids.ids))
        return domain

    # Comparing

    def action_compare(self):
        """Compare by jobs; with ``utility_charge_now`` in the context at once."""
        for shadow in self:
            if shadow.state == "running":
                raise UserError(self.env._("%s is being compared.", shadow.name))
            if not shadow.imported_count:
                raise UserError(
                    self.env._("Import what the other program charged for the month first.")
                )
            shadow._delete_results()
            portions = shadow._plan()
            shadow._transition(state="running", allowed_by_id=False, allowed_at=False)
            shadow.write({"portions": portions, "portion_count": len(portions), "match_count": 0})
            if self.env.context.get("utility_charge_now"):
                while shadow._compare_portion():
                    pass
            else:
                shadow._next_job()
        return True

    def action_compare_now(self):
        return self.with_context(utility_charge_now=True).action_compare()

    def action_stop(self):
        """Stop between two portions; comparing again begins anew."""
        for shadow in self:
            shadow._check_running()
            shadow._transition(state="draft")
            shadow.portions = []
        return True

    def _check_running(self):
        if self.state != "running":
            raise UserError(self.env._("%s is not being compared.", self.name))

    def _plan(self):
        """Portions of whole buildings."""
        where = SQL("TRUE")
        if self.building_ids:
            where = SQL("building_id = ANY(%s)", self.building_ids.ids)
        counts = self.env.execute_query(
            SQL(
                "SELECT building_id, COUNT(*) FROM utility_account WHERE company_id = %s AND %s"
                " GROUP BY building_id ORDER BY building_id",
                self.company_id.id,
                where,
            )
        )
        return [ids for ids, _total in whole_buildings(counts, PORTION_SIZE)]

    def _next_job(self):
        self.with_delay(
            channel=CHANNEL, description=self.env._("%s: next portion", self.name)
        )._job_compare()

    def _job_compare(self):
        """One portion, then the next job."""
        self.lock_for_update()
        if self.state == "running" and self._compare_portion():
            self._next_job()

    def _compare_portion(self):
        """Compare the next portion; returns whether others wait."""
        self.ensure_one()
        first, *rest = self.portions or [[]]
        if first:
            counts = ShadowCharge(self.env, self, first).compare().counts
            self.match_count += counts[MATCH]
        self.portions = rest
        if rest:
            return True
        self._finish()
        return False

    def _finish(self):
        """Accounts that only the other program knows, then the classes and sums."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO utility_shadow_difference (shadow_id, company_id, period_date,
                       account_number, service_id, amount_old, amount_new, difference, volume_old,
                       cause)
                SELECT %s, o.company_id, o.period_date, o.account_number, o.service_id, o.amount, 0,
                       -o.amount, o.volume, 'account_here' FROM utility_shadow_charge o
                 WHERE o.company_id = %s AND o.period_date = %s AND o.account_id IS NULL AND %s
                RETURNING id
                """,
                self.id,
                self.company_id.id,
                self.period_id.date_from,
                not self.building_ids,
            )
        )
        differences = self.env["utility.shadow.difference"]
        differences.invalidate_model()
        groups = differences._read_group(
            [("shadow_id", "=", self.id)], ["cause"], ["__count", "difference:sum"]
        )
        imported = self.env["utility.shadow.charge"]._read_group(
            self._imported_domain(), [], ["amount:sum"]
        )
        self.cause_ids.unlink()
        self._transition(state="compared")
        self.write(
            {
                "difference_count": sum(count for _cause, count, _amount in groups),
                "difference_amount": sum(amount for _cause, _count, amount in groups),
                "amount_old": imported[0][0],
            }
        )
        self.env["utility.shadow.cause"].with_context(utility_transition=TRANSITION).create(
            [
                {
                    "shadow_id": self.id,
                    "cause": cause,
                    "count": count,
                    "amount": amount,
                    "state": "unexplained" if cause in UNEXPLAINED else "explained",
                }
                for cause, count, amount in groups
            ]
        )

    def _delete_results(self):
        self.cause_ids.unlink()
        self.env.execute_query(
            SQL(
                "WITH gone AS (DELETE FROM utility_shadow_difference WHERE shadow_id = ANY(%s)"
                " RETURNING 1) SELECT COUNT(*) FROM gone",
                self.ids,
            )
        )
        self.env["utility.shadow.difference"].invalidate_model()

    def unlink(self):
        self._delete_results()
        return super().unlink()

    # The gate

    def action_allow(self):
        """Going live is allowed: nothing is unexplained (who and when stays)."""
        for shadow in self:
            if shadow.state != "compared":
                raise UserError(self.env._("Compare the month first."))
            if shadow.unexplained_count:
                raise UserError(
                    self.env._(
                        "Unexplained differences: %s. Correct their causes and compare again, "
                        "or accept their class with a reason.",
                        shadow.unexplained_count,
                    )
                )
            shadow._transition(
                state="allowed", allowed_by_id=self.env.uid, allowed_at=fields.Datetime.now()
            )
        return True

    # Views

    def _action_differences(self, domain=()):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_shadow_difference_action"
        )
        return {**action, "domain": [("shadow_id", "in", self.ids), *domain], "context": {}}

    def action_view_differences(self):
        return self._action_differences()

    def action_view_imported(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_shadow_charge_action"
        )
        return {**action, "domain": self._imported_domain()}

    def action_export(self):
        """Download the differences as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/shadow/{self.id}.xlsx",
            "target": "download",
        }
