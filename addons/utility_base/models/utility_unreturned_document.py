from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class UtilityUnreturnedDocument(models.Model):
    """Contracts and amendments that were sent out and are not back, in one list (A22)."""

    _name = "utility.unreturned.document"
    _description = "Document not returned"
    _auto = False
    _rec_name = "name"
    _order = "return_deadline, id"

    name = fields.Char("Document", readonly=True)
    kind = fields.Selection([("contract", "Contract"), ("amendment", "Amendment")], readonly=True)
    contract_id = fields.Many2one("utility.contract", readonly=True)
    amendment_id = fields.Many2one("utility.contract.amendment", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    phone = fields.Char(related="partner_id.phone")
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sent_date = fields.Date(readonly=True)
    return_deadline = fields.Date(readonly=True)
    days_late = fields.Integer(compute="_compute_days_late")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id * 2 AS id, 'contract' AS kind, number AS name, id AS contract_id,
                   NULL::integer AS amendment_id, partner_id, user_id, company_id,
                   sent_date, return_deadline
              FROM utility_contract
             WHERE sign_state = 'sent'
             UNION ALL
            SELECT a.id * 2 + 1, 'amendment', c.number || ' / ' || a.number, c.id,
                   a.id, c.partner_id, c.user_id, c.company_id,
                   a.sent_date, a.return_deadline
              FROM utility_contract_amendment a
              JOIN utility_contract c ON c.id = a.contract_id
             WHERE a.sign_state = 'sent'
            """
        )

    @api.depends("return_deadline")
    def _compute_days_late(self):
        today = fields.Date.context_today(self)
        for document in self:
            late = document.return_deadline and (today - document.return_deadline).days
            document.days_late = max(late or 0, 0)

    def _each(self):
        """The documents themselves, by model."""
        contracts = self.filtered(lambda d: d.kind == "contract").contract_id
        return contracts, self.amendment_id

    def action_mark_returned(self):
        for documents in self._each():
            documents.action_mark_returned()
        return self._reload()

    def action_mark_refused(self):
        for documents in self._each():
            documents.action_mark_refused()
        return self._reload()

    def _reload(self):
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open(self):
        self.ensure_one()
        record = self.amendment_id or self.contract_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def action_print_reminders(self):
        """Cover letters, one a customer, as one PDF."""
        if not self:
            raise UserError(self.env._("Choose the documents to remind of."))
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/document/reminders?ids={ids}",
            "target": "new",
        }

    def _reminders_pdf(self):
        """One letter a customer, in their language, with all that they have not returned."""
        templates = self.env["utility.document.template"]
        letters = []
        for partner, documents in self.grouped("partner_id").items():
            company = documents.company_id[:1]
            lang = templates._language(partner)
            template = templates._find("return_reminder", lang, company)
            letters.append(template._render(documents._reminder_data(partner, company), lang))
        return letters

    def _reminder_data(self, partner, company):
        return {
            "date": fields.Date.context_today(self),
            "company": company._document_company(),
            "partner": partner._document_partner(),
            "user": self.user_id[:1].name or self.env.user.name,
            "documents": [
                {
                    "kind": document.kind,
                    "name": document.name,
                    "sent_date": document.sent_date,
                    "return_deadline": document.return_deadline,
                    "days_late": document.days_late,
                }
                for document in self
            ],
        }
