from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.queue_job.exception import RetryableJobError

from ..gateway.address import fold
from ..gateway.values import clean_text
from ..importers.base import Options, process
from ..importers.registry import get_importer
from ..importers.rows import parse_row
from .auditlog_rule import KEY, NO_AUDIT

PORTION = 1000  # rows a job: one transaction, one set of look-ups
AT_ONCE = 500  # up to this many rows the button does it without a job
TURN = 2  # seconds until the next try of an import that waits for another
# the import keeps a journal of its own; chatter and audit of single records would only slow it
_QUIET = {
    KEY: NO_AUDIT,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class UtilityImport(models.Model):
    """Checking and running: portions of rows through the importer."""

    _inherit = "utility.import"

    def action_check(self):
        """Dry run: do everything, show the outcome of every row, roll it back."""
        self._require("mapped", "checked", "cancelled")
        self._require_untouched()
        self._check_mapping()
        if self.row_count > AT_ONCE:
            self.state = "checking"
            self._delay("_job_check", self.env._("Check of the import %s", self.name))
        else:
            self._check_rows()
        return True

    def _job_check(self):
        if self.state == "checking":
            self._check_rows()

    def _check_rows(self):
        self._reset_rows()
        rows, importer_rows = self._pending_rows(None), []
        savepoint = self.env.cr.savepoint()
        try:
            for start in range(0, len(rows), PORTION):
                portion = self._parse(rows[start : start + PORTION])
                process(self._importer(), portion)
                importer_rows += portion
                self.env.flush_all()
                self.env.invalidate_all()
        finally:
            # nothing of a dry run stays, whatever happened
            savepoint.rollback()
            savepoint.close(rollback=False)
        for row in importer_rows:
            row.record = None if row.state == "created" else row.record
        self._write_rows(importer_rows)
        self._count()
        self.state = "checked"

    def action_run(self):
        """Import: small files at once, others in portions as jobs.

        ``utility_import_now`` in the context: in this process, whatever the size (scripts).
        """
        self._require("mapped", "checked", "cancelled", "failed")
        self._check_mapping()
        if not self.row_count:
            raise UserError(self.env._("The file has no rows."))
        if self.state != "cancelled" or not self.change_ids:
            self._reset_rows()
        self._count()
        self.write(
            {"state": "running", "started_at": fields.Datetime.now(), "user_id": self.env.uid}
        )
        if self.row_count > AT_ONCE and not self.env.context.get("utility_import_now"):
            self._delay_run()
        else:
            self._take_turn()
            while self._run_portion():
                pass
            self._finish()
        return True

    def action_cancel(self):
        """Stop: the portion at work is finished, what was imported stays and can be taken back."""
        self._require("running", "checking")
        self.state = "cancelled"
        self._note(self.env._("Stopped by %s.", self.env.user.name))
        return True

    def action_resume(self):
        """Go on with the rows that still wait, after a stop or a crash."""
        self._require("running", "checking", "cancelled", "failed")
        if self.state == "checking":
            self._delay("_job_check", self.env._("Check of the import %s", self.name))
        else:
            self.state = "running"
            self._delay_run()
        return True

    @api.depends("state")
    def _compute_is_stalled(self):
        """Whether the import should be at work but has no job."""
        # who imports has no right to the queue; only the number of the own jobs is read
        for record in self:
            stalled = False
            if record.state in ("running", "checking", "undoing"):
                alive = ("wait_dependencies", "pending", "enqueued", "started")
                stalled = (
                    not self.env["queue.job"]
                    .sudo()
                    .search_count(
                        [
                            ("identity_key", "=like", f"{self._name},{record.id},%"),
                            ("state", "in", alive),
                        ],
                        limit=1,
                    )
                )
            record.is_stalled = stalled

    def action_back(self):
        """Back to the mapping."""
        self._require("checked", "cancelled", "failed")
        self._require_untouched()
        self._reset_rows()
        self._count()
        self.state = "mapped"
        return True

    def _delay_run(self):
        self._delay("_job_run", self.env._("Import %s", self.name))

    def _delay(self, method, description):
        # one job of an import waits at a time: a second click adds nothing
        delayed = self.with_context(lang=self.env.user.lang).with_delay(
            description=description, identity_key=f"{self._name},{self.id},{method}"
        )
        return getattr(delayed, method)()

    def _job_run(self):
        """One portion, then the next job. Killed in between, it repeats nothing.

        The outcome of rows is written in the transaction of their records: a portion either
        happened with its outcome or did not happen.
        """
        self.ensure_one()
        if self.state != "running":
            return
        if not self._take_turn(wait=False):
            raise RetryableJobError(
                "Another import of this kind is at work.", seconds=TURN, ignore_retry=True
            )
        if self._run_portion():
            self._delay_run()
        else:
            self._finish()

    def _take_turn(self, wait=True):
        """Whether it is this import's turn; those of one kind and company work one by one.

        Two at once would not see each other's rows, and make what is in both files twice. The rows
        are written, not only locked: who read before the other was ready is refused by PostgreSQL
        and repeated.
        """
        self.env.flush_all()
        running = SQL(
            "SELECT id FROM utility_import"
            " WHERE company_id = %s AND kind = %s AND (state = 'running' OR id = %s) ORDER BY id",
            self.company_id.id,
            self.kind,
            self.id,
        )
        known = self.env.execute_query(running)
        if len(known) == 1:
            return True  # nothing is held: its button to stop need not wait
        how = SQL() if wait else SQL("SKIP LOCKED")
        held = self.env.execute_query(SQL("%s FOR NO KEY UPDATE %s", running, how))
        if len(held) < len(known):
            return False
        self.env.cr.execute(
            "UPDATE utility_import SET write_date = write_date WHERE id = ANY(%s)",
            [[id_ for (id_,) in held]],
        )
        return True

    def _check_mapping(self):
        """Every required target must be filled by a column or a constant."""
        importer = get_importer(self.kind)
        if not importer.uses_mapping:
            return
        mapped = {rule.target.name for rule in self.profile_id._rules()}
        missing = [t.name for t in importer.targets if t.required and t.name not in mapped]
        if missing:
            targets = self.env["utility.import.target"].search(
                [("kind", "=", self.kind), ("name", "in", missing)]
            )
            raise UserError(
                self.env._(
                    "No column fills: %s. Choose a column, or add a line with a constant.",
                    ", ".join(targets.mapped("display_name")),
                )
            )

    def _importer(self):
        """Importer of a portion, as the user who imports, in the company of the import."""
        env = self.with_company(self.company_id).with_context(**_QUIET).env
        env = env(context={**env.context, "allowed_company_ids": [self.company_id.id]})
        profile = self.profile_id
        today = fields.Date.context_today(self)
        options = Options(
            company=self.company_id.with_env(env),
            since=profile.since or today.replace(day=1),
            locality=profile.locality_id.with_env(env) or None,
            only_accounts=frozenset(
                filter(None, map(clean_text, (self.only_accounts or "").splitlines()))
            ),
            only_buildings=frozenset(
                filter(None, map(fold, (self.only_buildings or "").splitlines()))
            ),
        )
        return get_importer(self.kind)(env, options)

    def _parse(self, rows):
        importer = get_importer(self.kind)
        if not importer.uses_mapping:
            return importer.parse_rows(rows)
        rules = self.profile_id._rules()
        required = [target for target in importer.targets if target.required]
        columns = self.columns or []
        return [
            parse_row(number, dict(zip(columns, data, strict=False)), rules, required, (), row_id)
            for row_id, number, data in rows
        ]

    def _run_portion(self):
        """Import the next portion; returns whether rows are left."""
        rows = self._pending_rows(PORTION)
        if not rows:
            return False
        portion = self._parse(rows)
        changes = process(self._importer(), portion)
        self._write_rows(portion)
        self._write_changes(changes)
        self._count()
        return bool(self.pending_count)

    def _finish(self):
        self._count()
        good = self.created_count + self.updated_count + self.unchanged_count
        if not self.error_count:
            state = "done"
        else:
            state = "partial" if good else "failed"
        self.write({"state": state, "finished_at": fields.Datetime.now()})
        self._note(
            self.env._(
                "%(created)s created, %(updated)s updated, %(unchanged)s unchanged, "
                "%(error)s with errors, %(skipped)s left out.",
                created=self.created_count,
                updated=self.updated_count,
                unchanged=self.unchanged_count,
                error=self.error_count,
                skipped=self.skipped_count,
            )
        )
