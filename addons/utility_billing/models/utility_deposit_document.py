from odoo import models

from .account_move_document import in_words


class UtilityDeposit(models.Model):
    """The printed agreement on a deposit with the statement of its moves."""

    _inherit = "utility.deposit"

    def _document_data(self, lang):
        """Plain values for the template: dates as dates, sums as texts."""
        self.ensure_one()
        code = self.env["utility.document.template"]._installed(lang)
        deposit = self.with_context(lang=code)
        moves = deposit.move_ids.sorted(lambda m: (m.date, m.id))
        held, rows = 0, []
        for move, amount in zip(moves, deposit._exact(moves), strict=True):
            held += amount
            rows.append(
                {
                    "date": move.date,
                    "kind": move.kind,
                    "amount": f"{amount:.2f}",
                    "balance": f"{held:.2f}",
                }
            )
        (total,) = deposit._exact(deposit)
        return deposit._document_usual() | {
            "total": f"{total:.2f}",
            "total_words": in_words(total, deposit.currency_id, lang),
            "pay_until": deposit.pay_until,
            "rate": f"{deposit.rate:g}",
            "interest_when": deposit.interest_when,
            "use_days": deposit.use_days,
            "return_months": deposit.return_months,
            "moves": rows,
            "held": f"{held:.2f}",
        }
