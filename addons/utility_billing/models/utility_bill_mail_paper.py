from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class UtilityBillMail(models.Model):
    """Papers of organisations in the queue of the bills: a message a customer (H06)."""

    _inherit = "utility.bill.mail"

    @api.model
    def _enqueue_papers(self, papers):
        """Rows for papers, those of a customer in one message; waiting papers are left out.

        Customers without an address get a failed row, so that somebody sees them.

        :return: the rows
        """
        self.check_access("create")
        papers.check_access("write")
        waiting = self.search(
            [("paper_ids", "in", papers.ids), ("state", "in", ("queued", "sending"))]
        )
        values = []
        for (company, partner), own in (
            (papers - waiting.paper_ids).grouped(lambda p: (p.company_id, p.partner_id)).items()
        ):
            email = email_normalize(partner.email or "")
            values.append(
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "account_id": len(own.account_id) == 1 and own.account_id.id,
                    "run_id": len(own.run_id) == 1 and own.run_id.id,
                    "period_date": max(own.mapped("date")).replace(day=1),
                    "paper_ids": [(6, 0, own.ids)],
                    "email": email,
                    "state": "queued" if email else "failed",
                    "error": not email and self.env._("The customer has no e-mail address."),
                }
            )
        # sudo: rows are made by the queue alone; the rights were checked above
        rows = self.sudo().create(values).sudo(False)
        for company in rows.filtered(lambda row: row.state == "queued").company_id:
            self._schedule(company)
        return rows

    def _mail_values(self):
        if not self.paper_ids:
            return super()._mail_values()
        lang = self.env["utility.document.template"]._language(self.partner_id)
        row = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        # sudo: papers of the queue are laid out with rights on their invoices
        papers = row.paper_ids.sudo()._sorted_for_delivery()
        body = row.env["ir.qweb"]._render(
            "utility_billing.paper_mail_body", {"row": row, "papers": papers}
        )
        subject = row.env._("Papers of %s", row.company_id.name)
        return row._mail_frame(subject, body) | {
            "attachment_ids": [
                row._attached(paper.display_name, paper._render_document()) for paper in papers
            ]
        }

    def _sent(self):
        """Papers that have to come back signed become sent."""
        result = super()._sent()
        papers = self.paper_ids
        papers.write({"emailed_date": self.env.cr.now()})
        papers.filtered(lambda p: p._is_signed() and p.sign_state == "none").action_mark_sent()
        note = self.env._("E-mailed to %s", self.email)
        papers._message_log_batch(bodies=dict.fromkeys(papers.ids, note))
        return result

    def _told(self):
        return self.paper_ids[:1] or super()._told()

    def _address(self):
        if self.paper_ids:
            return email_normalize(self.partner_id.email or "")
        return super()._address()

    def action_paper(self):
        """Papers are printed; bills go back to paper."""
        if not self.paper_ids:
            return super().action_paper()
        if self.bill_id:
            raise UserError(self.env._("Choose either bills or papers of organisations."))
        return self.paper_ids.action_print()

    def action_view_papers(self):
        """What goes with the message."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_paper_action"
        )
        return action | {"domain": [("id", "in", self.paper_ids.ids)], "context": {}}
