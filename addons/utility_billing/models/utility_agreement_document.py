import base64

from odoo import models

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
        values = {"datas": base64.b64encode(self._render_document()), "mimetype": "application/pdf"}
        # sudo: who may read the agreement may print it; the file is seen by those who see that
        files = self.env["ir.attachment"].sudo()
        found = files.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("name", "=", name)], limit=1
        )
        if found:
            found.write(values)
        else:
            found = files.create(
                {**values, "name": name, "res_model": self._name, "res_id": self.id}
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{found.id}?download=true",
            "target": "self",
        }

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
