from odoo import fields, models
from odoo.tools import SQL

from .utility_billing_proof import EXPECTED


class UtilityBillingRun(models.Model):
    """The proof that nobody was forgotten: all accounts of the company, each once (X35)."""

    _inherit = "utility.billing.run"

    proof_ids = fields.One2many("utility.billing.proof", "run_id", readonly=True)

    def _outcomes(self):
        """``[(outcome, reason, accounts, sum)]`` of all accounts of the company.

        The sum is that of the bills of this run; bills that went on in a run of held ones count as
        billed here.
        """
        self.ensure_one()
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT x.outcome,
                       CASE x.outcome WHEN 'problem' THEN x.code WHEN 'excluded' THEN x.reason END,
                       COUNT(*), SUM(x.charged)
                  FROM (SELECT %(outcome)s AS outcome, b.charged, p.code, p.reason
                          FROM utility_account a
                          LEFT JOIN (SELECT account_id, BOOL_OR(state = 'held') AS held,
                                            BOOL_AND(state = 'reversed') AS reversed,
                                            SUM(charged) FILTER (WHERE run_id = %(run)s) AS charged
                                       FROM utility_bill
                                      WHERE run_id = ANY(%(runs)s) GROUP BY account_id) b
                                 ON b.account_id = a.id
                          LEFT JOIN (SELECT account_id, BOOL_OR(state = 'open') AS open,
                                            MIN(code) FILTER (WHERE state = 'open') AS code,
                                            MIN(reason) FILTER (WHERE state <> 'open') AS reason
                                       FROM utility_billing_problem
                                      WHERE run_id = %(run)s GROUP BY account_id) p
                                 ON p.account_id = a.id
                         WHERE a.company_id = %(company)s) x
                 GROUP BY 1, 2
                """,
                outcome=self._outcome(),
                run=self.id,
                runs=self._with_held().ids,
                company=self.company_id.id,
            )
        )

    def _outcome(self):
        """The outcome of an account ``a`` with its bills ``b`` and problems ``p``."""
        period = self.period_id
        return SQL(
            """
            CASE WHEN NOT (%(scope)s) THEN
                 CASE WHEN b.account_id IS NOT NULL THEN 'former'
                      WHEN a.state = 'draft' THEN 'draft'
                      WHEN a.date_close < %(first)s THEN 'closed'
                      WHEN a.date_open > %(last)s THEN 'later'
                      WHEN NOT a.active THEN 'archived'
                      ELSE 'not_chosen' END
                 WHEN NOT %(served)s THEN 'without_service'
                 WHEN b.held THEN 'held'
                 WHEN b.reversed THEN 'reversed'
                 WHEN b.account_id IS NOT NULL THEN 'billed'
                 WHEN p.open THEN 'problem'
                 WHEN p.account_id IS NOT NULL THEN 'excluded'
                 ELSE 'missing' END
            """,
            scope=self._scope(),
            served=self._has_service(),
            first=period.date_from,
            last=period.date_to,
        )

    def _write_completeness(self):
        """Count what was expected, billed, failed, excluded and forgotten."""
        self.ensure_one()
        rows = self._outcomes()
        counts = {}
        for outcome, _reason, count, _amount in rows:
            counts[outcome] = counts.get(outcome, 0) + count
        self.write(
            {
                "expected_count": sum(counts.get(outcome, 0) for outcome in EXPECTED),
                "without_service_count": counts.get("without_service", 0),
                "billed_count": counts.get("billed", 0) + counts.get("held", 0),
                "failed_count": counts.get("problem", 0),
                "excluded_count": counts.get("excluded", 0),
                "missing_count": counts.get("missing", 0),
                "billed_amount": sum(amount or 0 for *_rest, amount in rows),
            }
        )
        self.env["utility.billing.proof"]._store(self, rows)

    def _held_accounts(self):
        """``(number, sum)`` of the accounts of the run with a held bill; both bills of each count."""
        self.ensure_one()
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT COUNT(*), COALESCE(SUM(x.charged), 0) FROM (SELECT SUM(b.charged) AS charged"
                " FROM utility_bill b WHERE b.run_id = %s GROUP BY b.account_id"
                " HAVING BOOL_OR(b.state = 'held')) x",
                self.id,
            )
        )[0]

    def action_approve(self):
        """Skipped months that the run has filled are none any more."""
        res = super().action_approve()
        for run in self:
            self.env.execute_query(
                SQL(
                    """
                    DELETE FROM utility_billing_gap g WHERE g.company_id = %(company)s
                       AND EXISTS (SELECT FROM utility_charge c WHERE c.account_id = g.account_id
                                      AND c.run_id = %(run)s AND c.period_date >= g.period_date
                                      AND COALESCE(c.of_period, c.period_date) = g.period_date)
                    RETURNING g.id
                    """,
                    company=run.company_id.id,
                    run=run.id,
                )
            )
        self.env["utility.billing.gap"].invalidate_model()
        return res
