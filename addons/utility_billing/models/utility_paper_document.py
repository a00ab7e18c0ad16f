from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from .account_move_document import in_words
from .utility_document_template_bill import _joined
from .utility_paper import KINDS

PRINT_LIMIT = 500


class UtilityPaper(models.Model):
    """Layout of papers: plain values for the templates, PDF, many in one file, e-mail."""

    _inherit = "utility.paper"

    def _document_customer(self):
        return self.partner_id

    def _render_document(self):
        self.ensure_one()
        templates = self.env["utility.document.template"]
        lang = templates._language(self.partner_id)
        template = templates._find(f"paper_{self.kind}", lang, self.company_id)
        lang = template.lang or lang
        return template._render(self._document_data(lang), lang)

    def _document_data(self, lang):
        self.ensure_one()
        paper = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        data = {
            "company": paper.company_id._document_requisites(),
            "customer": paper.partner_id._document_requisites(),
            "number": paper.number or "",
            "date": paper.date,
            "date_from": paper.date_from or None,
            "date_to": paper.date_to or None,
            "contract": paper.contract_id.number or "",
            "contract_date": paper.contract_id.date_signed or paper.contract_id.date_from or None,
            "account": paper.account_id.number or "",
            "currency": paper.currency_id.name,
        }
        if paper.facts:
            return data | paper.facts | paper._words(paper.facts, lang)
        # sudo: who prints papers need not have rights on the whole ledger
        move = paper.move_id.sudo()
        data |= move._document_invoice(lang)
        if paper.kind == "corrective":
            data["correction"] = move.with_context(lang=paper.env.lang)._document_correction()
        return data

    def _words(self, facts, lang):
        """Sums of the facts in words, in the language of the paper."""
        return {
            f"{name}_words": in_words(abs(Decimal(facts[name])), self.currency_id, lang)
            for name in ("closing", "payable", "total")
            if name in facts
        }

    def _check_print_limit(self):
        """One request makes no more than a worker can do while somebody waits."""
        if len(self) > PRINT_LIMIT:
            raise UserError(
                self.env._(
                    "At most %(limit)s papers are printed at once; %(count)s are chosen. “Print "
                    "Files” makes more by jobs.",
                    limit=PRINT_LIMIT,
                    count=len(self),
                )
            )

    def action_print(self):
        """Open the papers as one PDF."""
        self.check_access("read")
        self._check_print_limit()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/papers?ids={','.join(map(str, self.ids))}",
            "target": "new",
        }

    def _sorted_for_delivery(self):
        """The papers of a customer stand together, those of an invoice in their usual order."""
        order = [kind for kind, _label in KINDS]
        return self.sorted(
            lambda p: (
                p.partner_id.name or "",
                p.partner_id.id,
                p.move_id.id,
                order.index(p.kind),
                p.id,
            )
        )

    def _pdf(self):
        """One PDF: the papers of a customer stay together."""
        return self._sorted_for_delivery()._render_joined()

    def _render_joined(self):
        """One PDF of the papers in their sequence."""
        return _joined([paper._render_document() for paper in self])

    def action_email(self):
        """Queue the papers by e-mail, those of a customer in one message; who has no address is told.

        Papers that have to come back signed become sent when they have left.
        """
        rows = self.env["utility.bill.mail"]._enqueue_papers(self)
        without = rows.filtered(lambda row: row.state == "failed").partner_id
        message = self.env._("Messages queued: %s.", len(rows) - len(without))
        if without:
            names = ", ".join(sorted(without[:20].mapped("name")))
            message += " " + self.env._("No e-mail address: %s", names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if without else "success",
                "sticky": bool(without),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
