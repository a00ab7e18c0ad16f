from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.utility_base.tools.downloads import new_file


class UtilityCashBook(models.TransientModel):
    """The cash book of a day: of one till or of all, by their cash orders."""

    _name = "utility.cash.book"
    _description = "Cash book"

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    point_id = fields.Many2one("utility.cash.point", "Till", help="Empty: all tills.")
    date = fields.Date(required=True, default=fields.Date.context_today)
    opening = fields.Monetary(compute="_compute_day")
    received = fields.Monetary(compute="_compute_day")
    paid = fields.Monetary("Paid Out", compute="_compute_day")
    closing = fields.Monetary(compute="_compute_day")
    order_ids = fields.Many2many("utility.cash.order", compute="_compute_day")
    open_shifts = fields.Char(compute="_compute_day")

    def _points(self):
        if self.point_id:
            return self.point_id
        points = self.env["utility.cash.point"].with_context(active_test=False)
        return points.search([("company_id", "=", self.company_id.id)])

    @api.depends("point_id", "date")
    def _compute_day(self):
        for book in self:
            points = book._points()
            # sudo: the balance of the till does not depend on whose orders the reader sees
            orders = self.env["utility.cash.order"].sudo()
            before = orders._balances(points, fields.Date.subtract(book.date, days=1))
            opening = sum(before.values(), Decimal(0))
            rows = orders.search(
                [("point_id", "in", points.ids), ("date", "=", book.date)], order="id"
            )
            received = sum(Decimal(str(o.amount)) for o in rows if o.kind == "in")
            paid = sum(Decimal(str(o.amount)) for o in rows if o.kind == "out")
            book.opening = float(opening)
            book.received, book.paid = float(received), float(paid)
            book.closing = float(opening + received - paid)
            book.order_ids = rows.sudo(False)._filtered_access("read")
            shifts = self.env["utility.cash.shift"].search(
                [("point_id", "in", points.ids), ("date", "<=", book.date), ("state", "=", "open")]
            )
            book.open_shifts = ", ".join(shifts.mapped("name")) or False

    def _day(self):
        """The day as the printed book has it: plain texts, ``company`` the record."""
        self.ensure_one()
        rows = self.order_ids.sorted("id")
        return {
            "company": self.company_id,
            "date": self.date,
            "point": self.point_id.name or ", ".join(self._points().mapped("name")),
            "currency": self.currency_id.name,
            "opening": f"{self.opening:.2f}",
            "received": f"{self.received:.2f}",
            "paid": f"{self.paid:.2f}",
            "closing": f"{self.closing:.2f}",
            "received_count": str(sum(o.kind == "in" for o in rows)),
            "paid_count": str(sum(o.kind == "out" for o in rows)),
            "rows": [
                {
                    "number": order.name,
                    "reason": order.reason,
                    "person": order.person or order.user_id.name,
                    "received": f"{order.amount:.2f}" if order.kind == "in" else "",
                    "paid": f"{order.amount:.2f}" if order.kind == "out" else "",
                }
                for order in rows
            ],
        }

    def action_print(self):
        self.ensure_one()
        pdf = self.env["utility.document.template"]._render_cash_book(self._day())
        return new_file(self, f"{self.date}.pdf", pdf, "application/pdf")
