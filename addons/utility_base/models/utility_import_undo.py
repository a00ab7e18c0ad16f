from collections import defaultdict

import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..importers.work import differs
from .auditlog_rule import without_audit
from .utility_reading import IMPORT_UNDO

UNDO_AT_ONCE = 20_000  # up to this many changes the button does it without a job
_LEFT_OUT = ("ir.", "mail.", "auditlog.", "queue.", "utility.import", "bus.")


class UtilityImport(models.Model):
    """Undo of an import: values restored, created records deleted where nothing needs them."""

    _inherit = "utility.import"

    def action_undo(self):
        """Take the import back; what must stay is listed with its reason."""
        self._require("done", "partial", "cancelled", "failed", "undone", "undoing")
        self.check_access("write")
        if len(self.change_ids) > UNDO_AT_ONCE:
            self.state = "undoing"
            self._delay("_job_undo", self.env._("Undo of the import %s", self.name))
        else:
            self._undo()
        return True

    def _job_undo(self):
        if self.state == "undoing":
            self._undo()

    def _undo(self):
        # An operator may not delete accounts, but may take back what an own import created: only
        # records of this import's journal are touched, in its company, and only unused ones.
        journal = without_audit(self.sudo()).with_context(
            tracking_disable=True, import_undo=IMPORT_UNDO
        )
        changes = journal.env["utility.import.change"].search(
            [("import_id", "=", self.id), ("undo_state", "in", [False, "kept"])], order="id desc"
        )
        journal._take_back(changes)
        kept = changes.filtered(lambda c: c.undo_state == "kept")
        self.write(
            {"state": "undone", "kept_count": len(kept), "finished_at": fields.Datetime.now()}
        )
        self._note(
            self.env._(
                "Taken back by %(user)s: %(done)s changes; %(kept)s could not be.",
                user=self.env.user.name,
                done=len(changes) - len(kept),
                kept=len(kept),
            )
        )

    def _take_back(self, changes):
        """Restore values and delete records, round by round until nothing moves any more.

        A value may point to a record that is to go, and a record may stand in the way of a value:
        neither order alone is right.
        """
        updated = list(changes.filtered(lambda c: c.kind == "updated"))
        pending, order = defaultdict(list), []
        for change in changes.filtered(lambda c: c.kind == "created"):
            if change.res_model not in pending:
                order.append(change.res_model)
            pending[change.res_model].append(change)
        created = {model: {c.res_id for c in found} for model, found in pending.items()}
        progress = True
        while progress:
            left = [change for change in updated if not self._restore(change)]
            progress = len(left) < len(updated)
            updated = left
            for model in order:
                if pending[model] and self._delete_model(model, pending, created):
                    progress = True

    def _restore(self, change):
        """Put the values before back, unless somebody changed them since; tells whether it did."""
        record = self.env[change.res_model].browse(change.res_id).exists()
        reason = None
        if record:
            moved = [
                record._fields[name]._description_string(self.env)
                for name, value in (change.after or {}).items()
                if self._is_changed(record, name, value)
            ]
            if moved:
                reason = self.env._("Changed since: %s", ", ".join(moved))
            else:
                reason = self._attempt(lambda: record.write(change.before or {}))
        self._settle(change, reason)
        return not reason

    def _is_changed(self, record, name, after):
        field = record._fields[name]
        current = record[name].id if field.relational else record[name]
        if field.type in ("date", "datetime"):
            after = field.to_date(after) if field.type == "date" else field.to_datetime(after)
        return differs(field, self.env, current, after)

    def _delete_model(self, model, pending, created):
        """Delete what of ``model`` nothing outside of this import needs; tells whether any went."""
        changes = pending[model]
        records = self.env[model].browse([c.res_id for c in changes]).exists()
        used = self._users_of(records, created)
        free = records.filtered(lambda r: r.id not in used)
        if self._attempt(free.unlink):
            failed = {r.id: e for r in free if (e := self._attempt(r.unlink))}
        else:
            failed = {}
        left, went = [], False
        for change in changes:
            reason = used.get(change.res_id) or failed.get(change.res_id)
            self._settle(change, reason)
            if reason:
                left.append(change)
            else:
                went = True
                created[model].discard(change.res_id)
        pending[model] = left
        return went

    def _users_of(self, records, created):
        """``{id: reason}`` of the records that records outside of this import's own refer to.

        Own records count as well while they are not deleted yet: they go first.
        """
        reasons = {}
        if not records:
            return reasons
        for field in self._links_to(records._name):
            model = self.env[field.model_name]
            model.flush_model([field.name])
            rows = self.env.execute_query(
                SQL(
                    "SELECT %(field)s, count(*) FROM %(table)s"
                    " WHERE %(field)s = ANY(%(ids)s) AND id != ALL(%(own)s) GROUP BY 1",
                    field=SQL.identifier(field.name),
                    table=SQL.identifier(model._table),
                    ids=list(records.ids),
                    own=list(created.get(field.model_name, ())) if self._goes_along(field) else [],
                )
            )
            for record_id, count in rows:
                reasons[record_id] = self.env._(
                    "Used by %(count)s × %(model)s", count=count, model=model._description
                )
        return reasons

    def _goes_along(self, field):
        """Own records that the database deletes together with their owner do not hold it."""
        return field.ondelete == "cascade"

    def _links_to(self, name):
        """Stored many2one fields of all models that refer to ``name``, but technical ones."""
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._abstract and not model._transient
            and not model._name.startswith(_LEFT_OUT)
            for field in model._fields.values()
            if field.type == "many2one" and field.store and not field.related
            and not field.compute and field.comodel_name == name
        ]  # fmt: skip

    def _attempt(self, action):
        """Run ``action`` in a savepoint; returns the reason of its failure, or None."""
        try:
            with self.env.cr.savepoint():
                action()
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise
        except (UserError, psycopg2.Error) as error:
            return " ".join(str(error.args[0] if error.args else error).split())
        return None

    def _settle(self, change, reason):
        change.write({"undo_state": "kept" if reason else "done", "undo_reason": reason or False})
