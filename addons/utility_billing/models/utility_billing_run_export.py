import io

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.downloads import new_file

from ..loader.reader import exact_cursor, rows

#: rows of a sheet of Excel, less the headings
ROWS_MAX = 1048575
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UtilityBillingRun(models.Model):
    """A run as a workbook: sums by service beside the last approved month, and its lines (X30)."""

    _inherit = "utility.billing.run"

    def action_export(self):
        """Download the workbook."""
        self.ensure_one()
        if not self.started_at:
            raise UserError(self.env._("%s has charged nothing yet.", self.name))
        return new_file(self, f"{self.name}.xlsx", self._workbook(), MIME)

    def _workbook(self):
        """Bytes of the workbook. A sheet holds a million lines; it says so where there are more."""
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        money = book.add_format({"num_format": "#,##0.00"})
        with exact_cursor(self.env) as cursor:
            self._sums_sheet(book, money, cursor)
            self._lines_sheet(book, money, cursor)
        book.close()
        return buffer.getvalue()

    def _compared_sums(self, cursor):
        """``(month before, [(service id, accounts, sum, accounts before, sum before)])``.

        The month before is the last one with approved bills of the accounts of this run.
        """
        mine = SQL("SELECT DISTINCT account_id FROM utility_charge WHERE run_id = %s", self.id)
        ((before,),) = rows(
            cursor,
            SQL(
                "SELECT MAX(period_date) FROM utility_bill WHERE state = 'approved'"
                " AND period_date < %s AND account_id IN (%s)",
                self.period_id.date_from,
                mine,
            ),
        )
        return before, rows(
            cursor,
            SQL(
                """
                SELECT COALESCE(n.service_id, o.service_id), n.accounts, n.amount, o.accounts,
                       o.amount
                  FROM (SELECT service_id, COUNT(DISTINCT account_id) AS accounts,
                               SUM(amount) AS amount
                          FROM utility_charge WHERE run_id = %(run)s GROUP BY service_id) n
                  FULL JOIN (
                       SELECT c.service_id, COUNT(DISTINCT c.account_id) AS accounts,
                              SUM(c.amount) AS amount
                         FROM utility_charge c JOIN utility_bill b ON b.id = c.bill_id
                        WHERE b.state = 'approved' AND b.period_date = %(before)s
                          AND c.period_date = %(before)s AND c.account_id IN (%(mine)s)
                        GROUP BY c.service_id) o ON o.service_id = n.service_id
                 ORDER BY 1
                """,
                run=self.id,
                before=before,
                mine=mine,
            ),
        )

    def _sums_sheet(self, book, money, cursor):
        before, found = self._compared_sums(cursor)
        sheet = book.add_worksheet(self.env._("Sums"))
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 5, 18)
        month = f"{before:%Y-%m}" if before else "-"
        heads = (
            self.env._("Service"),
            self.env._("Accounts"),
            self.env._("Sum"),
            self.env._("Accounts in %s", month),
            self.env._("Sum in %s", month),
            self.env._("Difference"),
        )
        sheet.write_row(0, 0, heads)
        names = {s.id: s.name for s in self.env["utility.service"].browse(r[0] for r in found)}
        for number, (service, count, amount, old_count, old) in enumerate(found, 1):
            sheet.write_string(number, 0, names.get(service) or "")
            sheet.write_number(number, 1, count or 0)
            sheet.write_number(number, 2, amount or 0, money)
            sheet.write_number(number, 3, old_count or 0)
            sheet.write_number(number, 4, old or 0, money)
            sheet.write_number(number, 5, (amount or 0) - (old or 0), money)

    def _lines_sheet(self, book, money, cursor):
        sheet = book.add_worksheet(self.env._("Lines"))
        sheet.set_column(0, 2, 20)
        fields = self.env["utility.charge"]._fields
        names = ("of_period", "volume", "price", "amount", "vat")
        kinds = dict(fields["kind"]._description_selection(self.env))
        sheet.write_row(
            0,
            0,
            (
                self.env._("Account"),
                self.env._("Service"),
                self.env._("Kind"),
                *(fields[name]._description_string(self.env) for name in names),
            ),
        )
        # the rights on lines are those of the record rules
        allowed = self.env["utility.charge"]._search([("run_id", "=", self.id)])
        found = rows(
            cursor,
            SQL(
                "SELECT a.number, c.service_id, c.kind, c.of_period, c.volume, c.price, c.amount,"
                " c.vat FROM utility_charge c JOIN utility_account a ON a.id = c.account_id"
                " WHERE c.id IN (%s) ORDER BY c.account_id, c.id LIMIT %s",
                allowed.select(),
                ROWS_MAX,
            ),
        )
        services = self.env["utility.service"].browse({row[1] for row in found})
        titles = {s.id: s.name for s in services}
        for number, (account, service, kind, month, volume, price, *sums) in enumerate(found, 1):
            sheet.write_row(
                number,
                0,
                (
                    account,
                    titles.get(service) or "",
                    kinds[kind],
                    f"{month:%Y-%m}" if month else "",
                ),
            )
            for column, value in enumerate((volume, price), 4):
                if value is not None:
                    sheet.write_number(number, column, value)
            for column, value in enumerate(sums, 6):
                sheet.write_number(number, column, value or 0, money)
