from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_billing.gateway.amount_words import amount_in_words

from .utility_cash_order import REASONS


class UtilityDocumentTemplate(models.Model):
    """Papers of the cash desk: receipts, reports of shifts, cash orders, the cash book."""

    _inherit = "utility.document.template"

    kind = fields.Selection(
        selection_add=[
            ("cash_receipt", "Receipt of the cash desk"),
            ("cash_order", "Cash order"),
            ("cash_book", "Cash book"),
            ("cash_shift", "Report of a shift"),
        ],
        ondelete={
            "cash_receipt": "cascade",
            "cash_order": "cascade",
            "cash_book": "cascade",
            "cash_shift": "cascade",
        },
    )

    @api.model
    def _render_cash_receipt(self, receipt):
        """PDF of a receipt for the payer."""
        lang = self._language(receipt.line_ids[:1].account_id.partner_id)
        template = self._find("cash_receipt", lang, receipt.company_id)
        fiscal = receipt.fiscal_data or {}
        data = {
            "company": receipt.company_id._document_company(),
            "kind": receipt.kind,
            "name": receipt.name,
            "at": self._local(receipt, receipt.at),
            "place": receipt.point_id.address or receipt.point_id.name,
            "cashier": receipt.user_id.name,
            "lines": [
                {
                    "account": line.account_id.number,
                    "payer": line.account_id.partner_name or "",
                    "address": line.account_id.address or "",
                    "period": f"{line.purpose_period:%m.%Y}" if line.purpose_period else "",
                    "service": line.purpose_service_id.display_name or "",
                    "amount": f"{line.amount:.2f}",
                }
                for line in receipt.line_ids
            ],
            "tenders": [
                {
                    "kind": tender.kind,
                    "amount": f"{tender.amount + tender.fee:.2f}",
                    "slip": tender.slip or "",
                }
                for tender in receipt.tender_ids
            ],
            "amount": f"{receipt.amount:.2f}",
            "fee": f"{receipt.fee:.2f}" if receipt.fee else "",
            "given": f"{receipt.given:.2f}" if receipt.change else "",
            "change": f"{receipt.change:.2f}" if receipt.change else "",
            "currency": receipt.currency_id.name,
            "recipients": [
                {"name": name, "amount": f"{amount:.2f}"}
                for name, amount in receipt.line_ids.payment_ids._recipients()
            ],
            "fiscal": {
                "done": receipt.fiscal_state == "done",
                "device": bool(receipt.device_id),
                "ground": receipt.point_id.unfiscal_ground or "",
                "number": str(fiscal.get("fiscal_document_number") or receipt.fiscal_number or ""),
                "storage": str(fiscal.get("fn_number") or ""),
                "sign": str(fiscal.get("fiscal_document_attribute") or ""),
                "url": str(fiscal.get("ofd_receipt_url") or fiscal.get("TicketUrl") or ""),
            },
        }
        return template._render(data, lang)

    @api.model
    def _render_cash_order(self, order):
        """PDF of a cash order in the language of the company."""
        lang = self._language()
        template = self._find("cash_order", lang, order.company_id)
        try:
            words = amount_in_words(
                Decimal(str(order.amount)).quantize(Decimal("0.01")), order.currency_id.name, lang
            )
        except GatewayError:
            words = ""  # a currency whose words are not known
        data = {
            "company": order.company_id._document_company(),
            "kind": order.kind,
            "number": order.name,
            "date": order.date,
            "amount": f"{order.amount:.2f}",
            "words": words,
            "currency": order.currency_id.name,
            "reason": f"cash_{order.reason}",
            "note": order.note or "",
            "person": order.person or order.user_id.name,
            "shift": order.shift_id.name or "",
            "cashier": order.user_id.name,
            "point": order.point_id.name,
        }
        return template._render(data, lang)

    @api.model
    def _render_cash_book(self, book):
        """PDF of a day of the cash book (see ``utility.cash.book._day``)."""
        lang = self._language()
        template = self._find("cash_book", lang, book["company"])
        data = book | {
            "company": book["company"]._document_company(),
            "reasons": [reason for reason, _label in REASONS],
        }
        return template._render(data, lang)

    @api.model
    def _render_cash_shift(self, shift):
        """PDF of the report of a shift: Z when it is closed, X before."""
        lang = self._language()
        template = self._find("cash_shift", lang, shift.company_id)
        totals = shift.z_report if shift.state == "closed" else shift._totals()
        device = totals.get("device") or {}
        data = {
            "company": shift.company_id._document_company(),
            "kind": "z" if shift.state == "closed" else "x",
            "name": shift.name,
            "point": shift.point_id.name,
            "place": shift.point_id.address or "",
            "cashier": shift.user_id.name,
            "opened": self._local(shift, shift.opened_at),
            "closed": self._local(shift, shift.closed_at),
            "receipts": str(totals["receipts"]),
            "currency": shift.currency_id.name,
            "sales": self._by_tender(totals["sales"]),
            "refunds": self._by_tender(totals["refunds"]),
            "fees": totals.get("fees", "0.00"),
            "opening": f"{shift.opening_cash:.2f}",
            "orders": [
                {
                    "number": order.name,
                    "reason": f"cash_{order.reason}",
                    "amount": f"{order.amount if order.kind == 'in' else -order.amount:.2f}",
                }
                for order in shift.order_ids.sorted("id")
            ],
            "expected": f"{shift.cash_expected:.2f}",
            "counted": f"{shift.counted_cash:.2f}" if shift.state == "closed" else "",
            "difference": f"{shift.difference:.2f}" if shift.state == "closed" else "",
            "reason": shift.difference_reason or "",
            "shares": [
                {"name": name or "", "apart": apart, "amount": f"{amount:.2f}"}
                for name, apart, amount in shift._shares()
            ],
            "device": str(device.get("ReportNumber") or device.get("error") or ""),
        }
        return template._render(data, lang)

    def _local(self, record, moment):
        if not moment:
            return ""
        return fields.Datetime.context_timestamp(record, moment).strftime("%d.%m.%Y %H:%M")

    def _by_tender(self, sums):
        return [{"kind": kind, "amount": amount} for kind, amount in sums.items()]
