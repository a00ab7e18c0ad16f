from odoo import api, fields, models
from odoo.tools import SQL

from ..loader.benefits import budget_parts
from ..loader.open_items import final_runs


class UtilitySocialUsage(models.Model):
    """What budgets pay for: privileges on final charges and subsidies credited, line by line (D06).

    A reading of the ledger, not a table: what is reversed or corrected there shows here at once.
    Amounts positive; corrections that take back are negative. ``of_period`` is the month for which,
    ``period_date`` the month in which.
    """

    _name = "utility.social.usage"
    _description = "Use of budgets for privileges and subsidies"
    _auto = False
    _log_access = False
    _rec_name = "account_id"
    _order = "period_date desc, account_id, id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([("privilege", "Privilege"), ("subsidy", "Subsidy")], readonly=True)
    program_id = fields.Many2one("utility.social.program", string="Programme", readonly=True)
    category_id = fields.Many2one("utility.privilege.category", readonly=True)
    privilege_id = fields.Many2one("utility.privilege", readonly=True)
    subsidy_id = fields.Many2one("utility.subsidy", readonly=True)
    account_id = fields.Many2one("utility.account", readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Person", readonly=True)
    service_id = fields.Many2one("utility.service", readonly=True)
    period_date = fields.Date("Period", readonly=True)
    of_period = fields.Date("For Month", readonly=True)
    month = fields.Char(compute="_compute_month")
    amount = fields.Monetary(readonly=True)
    charge_id = fields.Many2one("utility.charge", readonly=True)
    payment_id = fields.Many2one("utility.payment", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT part.charge_id * 1000 + part.number AS id, c.company_id, 'privilege' AS kind,
                   g.program_id, part.category_id, part.privilege_id, NULL::int AS subsidy_id,
                   c.account_id, c.building_id, COALESCE(v.partner_id, a.partner_id) AS partner_id,
                   c.service_id, c.period_date, COALESCE(c.of_period, c.period_date) AS of_period,
                   -part.amount AS amount, c.id AS charge_id, NULL::int AS payment_id
              FROM (%(parts)s) part
              JOIN utility_charge c ON c.id = part.charge_id
              JOIN utility_account a ON a.id = c.account_id
              JOIN utility_privilege v ON v.id = part.privilege_id
              LEFT JOIN (SELECT r.utility_privilege_category_id AS category_id, p.company_id,
                                p.id AS program_id
                           FROM utility_social_program p
                           JOIN utility_social_program_category_rel r
                             ON r.utility_social_program_id = p.id
                          WHERE p.active AND p.kind = 'privilege') g
                ON g.category_id = part.category_id AND g.company_id = c.company_id
             UNION ALL
            SELECT -p.id, p.company_id, 'subsidy', t.program_id, NULL, NULL, t.subsidy_id,
                   p.account_id, p.building_id, a.partner_id, t.service_id,
                   DATE_TRUNC('month', p.date)::date, t.period_date, p.amount, NULL, p.id
              FROM utility_payment p
              JOIN utility_subsidy_grant t ON t.payment_id = COALESCE(p.mirror_of_id, p.id)
              JOIN utility_account a ON a.id = p.account_id
             WHERE p.source = 'subsidy'
            """,
            parts=budget_parts(final_runs()),
        )

    @api.depends("of_period")
    def _compute_month(self):
        for record in self:
            record.month = record.of_period and f"{record.of_period:%Y-%m}"

    @api.depends("account_id.number", "of_period")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.account_id.number} {row.of_period:%Y-%m}"

    def action_open_origin(self):
        """The charge or payment that the row is."""
        self.ensure_one()
        record = self.charge_id or self.payment_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
