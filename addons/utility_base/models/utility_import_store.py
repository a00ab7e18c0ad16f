from psycopg2.extras import Json, execute_values

from odoo import models
from odoo.tools import SQL


class UtilityImport(models.Model):
    """Rows of an import and its journal, read and written in bulk."""

    _inherit = "utility.import"

    def _reset_rows(self):
        """All readable rows wait again, as before a dry run."""
        self.env["utility.import.row"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE utility_import_row SET state = 'pending', code = NULL, message = NULL,"
                ' remedy = NULL, value = NULL, "column" = NULL, problems = NULL, res_model = NULL,'
                " res_id = NULL WHERE import_id = %s AND NOT COALESCE(unreadable, false)",
                self.id,
            )
        )
        self.env["utility.import.row"].invalidate_model()

    def _pending_rows(self, limit):
        """[(id, number, cells)] of the rows that wait, in the order of the file."""
        self.env["utility.import.row"].flush_model()
        return self.env.execute_query(
            SQL(
                "SELECT id, number, data FROM utility_import_row WHERE import_id = %s"
                " AND state = 'pending' ORDER BY number, id LIMIT %s",
                self.id,
                limit,
            )
        )

    def _write_rows(self, rows):
        """Outcome of rows, in bulk."""
        headings = {
            rule.target.name: rule.column or rule.target.label
            for rule in (self.profile_id._rules() if self.uses_mapping else ())
        }

        def values():
            for row in rows:
                problems = [self._problem_json(p, headings) for p in row.problems]
                first = problems[0] if problems else {}
                model, res_id = row.record or (None, None)
                if row.state in ("error", "skipped"):
                    model = res_id = None
                names = ("code", "column", "value", "message", "remedy")
                told = [first.get(name) for name in names]
                yield (row.id, row.state, *told, Json(problems or None), model, res_id)

        execute_values(
            self.env.cr._obj,
            'UPDATE utility_import_row r SET state = v.state, code = v.code, "column" = v.col,'
            " value = v.value, message = v.message, remedy = v.remedy,"
            " problems = v.problems::jsonb, res_model = v.res_model, res_id = v.res_id::integer"
            " FROM (VALUES %s) AS v"
            " (id, state, code, col, value, message, remedy, problems, res_model, res_id)"
            " WHERE r.id = v.id",
            values(),
            page_size=1000,
        )
        self.env["utility.import.row"].invalidate_model()

    def _write_changes(self, changes):
        execute_values(
            self.env.cr._obj,
            "INSERT INTO utility_import_change (import_id, row_number, res_model, res_id, kind,"
            ' "before", "after") VALUES %s',
            (
                (
                    self.id, change.row.number, change.model, change.res_id, change.kind,
                    Json(change.before or None), Json(change.after or None),
                )
                for change in changes
            ),
            page_size=1000,
        )  # fmt: skip
        self.invalidate_recordset(["change_ids"])
