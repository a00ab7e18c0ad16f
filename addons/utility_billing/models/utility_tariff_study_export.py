import io

import xlsxwriter

from odoo import models
from odoo.tools import SQL

from ..loader.reader import exact_cursor, rows

#: rows of a sheet of Excel, less the headings
ROWS_MAX = 1048575


class UtilityTariffStudy(models.Model):
    """The results as a workbook for the regulator."""

    _inherit = "utility.tariff.study"

    def action_export(self):
        """Download the workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/tariff-study/{self.id}.xlsx",
            "target": "download",
        }

    def _workbook(self):
        """Bytes of the workbook: changes, revenue tables, accounts with each service."""
        self.ensure_one()
        self.check_access("read")
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        styles = {
            "bold": book.add_format({"bold": True}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        self._summary_sheet(book, styles)
        self._account_sheet(book, styles)
        book.close()
        return buffer.getvalue()

    def _summary_sheet(self, book, styles):
        sheet = book.add_worksheet(self.env._("Revenue"))
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 5, 18)
        lines = [
            (self.name,),
            (self.env._("Months"), ", ".join(self._periods())),
            *((self.env._("Change"), change.display_name) for change in self.change_ids),
            (self.env._("Accounts Compared"), self.account_count),
            (self.env._("Pay More"), self.more_count),
            (self.env._("Pay Less"), self.less_count),
            (self.env._("Privileges, Difference"), self.privilege_diff),
            (self.env._("Subsidies a Month, Difference"), self.subsidy_diff),
            (),
        ]
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line, styles["bold"] if number == 0 else None)
        number = len(lines)
        for title, table in self._revenue_tables():
            head = (
                title,
                self.env._("Now"),
                self.env._("With the Draft"),
                self.env._("Difference"),
            )
            sheet.write_row(number, 0, head, styles["bold"])
            for label, old, new, _other in table:
                number += 1
                sheet.write_string(number, 0, label)
                sheet.write_row(number, 1, (old, new, new - old), styles["money"])
            number += 2

    def _account_sheet(self, book, styles):
        sheet = book.add_worksheet(self.env._("Accounts"))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 2, 24)
        services = [service for service, _old, _new in self._revenue("service_id")]
        head = [
            self.env._("Account"),
            self.env._("Payer"),
            self.env._("Address"),
            self.env._("Months"),
            self.env._("Now"),
            self.env._("With the Draft"),
            self.env._("Difference"),
            self.env._("Difference, %"),
        ]
        head += [f"{service.name}, {self.env._('Difference').lower()}" for service in services]
        sheet.write_row(0, 0, head, styles["bold"])
        # the accounts that the user may see, the biggest difference first
        model = self.env["utility.tariff.study.account"]
        visible = model._search([("study_id", "=", self.id)]).subselect()
        with exact_cursor(self.env) as cursor:
            found = rows(
                cursor,
                SQL(
                    "SELECT a.number, p.name, a.address, r.months, r.amount_old, r.amount_new,"
                    " r.difference, r.percent, r.services FROM utility_tariff_study_account r"
                    " JOIN utility_account a ON a.id = r.account_id"
                    " LEFT JOIN res_partner p ON p.id = a.partner_id"
                    " WHERE r.id IN %s ORDER BY r.difference DESC, r.id LIMIT %s",
                    visible,
                    ROWS_MAX,
                ),
            )
        for number, (
            account,
            partner,
            address,
            months,
            old,
            new,
            diff,
            percent,
            parts,
        ) in enumerate(found, 1):
            sheet.write_row(number, 0, (account, partner or "", address or "", months))
            sheet.write_row(number, 4, (old, new, diff, percent), styles["money"])
            for column, service in enumerate(services, 8):
                pair = parts.get(str(service.id))
                if pair:
                    value = float(pair[1]) - float(pair[0])
                    sheet.write_number(number, column, round(value, 2), styles["money"])
