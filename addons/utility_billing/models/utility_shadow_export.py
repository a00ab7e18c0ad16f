import io

import xlsxwriter

from odoo import models

from ..loader.reader import exact_cursor, rows
from .utility_shadow_cause import CAUSES

#: rows of a sheet of Excel, less the headings
ROWS_MAX = 1048575


class UtilityShadow(models.Model):
    """The differences as a workbook for the people of the program before."""

    _inherit = "utility.shadow"

    def _workbook(self):
        """Bytes of the workbook: classes, then every difference with what explains it."""
        self.ensure_one()
        self.check_access("read")
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        money = book.add_format({"num_format": "#,##0.00"})
        self._cause_sheet(book, money)
        self._difference_sheet(book, money)
        book.close()
        return buffer.getvalue()

    def _cause_sheet(self, book, money):
        sheet = book.add_worksheet(self.env._("Classes"))
        sheet.set_column(0, 0, 30)
        heads = (
            self.env._("Cause"),
            self.env._("Differences"),
            self.env._("Sum"),
            self.env._("State"),
            self.env._("Reason"),
        )
        sheet.write_row(0, 0, heads)
        labels = self._cause_labels()
        states = dict(self.cause_ids._fields["state"]._description_selection(self.env))
        for number, row in enumerate(self.cause_ids, 1):
            sheet.write_row(number, 0, (labels[row.cause], row.count))
            sheet.write_number(number, 2, row.amount, money)
            sheet.write_row(number, 3, (states[row.state], row.reason or ""))

    def _cause_labels(self):
        field = self.env["utility.shadow.difference"]._fields["cause"]
        return dict(CAUSES) | dict(field._description_selection(self.env))

    def _difference_sheet(self, book, money):
        sheet = book.add_worksheet(self.env._("Differences"))
        sheet.set_column(0, 1, 20)
        heads = (
            self.env._("Account"),
            self.env._("Service"),
            self.env._("There"),
            self.env._("Here"),
            self.env._("Difference"),
            self.env._("Volume There"),
            self.env._("Volume Here"),
            self.env._("Cause"),
            self.env._("Facts"),
        )
        sheet.write_row(0, 0, heads)
        labels = self._cause_labels()
        names = {s.id: s.name for s in self.env["utility.service"].search([])}
        # the rights on differences are those of the record rules
        allowed = self.env["utility.shadow.difference"]._search(
            [("shadow_id", "=", self.id)], order="account_number, id", limit=ROWS_MAX
        )
        with exact_cursor(self.env) as cursor:
            found = rows(
                cursor,
                allowed.select(
                    "account_number", "service_id", "amount_old", "amount_new", "difference",
                    "volume_old", "volume_new", "cause", "facts",
                ),
            )  # fmt: skip
        for number, row in enumerate(found, 1):
            account, service, old, new, difference, volume_old, volume_new, cause, facts = row
            sheet.write_string(number, 0, account or "")
            sheet.write_string(number, 1, names.get(service, ""))
            for column, amount in enumerate((old, new, difference), 2):
                sheet.write_number(number, column, amount or 0, money)
            for column, volume in enumerate((volume_old, volume_new), 5):
                if volume is not None:
                    sheet.write_number(number, column, volume)
            told = ", ".join(f"{name}: {value}" for name, value in (facts or {}).items())
            sheet.write_row(number, 7, (labels[cause], told))
