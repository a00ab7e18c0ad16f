from odoo import models

from odoo.addons.utility_base.tools.downloads import kept_file

from .account_move_document import in_words


class UtilityAgreement(models.Model):
    """The printed agreement, in the language of the payer."""

    _inherit = "utility.agreement"
    _document_kind = "instalments"

    def action_print(self):
        """Print, and keep the PDF with the agreement; a later print takes its place."""
        self.ensure_one()
        self.check_access("read")
        name = f"{self.display_name.replace('/', '-')}.pdf"
        return kept_file(self, name, self._render_document(), "application/pdf")

    def action_mark_sent(self):
        self._expect("active")
        return super().action_mark_sent()

    def _document_customer(self):
        return self.partner_id

    def _document_data(self, lang):
        """Plain values for the template: dates as dates, sums as texts."""
        self.ensure_one()
        code = self.env["utility.document.template"]._installed(lang)
        agreement = self.with_context(lang=code)
        debts = {}
        for debt, amount in zip(
            agreement.debt_ids, agreement._exact(agreement.debt_ids), strict=True
        ):
            row = debts.setdefault(debt.period_date, {})
            row[debt.kind] = row.get(debt.kind, 0) + amount
        parts = zip(agreement.line_ids, agreement._exact(agreement.line_ids), strict=True)
        total = sum(agreement._exact(agreement.debt_ids))
        return {
            "company": agreement.company_id._document_company(),
            "number": agreement.number or "",
            "date": agreement.date,
            "account": agreement.account_id.number or "",
            "payer": agreement.partner_id.name or "",
            "address": agreement.account_id.address or "",
            "currency": agreement.currency_id.name,
            "total": f"{total:.2f}",
            "total_words": in_words(total, agreement.currency_id, lang),
            "debts": [
                {"month": f"{month:%m.%Y}"}
                | {kind: f"{row.get(kind, 0):.2f}" for kind in ("principal", "penalty", "costs")}
                | {"sum": f"{sum(row.values()):.2f}"}
                for month, row in sorted(debts.items())
            ],
            "parts": [{"date": line.date, "amount": f"{amount:.2f}"} for line, amount in parts],
            "first": agreement.first,
            "break_days": agreement.break_days,
            "break_missed": agreement.break_missed,
            "withdraw": agreement.withdraw,
            "note": agreement.note or "",
        }
