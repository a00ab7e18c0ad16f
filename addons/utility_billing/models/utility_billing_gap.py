from odoo import api, fields, models
from odoo.tools import SQL

from ..loader.open_items import FINAL_STATES


class UtilityBillingGap(models.Model):
    """A month that an account with services was not billed for, though others of it were (X35).

    Found by :meth:`_look`, filled by ``utility.billing.gap.fill``. A month is no gap where the
    account was left out of its run with a reason, or a later month has charged it as a correction.
    """

    _name = "utility.billing.gap"
    _description = "Skipped month"
    _order = "period_date desc, account_id"
    _rec_name = "account_id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    account_id = fields.Many2one(
        "utility.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    building_id = fields.Many2one(
        "utility.building", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="account_id.partner_id")
    address = fields.Char(related="account_id.address")
    period_id = fields.Many2one(
        "utility.period", required=True, readonly=True, ondelete="cascade", string="Month"
    )
    period_date = fields.Date("First Day", required=True, readonly=True)
    period_state = fields.Selection(related="period_id.state", string="State of the Month")
    kind = fields.Selection(
        [
            ("between", "Between two bills"),
            ("before", "Before the first bill"),
            ("after", "After the last bill"),
            ("never", "Never billed"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("found", "Found"), ("asked", "Waiting for a Run")], required=True, readonly=True
    )

    _account_uniq = models.UniqueIndex("(account_id, period_id)")

    @api.model
    def action_look(self):
        """Look again, for the companies of the user; the list of what was found."""
        self.env["utility.billing.run"].check_access("write")
        for company in self.env.companies:
            self._look(company)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_billing_gap_action"
        )

    @api.model
    def _look(self, company):
        """Find the skipped months of ``company`` anew; what was asked for already stays so."""
        self.env.flush_all()
        ((count,),) = self.env.execute_query(
            SQL(
                """
                WITH found AS (%(gaps)s),
                     gone AS (DELETE FROM utility_billing_gap g WHERE g.company_id = %(company)s
                                 AND NOT EXISTS (SELECT FROM found f WHERE f.period_id = g.period_id
                                                    AND f.account_id = g.account_id)),
                     new AS (INSERT INTO utility_billing_gap (company_id, account_id, building_id,
                                    period_id, period_date, kind, state)
                             SELECT %(company)s, account_id, building_id, period_id, date_from,
                                    kind, 'found' FROM found
                             ON CONFLICT (account_id, period_id) DO UPDATE SET kind = EXCLUDED.kind)
                SELECT COUNT(*) FROM found
                """,
                gaps=self._gaps(company),
                company=company.id,
            )
        )
        self.invalidate_model()
        return count

    @api.model
    def _gaps(self, company):
        """Query of the skipped months between the first and the last month that was billed."""
        return SQL(
            """
            WITH bill AS (SELECT account_id, period_date FROM utility_bill
                           WHERE company_id = %(company)s AND state = 'approved'),
                 span AS (SELECT account_id, MIN(period_date) AS first, MAX(period_date) AS last
                            FROM bill GROUP BY account_id),
                 month AS (SELECT p.id, p.date_from, p.date_to FROM utility_period p
                            WHERE p.company_id = %(company)s
                              AND p.date_from BETWEEN (SELECT MIN(first) FROM span)
                                                  AND (SELECT MAX(last) FROM span))
            SELECT a.id AS account_id, a.building_id, m.id AS period_id, m.date_from,
                   CASE WHEN s.account_id IS NULL THEN 'never' WHEN m.date_from < s.first THEN 'before'
                        WHEN m.date_from > s.last THEN 'after' ELSE 'between' END AS kind
              FROM utility_account a
              CROSS JOIN month m
              LEFT JOIN span s ON s.account_id = a.id
             WHERE a.company_id = %(company)s AND a.active AND a.state <> 'draft'
               AND a.date_open <= m.date_to AND (a.date_close IS NULL OR a.date_close >= m.date_from)
               AND (a.charged_until IS NULL OR a.charged_until < m.date_from)
               AND NOT EXISTS (SELECT FROM bill b WHERE b.account_id = a.id
                                  AND b.period_date = m.date_from)
               AND EXISTS (SELECT FROM utility_account_service v WHERE v.account_id = a.id
                              AND v.date_from <= m.date_to
                              AND (v.date_to IS NULL OR v.date_to >= m.date_from))
               AND NOT EXISTS (SELECT FROM utility_charge c
                                 JOIN utility_billing_run r ON r.id = c.run_id
                                WHERE c.account_id = a.id AND c.of_period = m.date_from
                                  AND c.period_date > m.date_from
                                  AND c.cause IS DISTINCT FROM 'reversal'
                                  AND r.state = ANY(%(final)s) AND r.state <> 'reversed'
                                  AND NOT COALESCE(r.simulation, FALSE))
               AND NOT EXISTS (SELECT FROM utility_billing_problem p
                                WHERE p.account_id = a.id AND p.period_id = m.id
                                  AND p.state = 'ignored')
            """,
            company=company.id,
            final=list(FINAL_STATES),
        )

    def _mark_asked(self):
        """A run or a request of recalculation is on its way."""
        # sudo: gaps are found and marked by the program alone
        self.sudo().write({"state": "asked"})

    def action_open_bills(self):
        """The bills of the account, month by month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_bill_action"
        )
        return {**action, "domain": [("account_id", "=", self.account_id.id)], "context": {}}
