import time

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.queue_job.delay import group

from ..closing import INVARIANTS, Month
from ..closing.shared import PASSES, speed_up
from .portion_jobs import CHANNEL

KEPT = 1000  # offending rows that a line remembers


def _part(line):
    """What one job evaluates: lines that read the same pass, the others of a stage."""
    return "+".join(INVARIANTS[line.invariant_id.code].passes) or line.stage


class UtilityClosingCheck(models.Model):
    """All invariants of a month, evaluated at one time (Z11): a job a part.

    The results stay, so that a check shows what became better or worse since the one before.
    """

    _name = "utility.closing.check"
    _description = "Check of a month"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "started_at", "finished_at", "closes", "message", "graph_uuid")
    _order = "id desc"
    _rec_name = "period_id"

    period_id = fields.Many2one("utility.period", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    period_state = fields.Selection(related="period_id.state", string="Period State")
    steps_html = fields.Html(related="period_id.steps_html")
    state = fields.Selection(
        [
            ("running", "Running"),
            ("done", "Done"),
            ("closing", "Closing"),
            ("refused", "Not Closed"),
            ("closed", "Closed"),
        ],
        required=True,
        default="running",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    started_at = fields.Datetime(default=fields.Datetime.now, readonly=True)
    finished_at = fields.Datetime(readonly=True)
    seconds = fields.Float(compute="_compute_counts", digits=(12, 1))
    line_ids = fields.One2many("utility.closing.line", "check_id", readonly=True)
    red_line_ids = fields.One2many(
        "utility.closing.line", "check_id", domain=[("count", ">", 0)], readonly=True
    )
    progress = fields.Float(compute="_compute_counts")
    good_count = fields.Integer("Good", compute="_compute_counts")
    info_count = fields.Integer("To Know", compute="_compute_counts")
    signed_count = fields.Integer("Signed", compute="_compute_counts")
    unsigned_count = fields.Integer("To Sign", compute="_compute_counts")
    blocking_count = fields.Integer("Blocking", compute="_compute_counts")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for check in self:
            states = check.line_ids.mapped("state")
            for name in ("good", "info", "signed", "unsigned", "blocking"):
                check[f"{name}_count"] = states.count(name)
            waiting = states.count("waiting")
            check.progress = 100.0 * (len(states) - waiting) / len(states) if states else 0.0
            check.seconds = sum(check.line_ids.mapped("seconds"))

    @api.model
    def _start(self, period, closes=False):
        """A check of ``period`` with its lines, nothing evaluated yet.

        :param closes: whether it closes the month where nothing stands in the way
        """
        before = self.search([("period_id", "=", period.id), ("finished_at", "!=", False)], limit=1)
        known = {line.invariant_id: line.count for line in before.line_ids}
        check = self.create({"period_id": period.id})
        if closes:
            check._transition(closes=True)
        # sudo: lines are results, nobody may write them by hand
        self.env["utility.closing.line"].sudo().create(
            [
                {
                    "check_id": check.id,
                    "invariant_id": invariant.id,
                    "res_model": INVARIANTS[invariant.code].model,
                    "previous_count": known.get(invariant, 0),
                }
                # the invariants are a short list; one of an addon that is gone has no query
                for invariant in self.env["utility.invariant"].search([])  # pylint: disable=no-search-all
                if invariant.code in INVARIANTS
            ]
        )
        return check

    def _delay(self):
        """A job a part, and one after them all."""
        self.ensure_one()
        description = self.env._("Check of %s", self.period_id.code)
        parts = sorted({_part(line) for line in self.line_ids})
        jobs = [
            self.delayable(channel=CHANNEL, description=description)._job_part(part)
            for part in parts
        ]
        finish = self.delayable(channel=CHANNEL, description=description)._job_finish()
        if self.closes:
            description = self.env._("Closing of %s", self.period_id.code)
            finish.on_done(self.delayable(channel=CHANNEL, description=description)._job_close())
        group(*jobs).on_done(finish).delay()
        if finish._generated_job:
            self._transition(graph_uuid=finish._generated_job.graph_uuid)

    def _job_part(self, part):
        """Evaluate the invariants of a part; again gives the same lines."""
        self._evaluate(self.line_ids.filtered(lambda line: _part(line) == part))

    def _job_finish(self):
        self._transition(state="done", finished_at=fields.Datetime.now())

    def _execute(self):
        """Evaluate everything in this transaction."""
        self._evaluate(self.line_ids)
        self._job_finish()

    def _evaluate(self, lines):
        self.ensure_one()
        self.env.flush_all()
        month = Month.of(self.period_id)
        speed_up(self.env)
        for name in {p for line in lines for p in INVARIANTS[line.invariant_id.code].passes}:
            PASSES[name](month)
        for line in lines:
            # sudo: lines are results, nobody may write them by hand
            line.sudo().write(self._found(month, line.invariant_id) | {"done": True})
        lines.invalidate_recordset(["state"])

    @api.model
    def _found(self, month, invariant):
        """``{count, amount, res_ids, seconds}`` of one invariant."""
        start = time.monotonic()
        month = type(month)(**{**vars(month), "threshold": invariant.threshold})
        query = INVARIANTS[invariant.code].query(month)
        ((count, amount, ids),) = self.env.execute_query(
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(amount), 0), (ARRAY_AGG(id ORDER BY id))[1:%s]"
                " FROM (%s) x",
                KEPT,
                query,
            )
        )
        return {
            "count": count,
            "amount": amount,
            "res_ids": ids or [],
            "seconds": time.monotonic() - start,
        }

    def action_again(self):
        """Evaluate the month anew; this result stays to be compared with."""
        self.ensure_one()
        return self.period_id.action_check()

    def action_close_period(self):
        self.ensure_one()
        return self.period_id.action_start_closing()
