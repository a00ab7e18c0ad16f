from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

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
        for move, parts in rows.grouped("move_id").items():
            # sudo: readers of the book need not have rights on each journal
            move = move.sudo()
            partner = move.partner_id._document_requisites() if move.partner_id else {}
            original = move.utility_corrected_id or move.reversed_entry_id
            number = move.name if self.book == "sale" else move.ref or move.name
            yield BookRow(
                code="18" if original else "01" if move.partner_id else "26",
                number=(original or move).name if original else number,
                date=(original.date if original else move.invoice_date) or move.date,
                corrective=f"{move.name} от {move.date:%d.%m.%Y}" if original else "",
                partner=partner.get("name") or people,
                tax_id=self._tax_id(partner),
                paid="",
                currency="643" if move.company_currency_id.name == "RUB" else "",
                total=sum((_money(part.total) for part in parts), Decimal(0)),
                taxed=tuple(
                    (_money(part.rate).normalize(), _money(part.base), _money(part.vat))
                    for part in parts
                    if part.taxed
                ),
                exempt=sum((_money(part.base) for part in parts if not part.taxed), Decimal(0)),
            )

    def _tax_id(self, requisites):
        return "/".join(filter(None, (requisites.get("code"), requisites.get("kpp"))))


def _money(value):
    return Decimal(f"{value:.2f}")
