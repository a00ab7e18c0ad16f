import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.registry import RegistryOptions
from ..gateway.table_registry import parse

PREVIEW = 10  # rows shown
FIELDS = ("account", "amount", "date", "external_id", "payer", "address", "period", "fee")


class UtilityRegistryFormat(models.Model):
    """How the table of a bank or agent is read: kind of file and what its columns are called."""

    _name = "utility.registry.format"
    _description = "Format of payment registries"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("csv", "CSV"), ("xlsx", "XLSX"), ("dbf", "DBF")], required=True, default="csv"
    )
    encoding = fields.Selection(
        [("utf-8", "UTF-8"), ("cp1251", "Windows-1251"), ("cp866", "DOS 866"),
         ("cp1125", "DOS 1125 (Ukrainian)"), ("koi8-r", "KOI8-R")],
        help="Empty: guessed.",
    )  # fmt: skip
    delimiter = fields.Char(help="Empty: guessed. \\t is the tabulator.")
    header_row = fields.Integer(
        default=1, help="Row with the headings; 0: there are none, columns are 1, 2, 3…"
    )
    skip_rows = fields.Integer(help="Rows left out after the headings.")
    trailer = fields.Char(help="A row that begins with this ends the table.")
    sheet = fields.Char(help="Sheet of the workbook; empty: the first.")
    account_column = fields.Char("Account")
    amount_column = fields.Char("Amount")
    date_column = fields.Char("Date")
    external_id_column = fields.Char("Operation")
    payer_column = fields.Char("Payer")
    address_column = fields.Char("Address")
    period_column = fields.Char("Period")
    fee_column = fields.Char("Fee")
    purpose_column = fields.Char("Purpose")
    readings_columns = fields.Char(
        "Readings",
        help="Columns of meter readings with commas between them, in the order of the account's "
        "meters; “value/meter” names the column with the number of the meter.",
    )
    sample = fields.Binary(help="A file of this format; its first rows are shown as they are read.")
    sample_name = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.constrains("header_row", "skip_rows")
    def _check_rows(self):
        if any(record.header_row < 0 or record.skip_rows < 0 for record in self):
            raise ValidationError(self.env._("Rows of a file are counted from zero."))

    def _options(self):
        """Options of the gateway's parser."""
        self.ensure_one()
        names = (*FIELDS, "purpose")
        columns = {name: self[f"{name}_column"] for name in names if self[f"{name}_column"]}
        table = {"encoding": self.encoding or ""}
        if self.kind != "dbf":
            table |= {
                "header_row": max(self.header_row, 0),
                "skip_rows": max(self.skip_rows, 0),
                "trailer": self.trailer or "",
            }
        if self.kind == "csv":
            table["delimiter"] = self.delimiter or ""
        if self.kind == "xlsx":
            table["sheet"] = self.sheet or ""
        readings = [
            tuple(part.strip() for part in (*item.split("/"), "")[:2])
            for item in (self.readings_columns or "").split(",")
            if item.strip()
        ]
        return RegistryOptions(
            encoding=self.encoding or "",
            columns=columns,
            kind=self.kind,
            table=table,
            readings=tuple(readings),
        )

    @api.depends(
        "sample", "kind", "encoding", "delimiter", "header_row", "skip_rows", "trailer", "sheet",
        "purpose_column", "readings_columns", *(f"{name}_column" for name in FIELDS),
    )  # fmt: skip
    def _compute_preview(self):
        for record in self:
            # bin_size would give the length of the file instead of its contents
            data = record.with_context(bin_size=False).sample
            record.preview = record._preview(base64.b64decode(data)) if data else False

    def _preview(self, data):
        """Table of the first rows as they are understood, or why the file cannot be read."""
        try:
            parsed = parse(data, self.sample_name or "", self._options())
        except GatewayError as error:
            text = " ".join(filter(None, describe_problem(self.env, error.problem)))
            return Markup('<div class="alert alert-danger">%s</div>') % text
        names = ("account", "amount", "moment", "external_id", "payer", "address", "period", "fee")
        head = Markup("").join(
            Markup("<th>%s</th>") % title
            for title in (
                self.env._("Account"),
                self.env._("Amount"),
                self.env._("Date"),
                self.env._("Operation"),
                self.env._("Payer"),
                self.env._("Address"),
                self.env._("Period"),
                self.env._("Fee"),
                self.env._("Problems"),
            )
        )
        rows = Markup("")
        for row in parsed.rows[:PREVIEW]:
            values = ["" if getattr(row, name) is None else getattr(row, name) for name in names]
            values.append("; ".join(describe_problem(self.env, p)[0] for p in row.problems))
            cells = Markup("").join(Markup("<td>%s</td>") % value for value in values)
            rows += Markup("<tr>%s</tr>") % cells
        counted = self.env._(
            "%(count)s rows, %(total)s in all", count=len(parsed.rows), total=parsed.counted.amount
        )
        return Markup(
            '<div class="table-responsive"><table class="table table-sm"><thead><tr>%s</tr>'
            "</thead><tbody>%s</tbody></table></div><p>%s</p>"
        ) % (head, rows, counted)
