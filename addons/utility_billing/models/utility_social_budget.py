from odoo import api, fields, models
from odoo.tools import SQL


class UtilitySocialBudget(models.Model):
    """Budgets of social protection by programme and month: assigned, used, claimed, reimbursed (D06)."""

    _name = "utility.social.budget"
    _description = "Budget control of privileges and subsidies"
    _auto = False
    _log_access = False
    _rec_name = "program_id"
    _order = "period_date desc, program_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    program_id = fields.Many2one("utility.social.program", string="Programme", readonly=True)
    period_date = fields.Date("Period", readonly=True)
    month = fields.Char(compute="_compute_month")
    assigned = fields.Monetary(readonly=True, help="A limit stands in its first month.")
    used = fields.Monetary(readonly=True, help="Taken off bills or credited in the month.")
    claimed = fields.Monetary(readonly=True, help="In registers of the month that went out.")
    accepted = fields.Monetary(readonly=True, help="Of it accepted by the body.")
    reimbursed = fields.Monetary(readonly=True, help="Received in the month.")
    balance = fields.Monetary(readonly=True, help="Used and not received.")

    @property
    def _table_query(self):
        usage = self.env["utility.social.usage"]._table_query
        return SQL(
            """
            SELECT x.program_id * 100000 + EXTRACT(YEAR FROM x.period_date)::int * 12
                       + EXTRACT(MONTH FROM x.period_date)::int AS id,
                   g.company_id, x.program_id, x.period_date, SUM(x.assigned) AS assigned,
                   SUM(x.used) AS used, SUM(x.claimed) AS claimed, SUM(x.accepted) AS accepted,
                   SUM(x.reimbursed) AS reimbursed, SUM(x.used - x.reimbursed) AS balance
              FROM (SELECT program_id, DATE_TRUNC('month', date_from)::date AS period_date,
                           amount AS assigned, 0 AS used, 0 AS claimed, 0 AS accepted,
                           0 AS reimbursed
                      FROM utility_social_limit
                     UNION ALL
                    SELECT u.program_id, u.period_date, 0, u.amount, 0, 0, 0
                      FROM (%(usage)s) u WHERE u.program_id IS NOT NULL
                     UNION ALL
                    SELECT c.program_id, c.period_date, 0, 0, l.amount,
                           COALESCE(l.accepted_amount, 0), 0
                      FROM utility_social_claim_line l
                      JOIN utility_social_claim c ON c.id = l.claim_id
                     WHERE c.state <> 'draft'
                     UNION ALL
                    SELECT program_id, DATE_TRUNC('month', date)::date, 0, 0, 0, 0, amount
                      FROM utility_social_receipt) x
              JOIN utility_social_program g ON g.id = x.program_id
             GROUP BY x.program_id, g.company_id, x.period_date
            """,
            usage=usage,
        )

    @api.depends("period_date")
    def _compute_month(self):
        for record in self:
            record.month = record.period_date and f"{record.period_date:%Y-%m}"

    @api.depends("program_id.name", "period_date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.program_id.name} {row.period_date:%Y-%m}"

    def action_view_usage(self):
        """The lines that the budget of the month was used for."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_social_usage_action"
        )
        return action | {
            "domain": [
                ("program_id", "=", self.program_id.id),
                ("period_date", "=", self.period_date),
            ]
        }
