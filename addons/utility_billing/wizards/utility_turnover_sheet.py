from io import BytesIO

import xlsxwriter
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.downloads import new_file

from ..loader.turnover_sheet import turnover_rows

#: what a group is divided into when it is opened
DEEPER = {"supplier": "service", "service": "building", "building": "account"}
GROUPS = [
    ("account", "Account"),
    ("building", "House"),
    ("service", "Service"),
    ("supplier", "Supplier"),
]
SUMS = ("opening", "charged", "recalculated", "paid", "closing")


class UtilityTurnoverSheet(models.TransientModel):
    """Turnover statement between any two days, not only of closed months (G04).

    Of what the user may see: accounts beyond his limits are not in the sums.
    """

    _name = "utility.turnover.sheet"
    _description = "Turnover between two days"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self).replace(day=1)
    )
    date_to = fields.Date(required=True, default=fields.Date.context_today)
    by = fields.Selection(GROUPS, required=True, default="service")
    account_id = fields.Many2one("utility.account", help="Empty: all accounts.")
    building_id = fields.Many2one("utility.building", string="House", help="Empty: all houses.")
    service_id = fields.Many2one("utility.service", help="Empty: all services.")
    supplier_id = fields.Many2one("res.partner", help="Empty: all suppliers.")

    def _write_lines(self):
        """The lines of the sheet, set-based; those of an earlier call go."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The first day lies after the last one."))
        self.company_id.check_access("read")
        self.env.flush_all()
        # the rows are read by SQL: the accounts that the user may see
        accounts = self.env["utility.account"].with_context(active_test=False)
        accounts = accounts._search([("company_id", "=", self.company_id.id)])
        column = {"building": SQL("a.building_id")}.get(
            self.by, SQL.identifier("x", f"{self.by}_id")
        )
        conditions = [SQL("x.account_id IN %s", accounts.subselect())]
        if self.account_id:
            conditions.append(SQL("x.account_id = %s", self.account_id.id))
        if self.building_id:
            conditions.append(SQL("a.building_id = %s", self.building_id.id))
        if self.service_id:
            conditions.append(SQL("x.service_id = %s", self.service_id.id))
        if self.supplier_id:
            conditions.append(SQL("x.supplier_id = %s", self.supplier_id.id))
        self.env.cr.execute(
            SQL("DELETE FROM utility_turnover_sheet_line WHERE sheet_id = %s", self.id)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO utility_turnover_sheet_line (sheet_id, %(target)s, opening, charged,
                       recalculated, paid, closing, create_uid, create_date, write_uid, write_date)
                SELECT %(sheet)s, %(column)s, SUM(x.opening), SUM(x.charged), SUM(x.recalculated),
                       SUM(x.paid), SUM(x.opening + x.charged + x.recalculated - x.paid),
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM (%(rows)s) x JOIN utility_account a ON a.id = x.account_id
                 WHERE %(where)s
                 GROUP BY %(column)s
                HAVING SUM(x.opening) <> 0 OR SUM(ABS(x.charged)) <> 0
                    OR SUM(ABS(x.recalculated)) <> 0 OR SUM(ABS(x.paid)) <> 0
                """,
                target=SQL.identifier(f"{self.by}_id"),
                sheet=self.id,
                column=column,
                user=self.env.uid,
                now=self.env.cr.now().replace(tzinfo=None),
                rows=turnover_rows(self.company_id.id, self.date_from, self.date_to, self._base()),
                where=SQL(" AND ").join(conditions),
            )
        )
        self.env["utility.turnover.sheet.line"].invalidate_model()

    def _base(self):
        """First day of the last month with a statement that ended before the first day."""
        ((month,),) = self.env.execute_query(
            SQL(
                "SELECT MAX(period_date) FROM utility_turnover"
                " WHERE company_id = %s AND period_date <= %s",
                self.company_id.id,
                self.date_from - relativedelta(months=1),
            )
        )
        return month

    def action_show(self):
        self._write_lines()
        label = dict(self._fields["by"]._description_selection(self.env))[self.by]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(by)s, %(start)s - %(end)s", by=label, start=self.date_from, end=self.date_to
            ),
            "res_model": "utility.turnover.sheet.line",
            "view_mode": "list,pivot",
            "domain": [("sheet_id", "=", self.id)],
            "context": {"utility_by": self.by, "utility_sheet": self.id},
        }

    def action_xlsx(self):
        """The sheet as a table; sums are numbers with two digits."""
        self.ensure_one()
        self._write_lines()
        buffer = BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        page, money = book.add_worksheet(), book.add_format({"num_format": "#,##0.00"})
        lines = self.env["utility.turnover.sheet.line"]
        labels = [lines._fields[name]._description_string(self.env) for name in SUMS]
        title = dict(self._fields["by"]._description_selection(self.env))[self.by]
        page.write_row(0, 0, [f"{self.company_id.name}: {self.date_from} - {self.date_to}"])
        page.write_row(1, 0, [title, *labels])
        page.set_column(0, 0, 40)
        page.set_column(1, len(SUMS), 16, money)
        row = 1
        for row, line in enumerate(lines.search([("sheet_id", "=", self.id)]), 2):
            page.write_string(row, 0, line.name)
            page.write_row(row, 1, [line[name] for name in SUMS], money)
        book.close()
        return new_file(self, f"turnover {self.date_from} {self.date_to}.xlsx", buffer.getvalue())
