import base64
import io
import json

import xlsxwriter
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..importers.registry import get_importer
from ..tools.problems import translate
from .utility_import import PREVIEW_ROWS


class UtilityImport(models.Model):
    """What the operator sees and takes away: preview, sample file, list of errors."""

    _inherit = "utility.import"

    preview = fields.Html(compute="_compute_preview", sanitize=False)
    sample_file = fields.Binary(compute="_compute_sample_file")
    errors_file = fields.Binary(compute="_compute_errors_file")

    @api.depends("columns", "line_ids.target_id", "state")
    def _compute_preview(self):
        for record in self:
            record.preview = record._preview_table() if record.columns else False

    def _preview_table(self):
        """The first rows as a table, each heading with what it fills."""
        fills = {
            line.column: line.target_id.display_name for line in self.line_ids if line.target_id
        }
        cell = Markup("<th>%s<br/><small class='%s'>%s</small></th>")
        heading = Markup("").join(
            cell % (
                column,
                "text-primary" if column in fills else "text-muted",
                fills.get(column) or self.env._("left out"),
            )
            for column in self.columns
        )  # fmt: skip
        rows = self.env["utility.import.row"].search(
            [("import_id", "=", self.id)], order="number, id", limit=PREVIEW_ROWS
        )
        body = Markup("").join(
            Markup("<tr><td class='text-muted'>%s</td>%s</tr>")
            % (
                row.number,
                Markup("").join(Markup("<td>%s</td>") % _shown(value) for value in row.data or []),
            )
            for row in rows
        )
        return Markup(
            "<div class='table-responsive'><table class='table table-sm table-hover'>"
            "<thead><tr><th>#</th>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (heading, body)

    def _compute_sample_file(self):
        for record in self:
            data = record._sample()[1] if record.kind else b""
            record.sample_file = base64.b64encode(data) or False

    def _sample(self):
        """(suffix, bytes) of the sample of the kind."""
        return get_importer(self.kind).sample() or ("xlsx", self._sample_workbook())

    def _sample_workbook(self):
        """Workbook with the headings of the kind, an example row and a sheet of hints."""
        importer = get_importer(self.kind)
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        bold = book.add_format({"bold": True, "bg_color": "#DDEBF7", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        data = book.add_worksheet(self.env._("Data"))
        hints = book.add_worksheet(self.env._("Hints"))
        titles = (
            self.env._("Column"),
            self.env._("Required"),
            self.env._("What it is"),
            self.env._("Values"),
        )
        hints.write_row(0, 0, titles, bold)
        for place, target in enumerate(importer.targets):
            label = translate(self.env, importer.module, target.label)
            help_text = translate(self.env, importer.module, target.help)
            values = ", ".join(
                words[0] if words else name for name, words in target.choices.items()
            )
            data.write_string(0, place, label, bold)
            data.write_string(1, place, target.example, text)
            if target.help or values:
                data.write_comment(0, place, f"{help_text} {values}".strip())
            required = self.env._("yes") if target.required else ""
            hints.write_row(place + 1, 0, (label, required, help_text, values))
        data.set_column(0, len(importer.targets), 18)
        hints.set_column(0, 3, 30)
        data.freeze_panes(1, 0)
        book.close()
        return buffer.getvalue()

    def _compute_errors_file(self):
        for record in self:
            record.errors_file = base64.b64encode(record._errors_workbook())

    def _errors_workbook(self):
        """Rows with errors as they stood in the file, with code, place, message and remedy beside.

        Corrected and saved it is a file of the same shape: the extra columns are left out when it
        is imported again.
        """
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        bold = book.add_format({"bold": True, "bg_color": "#F8CBAD"})
        sheet = book.add_worksheet(self.env._("Errors"))
        columns = self.columns or []
        extra = [
            self.env._("Row"),
            self.env._("Code"),
            self.env._("Field"),
            self.env._("Error"),
            self.env._("What to do"),
        ]
        sheet.write_row(0, 0, [*columns, *extra], bold)
        rows = self.env["utility.import.row"].search(
            [("import_id", "=", self.id), ("state", "=", "error")], order="number, id"
        )
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row.data or []):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(place, column, value)
                elif value is not None:
                    sheet.write_string(place, column, _shown(value))
            problems = row.problems or []
            told = [
                row.number,
                "\n".join(p["code"] for p in problems),
                "\n".join(p["column"] for p in problems),
                "\n".join(p["message"] for p in problems),
                "\n".join(p["remedy"] for p in problems),
            ]
            sheet.write_row(place, len(columns), told)
        sheet.set_column(0, len(columns) + len(extra), 18)
        book.close()
        return buffer.getvalue()

    def action_sample(self):
        """Download a sample of the kind."""
        self.ensure_one()
        if not self.kind:
            raise UserError(self.env._("Choose what is imported first."))
        return self._download("sample_file", f"{self.kind}.{self._sample()[0]}")

    def action_errors_file(self):
        """Download the rows with errors."""
        self.ensure_one()
        name = (self.filename or self.kind).rpartition(".")[0] or self.kind
        return self._download("errors_file", f"{name}-errors.xlsx")

    def _download(self, field, filename):
        url = f"/web/content/{self._name}/{self.id}/{field}/{filename}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_rows(self):
        """Rows of the import in a list; ``only`` in the context filters by state."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_base.utility_import_row_action"
        )
        only = self.env.context.get("only")
        return {
            **action,
            "domain": [("import_id", "=", self.id)],
            "context": {f"search_default_{only}": 1} if only else {},
        }

    def action_changes(self):
        """Journal of the import."""
        self.ensure_one()
        xml_id = "utility_base.utility_import_change_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xml_id)
        return {**action, "domain": [("import_id", "=", self.id)]}


def _shown(value):
    """Cell as text; parts of a JSON file are cut, nobody reads them whole in a table."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)[:200]
    return "" if value is None else str(value)
