from odoo import fields, models
from odoo.tools import SQL

from .utility_paper import SIGNED


class UtilityUnreturnedDocument(models.Model):
    """Papers of organisations stand among the documents that are not back."""

    _inherit = "utility.unreturned.document"
    _depends = {"utility.paper": ["sign_state", "sent_date", "return_deadline", "user_id"]}

    kind = fields.Selection(
        selection_add=[
            ("transfer", "Universal transfer document"),
            ("acceptance", "Act of acceptance"),
            ("reconciliation", "Reconciliation act"),
            ("handover", "Report to a supplier"),
            ("agent", "Act with a payment agent"),
        ]
    )
    paper_id = fields.Many2one("utility.paper", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.id * 2 AS id, d.kind, d.name, d.contract_id, d.amendment_id, d.partner_id,
                   d.user_id, d.company_id, d.sent_date, d.return_deadline, NULL::integer AS paper_id
              FROM (%s) d
             UNION ALL
            SELECT p.id * 2 + 1, p.kind, p.number, p.contract_id, NULL, p.partner_id,
                   p.user_id, p.company_id, p.sent_date, p.return_deadline, p.id
              FROM utility_paper p
             WHERE p.sign_state IN ('sent', 'delivered') AND p.kind IN %s
            """,
            super()._table_query,
            SIGNED,
        )

    def _each(self):
        contracts = self.filtered(lambda d: d.kind == "contract").contract_id
        return contracts, self.amendment_id, self.paper_id

    def action_open(self):
        self.ensure_one()
        if not self.paper_id:
            return super().action_open()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.paper",
            "res_id": self.paper_id.id,
            "view_mode": "form",
        }
