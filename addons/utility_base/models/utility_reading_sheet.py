import io

import xlsxwriter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..tools.downloads import new_file


class UtilityReadingSheet(models.Model):
    """Round of a controller: which meters to read, on paper or as a table (B04)."""

    _name = "utility.reading.sheet"
    _description = "Reading sheet"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date("Round On", required=True, default=fields.Date.context_today, tracking=True)
    controller_id = fields.Many2one(
        "res.users", tracking=True, default=lambda self: self.env.user, check_company=True
    )
    street_ids = fields.Many2many("utility.street", string="Streets")
    building_ids = fields.Many2many(
        "utility.building",
        string="Buildings",
        check_company=True,
        help="Empty: all of the streets.",
    )
    entrance_ids = fields.Many2many(
        "utility.entrance", string="Entrances", domain="[('building_id', 'in', building_ids)]"
    )
    service_ids = fields.Many2many(
        "utility.service", string="Services", domain="[('metered', '=', True)]", help="Empty: all."
    )
    not_read_since = fields.Date(help="Only meters without an accepted reading from this day on.")
    line_ids = fields.One2many("utility.reading.sheet.line", "sheet_id", copy=False)
    line_count = fields.Integer(compute="_compute_progress")
    entered_count = fields.Integer(compute="_compute_progress", string="Entered")
    progress = fields.Float(compute="_compute_progress")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("done", "Entered")],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    note = fields.Text()

    @api.depends("line_ids")
    def _compute_progress(self):
        """Lines whose meter has a reading from the day of the round on."""
        for sheet in self:
            sheet.line_count = len(sheet.line_ids)
            read = self.env["utility.reading"]._read_group(
                [
                    ("installation_id", "in", sheet.line_ids.installation_id.ids),
                    ("date", ">=", sheet.date),
                    ("state", "!=", "rejected"),
                ],
                ["installation_id"],
            )
            sheet.entered_count = len(read)
            sheet.progress = 100 * len(read) / sheet.line_count if sheet.line_count else 0

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("utility.reading.sheet") or "/"
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if self.filtered(lambda s: s.state != "draft"):
            raise UserError(self.env._("A sheet that was issued cannot be deleted."))

    def _installations(self):
        """Installations to read on the round, in the order of a walk."""
        self.ensure_one()
        model = self.env["utility.meter.installation"]
        if not (self.street_ids or self.building_ids):
            raise UserError(self.env._("Choose the streets or buildings of the round."))
        domain = Domain("company_id", "=", self.company_id.id) & model._domain_on(self.date)
        if self.building_ids:
            domain &= Domain("building_id", "in", self.building_ids.ids)
        else:
            domain &= Domain("building_id.street_id", "in", self.street_ids.ids)
        if self.entrance_ids:
            domain &= Domain("premise_id.entrance_id", "in", self.entrance_ids.ids)
        if self.service_ids:
            domain &= Domain("service_id", "in", self.service_ids.ids)
        found = model.search(domain, order="building_id, premise_id, service_id, id")
        if self.not_read_since:
            read = self.env["utility.reading"]._read_group(
                [
                    ("installation_id", "in", found.ids),
                    ("date", ">=", self.not_read_since),
                    ("state", "=", "accepted"),
                ],
                ["installation_id"],
            )
            found -= model.union(*[row[0] for row in read])
        return found

    def action_fill(self):
        """Put the meters of the chosen places on the sheet, anew."""
        for sheet in self:
            if sheet.state != "draft":
                raise UserError(self.env._("Sheet %s is issued: make a new one.", sheet.name))
            found = sheet._installations()
            if not found:
                raise UserError(self.env._("No meters stand in these places on this day."))
            sheet.line_ids = [Command.clear()] + [
                Command.create({"sequence": index, "installation_id": installation.id})
                for index, installation in enumerate(found, start=1)
            ]
        return True

    def action_issue(self):
        for sheet in self:
            if not sheet.line_ids:
                sheet.action_fill()
        self.write({"state": "issued"})
        return True

    def action_done(self):
        self.write({"state": "done"})
        return True

    def action_enter(self):
        """Enter the values of the sheet in the grid."""
        self.ensure_one()
        return self.env["utility.reading"]._open_grid(
            sheet_id=self.id,
            sheet_name=self.name,
            date=fields.Date.to_string(self.date),
            source="controller",
        )

    # Paper and table

    def _rows(self):
        """What the sheet shows, a row for each register."""
        self.ensure_one()
        meters = self.line_ids.installation_id.meter_id
        last = meters._last_readings(fields.Date.subtract(self.date, days=1))
        zones = dict(
            self.env["utility.meter.register"]._fields["zone"]._description_selection(self.env)
        )
        rows = []
        for line in self.line_ids:
            installation = line.installation_id
            meter = installation.meter_id
            seals = meter.seal_ids.filtered(lambda s: not s.date_to)
            for register in meter.register_ids:
                day, value = last.get(register.id, (None, None))
                rows.append(
                    {
                        "number": line.sequence,
                        "building": installation.building_id.address or "",
                        "premise": installation.premise_id._number_label()
                        if installation.premise_id
                        else "",
                        "account": installation.account_id.number or "",
                        "payer": installation.account_id.partner_name or "",
                        "service": installation.service_id.name,
                        "serial": meter.serial,
                        "place": installation.place or "",
                        "zone": zones[register.zone] if register.zone != "total" else "",
                        "zone_code": register.zone,
                        "seals": ", ".join(seals.mapped("number")),
                        "verified_until": meter.verified_until or None,
                        "last_date": day,
                        "last_value": None if value is None else f"{value.normalize():f}",
                        "digits": meter.digits,
                        "decimals": meter.decimals,
                    }
                )
        return rows

    def _pdf(self):
        """The sheet on paper, from its template."""
        self.ensure_one()
        model = self.env["utility.document.template"]
        lang = model._language(self.controller_id.partner_id)
        rows = self.with_context(lang=self.controller_id.lang or self.env.lang)._rows()
        groups = {}
        for row in rows:
            groups.setdefault(row["building"], []).append(row)
        data = {
            "number": self.name,
            "date": self.date,
            "controller": self.controller_id.name or "",
            "company": {"name": self.company_id.name},
            "buildings": [{"address": address, "rows": part} for address, part in groups.items()],
        }
        return model._find("reading_sheet", lang, self.company_id)._render(data, lang)

    def _xlsx(self):
        """The sheet as a table: it is filled in and imported with the profile of readings."""
        self.ensure_one()
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True})
        page = book.add_worksheet(self.name.replace("/", "-")[:31])
        bold = book.add_format({"bold": True, "bg_color": "#DDE7EE", "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        blank = book.add_format({"bg_color": "#FFF8D6", "border": 1, "locked": False})
        columns = self._xlsx_columns()
        for index, (_key, title, width) in enumerate(columns):
            page.write(0, index, title, bold)
            page.set_column(index, index, width)
        for number, row in enumerate(self._rows(), start=1):
            values = {**row, "date": self.date, "source": "controller"}
            for index, (key, _title, _width) in enumerate(columns):
                value = values.get(key)
                if key == "value":
                    page.write_blank(number, index, None, blank)
                elif key in ("date", "last_date", "verified_until"):
                    if value:
                        page.write_datetime(number, index, fields.Datetime.to_datetime(value), day)
                elif key == "last_value" and value is not None:
                    page.write_number(number, index, float(value))
                else:
                    page.write_string(number, index, str(value or ""))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(self.line_ids), 1), len(columns) - 1)
        book.close()
        return buffer.getvalue()

    def _xlsx_columns(self):
        """``(key, title, width)``; the titles of what is imported are the names of the fields."""
        return [
            ("building", self.env._("Building"), 34),
            ("premise", self.env._("Premise"), 10),
            ("payer", self.env._("Payer"), 24),
            ("account", "account", 14),
            ("service", self.env._("Service"), 16),
            ("place", self.env._("Place"), 14),
            ("serial", "serial", 16),
            ("zone_code", "zone", 10),
            ("seals", self.env._("Seals"), 16),
            ("verified_until", self.env._("Verified Until"), 13),
            ("last_date", self.env._("Previous Reading"), 13),
            ("last_value", self.env._("Previous Value"), 13),
            ("date", "date", 12),
            ("value", "value", 14),
            ("source", "source", 11),
        ]

    def _download(self, content, extension):
        return new_file(self, f"{self.name.replace('/', '-')}.{extension}", content)

    def action_pdf(self):
        self.ensure_one()
        return self._download(self._pdf(), "pdf")

    def action_xlsx(self):
        self.ensure_one()
        return self._download(self._xlsx(), "xlsx")
