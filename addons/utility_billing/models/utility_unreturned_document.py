from odoo import fields, models
from odoo.tools import SQL

from .utility_paper import SIGNED

#: kind of an agreement with a payer -> its model, and its field here
AGREEMENTS = {
    "instalments": ("utility.agreement", "agreement_id"),
    "levelled": ("utility.level.plan", "level_plan_id"),
    "deposit": ("utility.deposit", "deposit_id"),
    "autopay": ("utility.payment.schedule", "payment_schedule_id"),
}
#: ids of one source: those of its table times so many, and its number
STEP = len(AGREEMENTS) + 2


class UtilityUnreturnedDocument(models.Model):
    """Papers of organisations and agreements stand among the documents that are not back."""

    _inherit = "utility.unreturned.document"
    _depends = {
        name: ["sign_state", "sent_date", "return_deadline", "user_id"]
        for name in ("utility.paper", *(model for model, _field in AGREEMENTS.values()))
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
            ("deposit", "Deposit"),
            ("autopay", "Mandate of automatic payments"),
        ]
    )
    paper_id = fields.Many2one("utility.paper", readonly=True)
    agreement_id = fields.Many2one("utility.agreement", readonly=True)
    level_plan_id = fields.Many2one("utility.level.plan", readonly=True)
    deposit_id = fields.Many2one("utility.deposit", readonly=True)
    payment_schedule_id = fields.Many2one("utility.payment.schedule", readonly=True)

    @property
    def _table_query(self):
        names = [field for _model, field in AGREEMENTS.values()]
        nothing = {name: SQL("NULL::integer") for name in names}
        agreements = [
            SQL(
                "SELECT g.id * %s + %s, %s, g.number, NULL::integer, NULL::integer, g.partner_id,"
                " g.user_id, g.company_id, g.sent_date, g.return_deadline, NULL::integer, %s"
                " FROM %s g WHERE g.sign_state = 'sent'",
                STEP,
                number,
                kind,
                SQL(", ").join((nothing | {field: SQL("g.id")}).values()),
                SQL.identifier(self.env[model]._table),
            )
            for number, (kind, (model, field)) in enumerate(AGREEMENTS.items(), start=2)
        ]
        return SQL(
            """
            SELECT d.id * %(step)s AS id, d.kind, d.name, d.contract_id, d.amendment_id,
                   d.partner_id, d.user_id, d.company_id, d.sent_date, d.return_deadline,
                   NULL::integer AS paper_id, %(columns)s
              FROM (%(contracts)s) d
             UNION ALL
            SELECT p.id * %(step)s + 1, p.kind, p.number, p.contract_id, NULL, p.partner_id,
                   p.user_id, p.company_id, p.sent_date, p.return_deadline, p.id, %(nothing)s
              FROM utility_paper p
             WHERE p.sign_state IN ('sent', 'delivered') AND p.kind IN %(signed)s
             UNION ALL %(agreements)s
            """,
            step=STEP,
            columns=SQL(", ").join(
                SQL("NULL::integer AS %s", SQL.identifier(name)) for name in names
            ),
            contracts=super()._table_query,
            nothing=SQL(", ").join(nothing.values()),
            signed=SIGNED,
            agreements=SQL(" UNION ALL ").join(agreements),
        )

    def _each(self):
        contracts = self.filtered(lambda d: d.kind == "contract").contract_id
        agreements = [self[field] for _model, field in AGREEMENTS.values()]
        return contracts, self.amendment_id, self.paper_id, *agreements

    def action_open(self):
        self.ensure_one()
        named = [self.paper_id, *(self[field] for _model, field in AGREEMENTS.values())]
        record = next((record for record in named if record), None)
        if not record:
            return super().action_open()
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
