from collections import defaultdict
from decimal import Decimal

from odoo import models

from .account_move_document import _digits, _figure

SUMS = ("volume", "net", "vat")


class AccountMove(models.Model):
    """What a corrective tax invoice says: each service before and after, and the difference.

    НК РФ, ст. 168 п. 3, ст. 169 п. 5.2; постановление № 1137, приложение № 2. Of several corrections
    of one invoice each begins where the one before it ended.
    """

    _inherit = "account.move"

    def _corrects(self):
        """The invoice whose services this document changes; nothing for one taken back by mistake.

        An invoice that was taken back and made again is no change of what was agreed.
        """
        self.ensure_one()
        if self.utility_undone or not self.is_sale_document():
            return self.browse()
        return self.utility_corrected_id or self.reversed_entry_id

    def _document_correction(self):
        """Rows before and after as texts, sums of what rose and of what fell (columns 5, 8, 9)."""
        self.ensure_one()
        original = self._corrects()
        names = {line.name: line.utility_account_id for line in original.invoice_line_ids}
        before = defaultdict(lambda: dict.fromkeys(SUMS, Decimal(0)))
        change = defaultdict(lambda: dict.fromkeys(SUMS, Decimal(0)))
        lines = {}
        for target, moves in ((before, original | self._earlier_corrections()), (change, self)):
            for line in moves.invoice_line_ids.filtered(lambda r: r.display_type == "product"):
                account = line.utility_account_id or names.get(line.name)
                key = (account and account.id or 0, line.product_id.id, _rate(line))
                lines.setdefault(key, line)
                for name, value in _sums(line).items():
                    target[key][name] += value
        rows = [
            _row(lines[key], key[2], before[key], change[key]) for key in lines if key in change
        ]
        return {
            "rows": rows,
            "up": {name: _total(rows, "up", name) for name in ("net", "vat", "total")},
            "down": {name: _total(rows, "down", name) for name in ("net", "vat", "total")},
        }

    def _earlier_corrections(self):
        """Posted corrections of the same invoice that were made before this one."""
        original = self._corrects()
        found = self.search(
            [
                "|",
                ("utility_corrected_id", "=", original.id),
                ("reversed_entry_id", "=", original.id),
                ("state", "=", "posted"),
                ("utility_undone", "!=", True),
                ("id", "<", self.id),
            ]
        )
        return found - self


def _rate(line):
    """Rate of VAT of a line in percent: of the charge, else of the tax."""
    percent = line.tax_ids.filtered(lambda tax: tax.amount_type == "percent")[:1].amount
    return line.utility_vat_rate or percent or 0


def _sums(line):
    """Signed volume, net and VAT of a line, in the view of the customer's invoice."""
    sign = -1 if line.move_id.move_type == "out_refund" else 1
    net = Decimal(f"{-line.balance:.2f}")
    if line.utility_service_id or line.utility_vat:
        vat = Decimal(f"{line.utility_vat:.2f}")
        volume = Decimal(f"{line.utility_volume:.6f}")
    else:  # a stock credit note: the tax of the line, with the sign of the line
        vat = Decimal(f"{line.price_total - line.price_subtotal:.2f}") * sign
        volume = Decimal(f"{line.quantity:.6f}") * sign
    return {"volume": volume, "net": net, "vat": vat}


def _row(line, rate, before, change):
    after = {name: before[name] + change[name] for name in SUMS}
    sides = {"before": _side(before), "after": _side(after)}
    for name, sign in (("up", 1), ("down", -1)):
        rises = (change["net"] + change["vat"]) * sign > 0
        sides[name] = {
            "net": _figure(change["net"] * sign if rises else 0),
            "vat": _figure(change["vat"] * sign if rises else 0),
            "total": _figure((change["net"] + change["vat"]) * sign if rises else 0),
        }
    return sides | {
        "name": line.utility_service_id.name or line.product_id.name or line.name or "",
        "account": line.utility_account_id.number or "",
        "unit": line.product_uom_id.name or "",
        "unit_code": line.product_uom_id.utility_okei or "",
        "rate": _digits(rate) if rate else "",
    }


def _side(sums):
    price = sums["net"] / sums["volume"] if sums["volume"] else Decimal(0)
    return {
        "quantity": _digits(float(sums["volume"])),
        "price": _digits(float(round(price, 6))),
        "net": _figure(sums["net"]),
        "vat": _figure(sums["vat"]),
        "total": _figure(sums["net"] + sums["vat"]),
    }


def _total(rows, side, name):
    return _figure(sum((Decimal(row[side][name]) for row in rows), Decimal(0)))
