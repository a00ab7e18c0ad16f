from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.downloads import new_file

from ..gateway.vat_book import BookRow, vat_book


class UtilityVatBookPrint(models.TransientModel):
    """Sales or purchase book of a period as XLSX (G12)."""

    _name = "utility.vat.book.print"
    _description = "Sales or purchase book"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    book = fields.Selection(
        [("sale", "Sales book"), ("purchase", "Purchase book")], required=True, default="sale"
    )
    date_from = fields.Date(
        required=True, default=lambda self: fields.Date.start_of(fields.Date.today(), "quarter")
    )
    date_to = fields.Date(
        required=True, default=lambda self: fields.Date.end_of(fields.Date.today(), "quarter")
    )

    def _domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("book", "=", self.book),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
        ]

    def action_show(self):
        """The rows on the screen."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_vat_book_action"
        )
        return action | {"domain": self._domain(), "context": {}, "target": "current"}

    def action_print(self):
        self.ensure_one()
        rows = self.env["utility.vat.book"].search(self._domain())
        if not rows:
            raise UserError(self.env._("The book of these days is empty."))
        requisites = self.company_id._document_requisites()
        company = {"name": requisites["name"], "tax_id": self._tax_id(requisites)}
        content = vat_book(self.book, company, self.date_from, self.date_to, self._rows(rows))
        return new_file(self, f"{self.book}_{self.date_from}_{self.date_to}.xlsx", content)

    def _rows(self, rows):
        """:class:`BookRow` a document, in the order of the book."""
        people = self.env._("Individuals")
        paid = self._payments(rows.move_id) if self.book == "sale" else {}
        own = self.company_id._document_requisites()
        for move, parts in rows.grouped("move_id").items():
            # sudo: readers of the book need not have rights on each journal
            move = move.sudo()
            partner = move.partner_id._document_requisites() if move.partner_id else {}
            if self.book == "purchase" and move.move_type == "out_refund":
                partner = own  # the seller of a corrected sale is the company itself
            # who is taken back stands as itself, below zero
            original = move._corrects() if move.is_sale_document() else move.reversed_entry_id
            first = original or (move.utility_undone and move.reversed_entry_id) or move
            number = first.name if self.book == "sale" else first.ref or first.name
            if first.is_sale_document():
                number = first.name
            yield BookRow(
                code=self._code(move, original),
                number=number,
                date=first.invoice_date or first.date,
                corrective=f"{move.name} от {move.date:%d.%m.%Y}" if original else "",
                partner=partner.get("name") or people,
                tax_id=self._tax_id(partner),
                paid=paid.get(move.id, ""),
                currency="643" if move.company_currency_id.name == "RUB" else "",
                total=sum((_money(part.total) for part in parts), Decimal(0)),
                taxed=tuple(
                    (_money(part.rate).normalize(), _money(part.base), _money(part.vat))
                    for part in parts
                    if part.taxed
                ),
                exempt=sum((_money(part.base) for part in parts if not part.taxed), Decimal(0)),
                entered=move.date,
            )

    def _code(self, move, original):
        """Code of the operation (приказ ФНС от 14.03.2016 № ММВ-7-3/136@)."""
        if original and move.move_type in ("out_refund", "in_refund"):
            return "18"  # a corrective document that lowers the value; a rise is a sale
        return "01" if move.partner_id else "26"

    def _payments(self, moves):
        """``{move id: "451 от 10.02.2026, …"}``: what paid the invoices until the last day."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.move_id, string_agg(DISTINCT CONCAT(COALESCE(NULLIF(
                           split_part(COALESCE(p.name, ''), ' ', 1), ''), q.name),
                           ' от ', to_char(p.date, 'DD.MM.YYYY')), ', ')
                  FROM account_partial_reconcile r
                  JOIN account_move_line i ON i.id = r.debit_move_id
                  JOIN account_move_line p ON p.id = r.credit_move_id
                  JOIN account_move q ON q.id = p.move_id AND q.move_type = 'entry'
                 WHERE i.move_id = ANY(%s) AND p.date <= %s
                   AND COALESCE(q.utility_document, 'receipt') = 'receipt'
                 GROUP BY 1
                """,
                moves.ids,
                self.date_to,
            )
        )
        return dict(rows)

    def _tax_id(self, requisites):
        return "/".join(filter(None, (requisites.get("code"), requisites.get("kpp"))))


def _money(value):
    return Decimal(f"{value:.2f}")
