from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from .utility_document_template_bill import _joined


class UtilityBill(models.Model):
    """One set of papers for a payer with several accounts: a summary page, then the bills (X36)."""

    _inherit = "utility.bill"

    def _payer_sets(self):
        """[(payer, month, bills)]: what each payer gets, in the order of payers and accounts."""
        grouped = self.sorted(lambda b: (b.account_id.number_key, b.capital)).grouped(
            lambda b: (b.account_id.partner_id, b.period_date)
        )
        return [
            (payer, month, bills)
            for (payer, month), bills in sorted(
                grouped.items(), key=lambda item: (item[0][0].name or "", item[0][1])
            )
        ]

    def _summary_data(self, payer, month):
        """Data of the summary page of the bills of one payer and month."""
        company = self.company_id[:1]
        sums = {
            name: sum((Decimal(f"{bill[name] or 0:.2f}") for bill in self), Decimal(0))
            for name in ("opening", "charged", "penalty", "paid", "closing")
        }
        return {
            "company": company._document_company(),
            "payer": payer.name or "",
            "month": f"{month:%m.%Y}",
            "currency": company.currency_id.name,
            "due": max((bill.date_due for bill in self if bill.date_due), default=None),
            "rows": [
                {
                    "account": bill.account_id.number,
                    "address": bill.account_id.address or "",
                    "number": bill.number,
                    "charged": f"{bill.charged:.2f}",
                    "closing": f"{bill.closing:.2f}",
                }
                for bill in self
            ],
            **{name: f"{value:.2f}" for name, value in sums.items()},
        }

    def _pdf_sets(self):
        """One PDF: for each payer the summary page, where there are several bills, and the bills."""
        self.check_access("read")
        templates = self.env["utility.document.template"]
        parts = []
        for payer, month, bills in self._payer_sets():
            if len(bills) > 1:
                lang = templates._language(payer)
                template = templates._find("bill_summary", lang, bills.company_id[:1])
                parts.append(template._render(bills._summary_data(payer, month), lang))
            parts.append(bills._pdf())
        if not parts:
            raise UserError(self.env._("Choose bills first."))
        return parts[0] if len(parts) == 1 else _joined(parts)

    def action_print_sets(self):
        """Open the sets of papers of the payers as one PDF."""
        action = self.action_print()
        return action | {"url": f"{action['url']}&sets=1"}
