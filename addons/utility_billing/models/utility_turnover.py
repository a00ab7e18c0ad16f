from odoo import fields, models
from odoo.tools import SQL

from ..closing.shared import sorted_groups, speed_up
from ..loader.open_items import final_runs


class UtilityTurnover(models.Model):
    """Statement of balances: account × service × supplier × debt kind × period, at its close.

    ``closing = opening + charged + recalculated - paid``; a balance is the last closed turnover
    plus the rows of the open months.
    """

    _name = "utility.turnover"
    _description = "Turnover of a period"
    _rec_name = "account_id"
    _inherit = ["utility.guarded.mixin", "utility.lean.mixin"]
    _auto = False
    _log_access = False
    _guard_date = "period_date"
    _order = "period_date desc, account_id, service_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    period_date = fields.Date("Period", required=True, readonly=True)
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    service_id = fields.Many2one(
        "utility.service", readonly=True, help="None: advances not used yet."
    )
    supplier_id = fields.Many2one("res.partner", readonly=True)
    debt_kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        readonly=True,
    )
    opening = fields.Float(digits=(16, 2), readonly=True)
    charged = fields.Float(digits=(16, 2), readonly=True)
    recalculated = fields.Float(digits=(16, 2), readonly=True)
    paid = fields.Float(digits=(16, 2), readonly=True)
    closing = fields.Float(digits=(16, 2), readonly=True)

    _account_idx = models.Index("(account_id, period_date)")
    _company_idx = models.Index("(company_id, period_date)")

    def _close(self, period):
        """Turnovers of ``period`` (not closed yet) of all accounts of its company, set-based.

        Opening is the closing of the month before; advances stand apart, without a service.
        """
        self._open(period)
        speed_up(self.env)
        with sorted_groups(self.env):
            self._insert(period)
        self.invalidate_model()

    def _open(self, period):
        """Drop the turnovers of ``period``: a month that is open counts by its own rows."""
        self.env.flush_all()
        # statements without an answer: the ids of millions of rows need not come back
        self.env.cr.execute(
            SQL(
                "DELETE FROM utility_turnover WHERE company_id = %s AND period_date = %s",
                period.company_id.id,
                period.date_from,
            )
        )
        self.invalidate_model()

    def _insert(self, period):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO utility_turnover (company_id, period_date, account_id, building_id,
                       service_id, supplier_id, debt_kind, opening, charged, recalculated, paid,
                       closing)
                SELECT x.* FROM (%s) x ORDER BY x.account_id
                """,
                self._turnovers(period),
            )
        )

    def _turnovers(self, period):
        """Query of the turnovers of ``period`` from what was closed before and its own rows."""
        return SQL(
            """
            SELECT %s AS company_id, %s AS period_date, x.account_id,
                   a.building_id, x.service_id, x.supplier_id, x.debt_kind,
                   SUM(x.opening) AS opening, SUM(x.charged) AS charged,
                   SUM(x.recalculated) AS recalculated, SUM(x.paid) AS paid,
                   SUM(x.opening + x.charged + x.recalculated - x.paid) AS closing
              FROM (%s) x
              JOIN utility_account a ON a.id = x.account_id
             GROUP BY x.account_id, a.building_id, x.service_id, x.supplier_id, x.debt_kind
            HAVING SUM(x.opening) <> 0 OR SUM(ABS(x.charged)) <> 0
                OR SUM(ABS(x.recalculated)) <> 0 OR SUM(ABS(x.paid)) <> 0
            """,
            period.company_id.id,
            period.date_from,
            self._rows(period),
        )

    def _rows(self, period):
        """Query of what the turnovers of ``period`` consist of: a row a closing, charge and use."""
        return SQL(
            """
                SELECT account_id, service_id, supplier_id, debt_kind, closing AS opening,
                       0 AS charged, 0 AS recalculated, 0 AS paid
                  FROM utility_turnover
                 WHERE company_id = %(company)s
                   AND period_date = (SELECT MAX(period_date) FROM utility_turnover
                                       WHERE company_id = %(company)s AND period_date < %(start)s)
                 UNION ALL
                SELECT c.account_id, c.service_id, c.supplier_id, c.debt_kind,
                       CASE WHEN c.kind = 'opening' THEN c.amount ELSE 0 END,
                       CASE WHEN c.kind IN ('opening', 'recalculation') THEN 0 ELSE c.amount END,
                       CASE WHEN c.kind = 'recalculation' THEN c.amount ELSE 0 END,
                       0
                  FROM utility_charge c
                 WHERE c.company_id = %(company)s AND %(final)s
                   AND c.period_date <= %(end)s AND c.period_date > COALESCE(
                       (SELECT MAX(period_date) FROM utility_turnover
                         WHERE company_id = %(company)s AND period_date < %(start)s),
                       '-infinity')
                 UNION ALL
                SELECT account_id, service_id, supplier_id,
                       CASE WHEN kind = 'advance' THEN 'principal' ELSE kind END, 0, 0, 0, amount
                  FROM utility_allocation
                 WHERE company_id = %(company)s AND date <= %(end)s AND date > COALESCE(
                       (SELECT MAX(period_date) + INTERVAL '1 month' - INTERVAL '1 day'
                          FROM utility_turnover
                         WHERE company_id = %(company)s AND period_date < %(start)s),
                       '-infinity')
            """,
            company=period.company_id.id,
            start=period.date_from,
            end=period.date_to,
            final=final_runs(),
        )
