import logging

from psycopg2 import InterfaceError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class UtilityClosingCheck(models.Model):
    """Closing of a month by jobs (R03, Z11).

    1. The invariants are evaluated, a job a part; progress is seen.
    2. Where a line blocks or is not signed the closing ends, and says which.
    3. One job evaluates once more and closes, in one transaction: killed, it leaves the month
       open and is begun again.
    """

    _inherit = "utility.closing.check"

    closes = fields.Boolean("Closes the Period", readonly=True)
    message = fields.Text(readonly=True, help="Why the month was not closed.")
    graph_uuid = fields.Char(readonly=True, help="Of its jobs.")
    interrupted = fields.Boolean(compute="_compute_interrupted", help="Its jobs are no more.")

    @api.depends("state", "graph_uuid")
    def _compute_interrupted(self):
        waiting = self.filtered(lambda c: c.state in ("running", "closing") and c.graph_uuid)
        # sudo: who may see the closing sees whether its jobs live, without rights on others
        jobs = waiting.env["queue.job"].sudo()
        states = {}
        for job in jobs.search_fetch(
            [("graph_uuid", "in", waiting.mapped("graph_uuid"))], ["graph_uuid", "state"]
        ):
            states.setdefault(job.graph_uuid, set()).add(job.state)
        for check in self:
            found = states.get(check.graph_uuid, set())
            check.interrupted = check in waiting and (
                bool(found & {"failed", "cancelled"}) or found <= {"done"}
            )

    def _at_work(self):
        """Whether jobs of this closing are under way or will be."""
        return self.closes and self.state in ("running", "closing") and not self.interrupted

    def _job_finish(self):
        super()._job_finish()
        if not self.closes:
            return
        refused = self._refused_lines()
        if refused:
            self._transition(state="refused", message=self._refusal(refused))
        else:
            self._transition(state="closing", finished_at=False)

    def _job_close(self):
        """Close in this transaction; what refuses is told, and the month stays open."""
        self.lock_for_update()
        if self.state != "closing":
            return
        try:
            with self.env.cr.savepoint():
                self.period_id.action_close()
        except (OperationalError, InterfaceError):
            raise  # a conflict or a lost connection: the queue tries again
        except UserError as error:
            values = {"state": "refused", "message": str(error)}
        except Exception as error:  # said where people look, not in the list of jobs alone
            _logger.exception("Closing of %s", self.period_id.code)
            values = {"state": "refused", "message": f"{type(error).__name__}: {error}"}
        else:
            values = {"state": "closed"}
        self._transition(**values, finished_at=fields.Datetime.now())

    def _refused_lines(self):
        return self.line_ids.filtered(lambda line: line.state in ("blocking", "unsigned"))

    def _refusal(self, lines):
        return self.env._(
            "Period %(period)s cannot be closed. Correct or sign in the closing cockpit:\n%(lines)s",
            period=self.period_id.code,
            lines="\n".join(f"- {line.name}: {line.count}" for line in lines),
        )
