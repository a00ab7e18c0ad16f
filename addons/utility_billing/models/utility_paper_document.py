import io
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfReader, PdfWriter

from .account_move_document import in_words
from .utility_paper import SIGNED

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
        return data | paper.move_id.sudo()._document_invoice(lang)

    def _words(self, facts, lang):
        """Sums of the facts in words, in the language of the paper."""
        return {
            f"{name}_words": in_words(abs(Decimal(facts[name])), self.currency_id, lang)
            for name in ("closing", "payable", "total")
            if name in facts
        }

    def action_print(self):
        """Open the papers as one PDF."""
        self.check_access("read")
        if len(self) > PRINT_LIMIT:
            raise UserError(
                self.env._(
                    "At most %(limit)s papers are printed at once; %(count)s are chosen.",
                    limit=PRINT_LIMIT,
                    count=len(self),
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/papers?ids={','.join(map(str, self.ids))}",
            "target": "new",
        }

    def _pdf(self):
        """One PDF: the papers of a customer stay together."""
        writer, output = PdfWriter(), io.BytesIO()
        for paper in self.sorted(lambda p: (p.partner_id.name or "", p.move_id.id, p.id)):
            for page in PdfReader(io.BytesIO(paper._render_document())).pages:
                writer.add_page(page)
        writer.write(output)
        return output.getvalue()

    def action_email(self):
        """Send the papers, those of a customer in one message; who has no address is told.

        Papers that have to come back signed become sent.
        """
        self.check_access("write")
        without = self.filtered(lambda p: not p.partner_id.email)
        for (partner, company), papers in (
            (self - without).grouped(lambda p: (p.partner_id, p.company_id)).items()
        ):
            files = [
                (f"{paper.display_name}.pdf".replace("/", "-"), paper._render_document())
                for paper in papers
            ]
            papers[0].message_post(
                body=self.env._("Please find the papers of %s attached.", company.name),
                subject=self.env._("Papers of %s", company.name),
                partner_ids=partner.ids,
                attachments=files,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            papers.write({"emailed_date": self.env.cr.now()})
            papers.filtered(
                lambda p: p.kind in SIGNED and p.sign_state == "none"
            ).action_mark_sent()
        if not without:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("No e-mail address"),
                "message": ", ".join(sorted(set(without.partner_id.mapped("name")))),
            },
        }
