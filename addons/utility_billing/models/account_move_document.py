from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from odoo.addons.utility_base.gateway.problem import GatewayError

from ..gateway.amount_words import amount_in_words


def _figure(value):
    """A sum as text with two digits; no negative zero."""
    return f"{Decimal(str(value)).quantize(Decimal('0.01')) + 0:.2f}"


def in_words(value, currency, lang):
    """A sum in words; figures where the words of the currency are not known."""
    try:
        return amount_in_words(Decimal(_figure(value)), currency.name, lang)
    except GatewayError:
        return f"{_figure(value)} {currency.name}"


def _digits(value):
    """A volume or price without trailing zeros."""
    return float_repr(value, 6).rstrip("0").rstrip(".")


class AccountMove(models.Model):
    """The values of an invoice for the printed papers."""

    _inherit = "account.move"

    def _document_invoice(self, lang):
        """Lines and sums as texts; credit notes are negative. VAT is that of the charges."""
        self.ensure_one()
        move = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        sign = -1 if move.move_type == "out_refund" else 1
        lines = [
            move._document_line(line, sign)
            for line in move.line_ids.filtered(lambda r: r.display_type == "product")
        ]
        net, vat = move.amount_untaxed * sign, move.amount_tax * sign
        original = move.utility_corrected_id or move.reversed_entry_id
        return {
            "number": move.name,
            "lines": lines,
            "net": _figure(net),
            "vat": _figure(vat),
            "total": _figure(net + vat),
            "total_words": in_words(net + vat, move.company_id.currency_id, lang),
            "vat_words": in_words(vat, move.company_id.currency_id, lang),
            "due": move.invoice_date_due or None,
            "credit": sign < 0,
            "corrects": original.name or "",
            "corrects_date": original.invoice_date or None,
        }

    def _document_line(self, line, sign):
        net = -line.balance
        # the line keeps the VAT of its charges, which is exact where the sum of taxes is split
        vat = line.utility_vat
        volume = line.utility_volume or line.quantity * sign
        price = line.utility_price or line.price_unit
        return {
            "name": line.name or "",
            "unit": line.product_uom_id.name or "",
            "unit_code": line.product_uom_id.utility_okei or "",
            "quantity": _digits(volume),
            "price": _digits(price),
            "net": _figure(net),
            "rate": _digits(line.utility_vat_rate) if line.utility_vat_rate else "",
            "vat": _figure(vat),
            "total": _figure(net + vat),
        }
