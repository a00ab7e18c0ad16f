from odoo import fields, models
from odoo.tools import SQL

from .utility_paper import SIGNED


class UtilityUnreturnedDocument(models.Model):
    """Papers of organisations and agreements stand among the documents that are not back."""

    _inherit = "utility.unreturned.document"
    _depends = {
        name: ["sign_state", "sent_date", "return_deadline", "user_id"]
        for name in ("utility.paper", "utility.agreement", "utility.level.plan")
    }

    kind = fields.Selection(
        selection_add=[
            ("transfer", "Universal transfer document"),
            ("acceptance", "Act of acceptance"),
            ("reconciliation", "Reconciliation act"),
            ("handover", "Report to a supplier"),
            ("agent", "Act with a payment agent"),
            ("instalments", "Instalment agreement"),
            ("levelled", "Levelled payment agreement"),
        ]
    )
    paper_id = fields.Many2one("utility.paper", readonly=True)
    agreement_id = fields.Many2one("utility.agreement", readonly=True)
    level_plan_id = fields.Many2one("utility.level.plan", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.id * 4 AS id, d.kind, d.name, d.contract_id, d.amendment_id, d.partner_id,
                   d.user_id, d.company_id, d.sent_date, d.return_deadline, NULL::integer AS paper_id,
                   NULL::integer AS agreement_id, NULL::integer AS level_plan_id
              FROM (%s) d
             UNION ALL
            SELECT p.id * 4 + 1, p.kind, p.number, p.contract_id, NULL, p.partner_id,
                   p.user_id, p.company_id, p.sent_date, p.return_deadline, p.id, NULL, NULL
              FROM utility_paper p
             WHERE p.sign_state IN ('sent', 'delivered') AND p.kind IN %s
             UNION ALL
            SELECT g.id * 4 + 2, 'instalments', g.number, NULL, NULL, g.partner_id,
                   g.user_id, g.company_id, g.sent_date, g.return_deadline, NULL, g.id, NULL
              FROM utility_agreement g
             WHERE g.sign_state = 'sent'
             UNION ALL
            SELECT l.id * 4 + 3, 'levelled', l.number, NULL, NULL, l.partner_id,
                   l.user_id, l.company_id, l.sent_date, l.return_deadline, NULL, NULL, l.id
              FROM utility_level_plan l
             WHERE l.sign_state = 'sent'
            """,
            super()._table_query,
            SIGNED,
        )

    def _each(self):
        contracts = self.filtered(lambda d: d.kind == "contract").contract_id
        return contracts, self.amendment_id, self.paper_id, self.agreement_id, self.level_plan_id

    def action_open(self):
        self.ensure_one()
        record = self.paper_id or self.agreement_id or self.level_plan_id
        if not record:
            return super().action_open()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
