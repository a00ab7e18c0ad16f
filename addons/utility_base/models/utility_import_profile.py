from dataclasses import replace

from odoo import api, fields, models

from ..gateway.text_encoding import ENCODINGS
from ..importers.headers import match_columns, signature
from ..importers.registry import get_importer, importer_kinds
from ..importers.rows import ColumnRule
from ..tools.problems import translate

FILE_KINDS = [
    ("xlsx", "Excel (XLSX)"),
    ("csv", "CSV or other delimited text"),
    ("dbf", "DBF"),
    ("fixed", "Text of fixed width"),
    ("json", "JSON"),
]
_SUFFIXES = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "dbf": "dbf",
    "json": "json",
    "csv": "csv",
    "txt": "csv",
}


class UtilityImportProfile(models.Model):
    """How files of one shape are read; remembered by the headings of the file."""

    _name = "utility.import.profile"
    _description = "Import profile"
    _order = "kind, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(selection="_selection_kind", string="Imports", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    file_kind = fields.Selection(FILE_KINDS, required=True, default="xlsx")
    encoding = fields.Selection(
        [(name, name) for name in ENCODINGS], help="Empty: guessed from the text."
    )
    delimiter = fields.Char(help="Empty: guessed. \\t is the tabulator.")
    header_row = fields.Integer(default=1, help="Row with the headings; 0: there are none.")
    skip_rows = fields.Integer(help="Rows left out after the headings.")
    trailer = fields.Char(help="A row that begins with this ends the table.")
    sheet = fields.Char(help="Sheet of the workbook; empty: the first.")
    json_path = fields.Char("List in JSON", help="Where the list stands, e.g. houses.premises.")
    line_ids = fields.One2many("utility.import.profile.line", "profile_id", copy=True)
    signature = fields.Char(index=True, readonly=True, copy=False)
    since = fields.Date(
        "Facts Hold From",
        help="For facts without a date of their own; empty: the first of this month.",
    )
    locality_id = fields.Many2one(
        "utility.locality", help="For addresses that name no town.", ondelete="set null"
    )

    @api.model
    def _selection_kind(self):
        modules = self.env["ir.module.module"]._installed()
        return [
            (kind, translate(self.env, get_importer(kind).module, label))
            for kind, label in importer_kinds(modules)
        ]

    @api.model
    def _file_kind_of(self, filename, data):
        """Kind of file by its name, else by its first bytes."""
        kind = _SUFFIXES.get((filename or "").rpartition(".")[2].lower())
        if kind:
            return kind
        if data.startswith(b"PK"):
            return "xlsx"
        return "json" if data.lstrip()[:1] in (b"{", b"[") else "csv"

    def _read_options(self):
        """Options of ``gateway.table.read_table``."""
        self.ensure_one()
        options = {
            "header_row": self.header_row,
            "skip_rows": self.skip_rows,
            "encoding": self.encoding or "",
            "delimiter": (self.delimiter or "").replace("\\t", "\t"),
            "trailer": self.trailer or "",
            "path": self.json_path or "",
            "sheet": int(self.sheet) if (self.sheet or "").isdigit() else self.sheet or "",
        }
        if self.file_kind == "fixed":
            options["header_row"] = self.header_row if self.header_row > 0 else 0
            options["columns"] = [
                {"name": line.column, "start": line.position, "width": line.width}
                for line in self.line_ids
                if line.column and line.width
            ]
        return options

    def _rules(self):
        """Column rules of the mapped lines."""
        self.ensure_one()
        importer = get_importer(self.kind)
        return [
            ColumnRule(
                importer.target(line.target_id.name),
                line.column or "",
                line.default_value or "",
                line.date_format or "",
                line._value_map(),
            )
            for line in self.line_ids
            if line.target_id and (line.column or line.default_value)
        ]

    @api.model
    def _remembered(self, kind, file_kind, columns, company):
        """The profile by which a file of this shape was read before, or an empty recordset."""
        domain = [
            ("kind", "=", kind),
            ("company_id", "=", company.id),
            ("signature", "=", signature(kind, file_kind, columns)),
        ]
        return self.search(domain, order="write_date desc", limit=1)

    def _fit(self, columns, samples):
        """Bring the lines in step with the columns of a file; new ones are matched by heading.

        :param samples: ``{column: text}`` shown beside the heading
        """
        self.ensure_one()
        importer = get_importer(self.kind)
        lines = {line.column: line for line in self.line_ids if line.column}
        taken = {line.target_id.name for line in self.line_ids if line.target_id}
        # the samples have their headings in the user's language
        open_targets = [
            replace(t, aliases=(*t.aliases, translate(self.env, importer.module, t.label)))
            for t in importer.targets
            if t.name not in taken
        ]
        matched = match_columns([c for c in columns if c not in lines], open_targets)
        by_column = {column: name for name, column in matched.items()}
        targets = {
            t.name: t.id
            for t in self.env["utility.import.target"].search([("kind", "=", self.kind)])
        }
        for place, column in enumerate(columns):
            if column in lines:
                lines[column].write({"sample": samples.get(column), "sequence": place})
            else:
                self.env["utility.import.profile.line"].create(
                    {
                        "profile_id": self.id,
                        "sequence": place,
                        "column": column,
                        "sample": samples.get(column),
                        "target_id": targets.get(by_column.get(column)),
                    }
                )
        if self.file_kind != "fixed":
            self.line_ids.filtered(lambda line: line.column and line.column not in columns).unlink()
        self.signature = signature(self.kind, self.file_kind, columns)
