from odoo import models

from .account_move_document import in_words


class UtilityAgreement(models.Model):
    """The printed agreement, in the language of the payer."""

    _inherit = "utility.agreement"

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
        interest = agreement._schedule_interest()
        total = sum(agreement._exact(agreement.debt_ids))
        return agreement._document_usual() | {
            "total": f"{total:.2f}",
            "total_words": in_words(total, agreement.currency_id, lang),
            "debts": [
                {"month": f"{month:%m.%Y}"}
                | {kind: f"{row.get(kind, 0):.2f}" for kind in ("principal", "penalty", "costs")}
                | {"sum": f"{sum(row.values()):.2f}"}
                for month, row in sorted(debts.items())
            ],
            "parts": [
                {
                    "date": line.date,
                    "amount": f"{amount:.2f}",
                    "interest": f"{interest[line]:.2f}",
                    "sum": f"{amount + interest[line]:.2f}",
                }
                for line, amount in parts
            ],
            "rate": f"{agreement.interest_rate:g}" if agreement.interest_rate else "",
            "interest": f"{sum(interest.values()):.2f}",
            "first": agreement.first,
            "break_days": agreement.break_days,
            "break_missed": agreement.break_missed,
            "withdraw": agreement.withdraw,
        }
