import io
from decimal import Decimal

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.downloads import kept_file

from ..gateway import claim_2pilga

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UtilitySocialClaim(models.Model):
    """The register as files: a workbook, the form 2-пільга, and the act of the month."""

    _inherit = "utility.social.claim"

    def action_xlsx(self):
        """Download the workbook."""
        return self._download(f"{self._file_name()}.xlsx", self._workbook(), XLSX)

    def action_dbf(self):
        """Download the form 2-пільга."""
        content = self._dbf()
        return self._download(f"2-pilga {self.period_date:%Y-%m}.dbf", content, "application/dbase")

    def action_print(self):
        """Print the act of the month: categories, services and sums."""
        templates = self.env["utility.document.template"]
        lang = templates._language(self.partner_id or self.company_id.partner_id)
        pdf = templates._find("social_claim", lang, self.company_id)._render(
            self._act_data(lang), lang
        )
        return self._download(f"{self._file_name()}.pdf", pdf, "application/pdf")

    def _file_name(self):
        return self.display_name.replace("/", "-")

    def _download(self, name, content, mimetype):
        """The file stays with the register; a later one takes its place."""
        return kept_file(self, name, content, mimetype)

    def _sums(self):
        """``[(category or none, service or none, rows, volume, amount)]`` of the register."""
        return self.env["utility.social.claim.line"]._read_group(
            [("claim_id", "=", self.id)],
            ["category_id", "service_id"],
            ["__count", "volume:sum", "amount:sum"],
            order="category_id, service_id",
        )

    def _workbook(self):
        """Bytes of the workbook: sums by category and service, then every row."""
        self.ensure_one()
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer)
        styles = {
            "bold": book.add_format({"bold": True}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "volume": book.add_format({"num_format": "#,##0.000000"}),
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
        }
        self._sum_sheet(book, styles)
        self._row_sheet(book, styles)
        book.close()
        return buffer.getvalue()

    def _sum_sheet(self, book, styles):
        sheet = book.add_worksheet(self.env._("Summary"))
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 4, 16)
        sheet.write_row(0, 0, (self.display_name, self.partner_id.name or ""), styles["bold"])
        head = (
            self.env._("Category"),
            self.env._("Service"),
            self.env._("Rows"),
            self.env._("Volume"),
            self.env._("Amount"),
        )
        sheet.write_row(2, 0, head, styles["bold"])
        number = 2
        for number, (category, service, count, volume, amount) in enumerate(self._sums(), 3):
            sheet.write_row(number, 0, (category.name or "", service.name or "", count))
            sheet.write_number(number, 3, volume or 0, styles["volume"])
            sheet.write_number(number, 4, amount, styles["money"])
        sheet.write_string(number + 1, 0, self.env._("Total"), styles["bold"])
        sheet.write_number(number + 1, 4, self.amount, styles["money"])

    def _row_sheet(self, book, styles):
        sheet = book.add_worksheet(self.env._("Rows"))
        sheet.freeze_panes(1, 1)
        columns = (
            (self.env._("Account"), 16, lambda r: r.account_id.number, None),
            (self.env._("Person"), 30, lambda r: r.partner_id.name or "", None),
            (self.env._("Tax ID"), 14, lambda r: r.partner_id.vat or "", None),
            (self.env._("Document"), 18, lambda r: r.privilege_id.document or "", None),
            (self.env._("Address"), 34, lambda r: r.account_id.address or "", None),
            (self.env._("Category"), 24, lambda r: r.category_id.name or "", None),
            (self.env._("Service"), 24, lambda r: r.service_id.name or "", None),
            (self.env._("Month"), 10, lambda r: f"{r.of_period:%m.%Y}", None),
            (self.env._("From"), 11, lambda r: r.date_from or None, "day"),
            (self.env._("To"), 11, lambda r: r.date_to or None, "day"),
            (self.env._("Persons"), 9, lambda r: r.persons, None),
            (self.env._("Area, m2"), 10, lambda r: r.area, None),
            (self.env._("Percent"), 9, lambda r: r.percent, None),
            (self.env._("Volume"), 14, lambda r: r.volume, "volume"),
            (self.env._("Tariff"), 12, lambda r: r.price, None),
            (self.env._("Amount"), 14, lambda r: r.amount, "money"),
        )
        for column, (title, width, _value, style) in enumerate(columns):
            sheet.set_column(column, column, width, styles.get(style))
            sheet.write_string(0, column, title, styles["bold"])
        for number, line in enumerate(self.line_ids, 1):
            for column, (_title, _width, value, style) in enumerate(columns):
                found = value(line)
                if style == "day" and found:
                    sheet.write_datetime(
                        number, column, fields.Datetime.to_datetime(found), styles["day"]
                    )
                else:
                    sheet.write(number, column, found)

    def _dbf(self):
        """Bytes of the form 2-пільга."""
        self.ensure_one()
        if self.program_id.kind != "privilege":
            raise UserError(self.env._("The form 2-пільга is for privileges."))
        codes = self.program_id._service_codes()
        missing = self.line_ids.service_id.filtered(lambda s: not (codes.get(s.id) or "").isdigit())
        if missing:
            raise UserError(
                self.env._(
                    "Enter the number that the body gives to %s in the programme.",
                    ", ".join(missing.mapped("name")),
                )
            )
        company = self.company_id.company_registry or self.company_id.vat or ""
        if not company.isdigit():
            raise UserError(self.env._("Enter the registry number (ЄДРПОУ) of the company."))
        rows = [line._row_2pilga(int(company), int(codes[line.service_id.id])) for line in
                self.line_ids]  # fmt: skip
        try:
            return claim_2pilga.write(rows, fields.Date.context_today(self))
        except GatewayError as error:
            found = error.problem
            line = self.line_ids[(found.row or 1) - 1]
            raise UserError(
                self.env._(
                    "%(field)s of account %(account)s does not fit the file: %(value)s. Correct it "
                    "on the privilege, its category or the person.",
                    field=found.params.get("column") or found.column,
                    account=line.account_id.number,
                    value=found.params.get("value") or found.value,
                )
            ) from error

    def _act_data(self, lang):
        """Plain values of the act for its template."""
        self.ensure_one()
        claim = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        rows = claim._sums()
        answered = claim.state in ("answered", "reimbursed")
        return {
            "company": claim.company_id._document_company(),
            "number": claim.number or None,
            "date": claim.sent_on or fields.Date.context_today(claim),
            "month": f"{claim.period_date:%m.%Y}",
            "program": claim.program_id.name,
            "body": claim.partner_id.name or "",
            "agreement": claim.program_id.agreement or "",
            "currency": claim.currency_id.name,
            "rows": [
                {
                    "category": category.name or "",
                    "service": service.name or "",
                    "count": count,
                    "amount": f"{amount:.2f}",
                }
                for category, service, count, _volume, amount in rows
            ],
            "count": claim.line_count,
            "total": f"{claim.amount:.2f}",
            "accepted": f"{claim.accepted:.2f}" if answered else "",
            "reimbursed": f"{claim.reimbursed:.2f}" if answered else "",
        }


class UtilitySocialClaimLine(models.Model):
    _inherit = "utility.social.claim.line"

    def _row_2pilga(self, company, service):
        """The row of the form."""
        self.ensure_one()
        percent = Decimal(f"{self.percent:.3f}")
        volume = Decimal(f"{self.volume:.6f}")
        if self.claim_id.program_id.paid_volume:
            volume = volume * percent / 100
        return claim_2pilga.ClaimRow(
            company=company,
            person_id=self.partner_id.vat or "",
            name=self.partner_id.name or "",
            document=self.privilege_id.document or "",
            account=self.account_id.number,
            month=self.of_period,
            service=service,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            persons=self.persons,
            category=self.category_id.register_code or self.category_id.code or "",
            percent=percent,
            amount=Decimal(f"{self.amount:.2f}"),
            volume=volume,
            tariff=Decimal(f"{self.price:.7f}"),
            correction=self.correction,
        )
