import base64
from dataclasses import asdict, replace
from datetime import date, datetime, time
from decimal import Decimal

from psycopg2.extras import Json, execute_values

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..gateway.problem import GatewayError, Problem
from ..importers.headers import signature
from ..importers.registry import find_importer, get_importer
from ..tools.problems import describe_problem, translate

STATES = [
    ("draft", "New"),
    ("mapped", "Read"),
    ("checking", "Checking"),
    ("checked", "Checked"),
    ("running", "Importing"),
    ("done", "Done"),
    ("partial", "Done with errors"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
    ("undoing", "Being taken back"),
    ("undone", "Taken back"),
]
PREVIEW_ROWS = 50


class UtilityImport(models.Model):
    """One file on its way into the register (P03, P05, P07, P08, X71).

    Steps of the operator: 1. choose what is imported and the file, ``Read``; 2. look at the first
    rows and say which column is what; 3. ``Check``: everything is done and rolled back, each row
    shows its outcome; 4. ``Import``: portions run as jobs, with progress and ``Stop``; 5. take the
    list of errors, correct it, import it again; 6. ``Take Back`` undoes the whole import.
    """

    _name = "utility.import"
    _description = "Import of a file"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    kind = fields.Selection(
        selection=lambda self: self.env["utility.import.profile"]._selection_kind(),
        string="What Is Imported",
        required=True,
    )
    kind_help = fields.Char(compute="_compute_kind_help")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", string="Imported By", default=lambda self: self.env.user, readonly=True
    )
    file = fields.Binary(attachment=True)
    filename = fields.Char()
    profile_id = fields.Many2one(
        "utility.import.profile",
        check_company=True,
        domain="[('kind', '=', kind), ('company_id', '=', company_id)]",
        ondelete="restrict",
        help="How the file is read; empty: found by the headings of the file, or made anew.",
    )
    line_ids = fields.One2many(related="profile_id.line_ids", readonly=False)
    uses_mapping = fields.Boolean(compute="_compute_kind_help")
    columns = fields.Json(readonly=True)
    info = fields.Char("About the File", readonly=True, help="What was found out about the file.")
    state = fields.Selection(STATES, default="draft", required=True, tracking=True, copy=False)

    # Partial transfer (P08)
    only_accounts = fields.Text(help="One account number a line; empty: all.")
    only_buildings = fields.Text(
        help="One house a line, as “Lenina 5” or its number in the other program; empty: all."
    )

    # Outcome
    row_ids = fields.One2many("utility.import.row", "import_id")
    change_ids = fields.One2many("utility.import.change", "import_id")
    row_count = fields.Integer("Rows", readonly=True, copy=False)
    pending_count = fields.Integer("Waiting", readonly=True, copy=False)
    created_count = fields.Integer("Created", readonly=True, copy=False)
    updated_count = fields.Integer("Updated", readonly=True, copy=False)
    unchanged_count = fields.Integer("Unchanged", readonly=True, copy=False)
    error_count = fields.Integer("Errors", readonly=True, copy=False)
    skipped_count = fields.Integer("Left Out", readonly=True, copy=False)
    kept_count = fields.Integer("Not Taken Back", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    is_stalled = fields.Boolean(
        compute="_compute_is_stalled", help="No job works on it any more: it can be gone on with."
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    log = fields.Text(readonly=True, copy=False)

    @api.depends("kind", "filename")
    def _compute_name(self):
        for record in self:
            record.name = record.filename or record.kind

    @api.depends("kind")
    def _compute_kind_help(self):
        for record in self:
            importer = find_importer(record.kind)
            record.kind_help = (
                translate(self.env, importer.module, importer.help) if importer else False
            )
            record.uses_mapping = bool(importer and importer.uses_mapping)

    @api.depends("row_count", "pending_count", "state")
    def _compute_progress(self):
        for record in self:
            done = record.row_count - record.pending_count
            record.progress = 100.0 * done / record.row_count if record.row_count else 0.0

    def _require(self, *states):
        """Refuse a button that does not fit the state of the import."""
        self.ensure_one()
        if not find_importer(self.kind):
            raise UserError(self.env._("The addon that imports “%s” is not installed.", self.kind))
        if self.state not in states:
            label = dict(STATES)[self.state]
            raise UserError(
                self.env._("This is not possible now: the import is in the state “%s”.", label)
            )

    def _require_untouched(self):
        """Refuse what would forget the outcome of rows that are imported already."""
        if self.env["utility.import.change"].search_count([("import_id", "=", self.id)], limit=1):
            raise UserError(
                self.env._("Rows are imported already. Go on, or take the import back.")
            )

    # Reading

    def action_read(self):
        """Read the file: its columns are matched, its rows wait to be checked."""
        self._require("draft", "mapped", "checked", "cancelled")
        self._require_untouched()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        data = base64.b64decode(self.file)
        importer = get_importer(self.kind)
        profile = self.profile_id or self._new_profile(data)
        try:
            table = importer.read(data, profile.file_kind, profile._read_options())
            if not self.profile_id:
                profile = self._settle_profile(profile, table.columns)
                table = importer.read(data, profile.file_kind, profile._read_options())
            if importer.uses_mapping:
                profile._fit(table.columns, _samples(table))
            self._stage(table)
        except GatewayError as error:
            raise UserError(" ".join(describe_problem(self.env, error.problem))) from error
        encoding = table.info.get("encoding")
        notes = [describe_problem(self.env, found)[0] for found in table.problems]
        self.write(
            {
                "profile_id": profile.id,
                "columns": list(table.columns),
                "state": "mapped",
                "info": " ".join(filter(None, [encoding, *notes])),
            }
        )
        self._count()
        return True

    def _new_profile(self, data):
        """A profile with the customary settings for a file of this kind."""
        profiles = self.env["utility.import.profile"]
        return profiles.create(
            {
                "name": self.filename or self.kind,
                "kind": self.kind,
                "company_id": self.company_id.id,
                "file_kind": profiles._file_kind_of(self.filename, data),
            }
        )

    def _settle_profile(self, fresh, columns):
        """The remembered profile of this shape in place of the fresh one, where there is one."""
        found = fresh._remembered(self.kind, fresh.file_kind, columns, self.company_id)
        if found:
            fresh.unlink()
            return found
        fresh.signature = signature(self.kind, fresh.file_kind, columns)
        return fresh

    def _stage(self, table):
        """Put the rows of the file into ``utility.import.row``, in bulk."""
        self.flush_recordset()
        self.env["utility.import.row"].flush_model()
        self.env.cr.execute(SQL("DELETE FROM utility_import_row WHERE import_id = %s", self.id))
        self.env["utility.import.row"].invalidate_model()

        def rows():
            for row in table.rows:
                problems = [self._problem_json(p) for p in row.problems if not p.is_warning]
                first = problems[0] if problems else {}
                yield (
                    self.id,
                    row.number,
                    "error" if problems else "pending",
                    Json([_json_cell(cell) for cell in row.cells]),
                    bool(problems),
                    first.get("code"),
                    first.get("column"),
                    first.get("message"),
                    first.get("remedy"),
                    Json(problems or None),
                )

        execute_values(
            self.env.cr._obj,
            "INSERT INTO utility_import_row (import_id, number, state, data, unreadable, code,"
            ' "column", message, remedy, problems) VALUES %s',
            rows(),
            page_size=1000,
        )
        self.invalidate_recordset(["row_ids"])

    def _problem_json(self, found: Problem, headings=None):
        """A problem for storage; a target field is named by the heading that fills it."""
        message, remedy = describe_problem(self.env, found)
        if headings:
            found = replace(found, column=headings.get(found.column, found.column))
        data = {k: v for k, v in asdict(found).items() if k in ("code", "column", "value")}
        return {**data, "message": message, "remedy": remedy}

    def _count(self):
        """Refresh the counts from the rows."""
        for record in self:
            groups = dict(
                self.env["utility.import.row"]._read_group(
                    [("import_id", "=", record.id)], ["state"], ["__count"]
                )
            )
            values = {f"{state}_count": groups.get(state, 0) for state in (
                "pending", "created", "updated", "unchanged", "error", "skipped"
            )}  # fmt: skip
            record.write({**values, "row_count": sum(groups.values())})

    def _note(self, text):
        stamp = fields.Datetime.to_string(fields.Datetime.now())
        self.log = f"{self.log or ''}{stamp} {text}\n"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        busy = self.filtered(lambda record: record.state in ("running", "checking", "undoing"))
        changed = self.env["utility.import.change"].search_count(
            [("import_id", "in", self.ids), ("undo_state", "!=", "done")], limit=1
        )
        if busy or changed:
            raise UserError(
                self.env._(
                    "An import that changed the register is its history. Take it back first."
                )
            )


def _json_cell(cell):
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


def _samples(table):
    """The first values of each column as one short text."""
    found = {column: [] for column in table.columns}
    for count, row in enumerate(table.rows):
        if count == 3:
            break
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell not in (None, ""):
                text = str(_json_cell(cell))[:40]
                if text not in found[column]:
                    found[column].append(text)
    return {column: " · ".join(values) for column, values in found.items()}
