from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.changed import changed_accounts
from ..loader.portion_charge import PortionCharge
from ..loader.review import Review


class UtilityBillingRun(models.Model):
    """Charging some accounts of a run under review again: the held ones, those that changed."""

    _inherit = "utility.billing.run"

    charged_again_at = fields.Datetime(
        readonly=True, copy=False, help="When changed accounts were charged again the last time."
    )

    def action_charge_held(self):
        """Charge the accounts of held bills again, after their data were corrected (X31)."""
        for run in self:
            held = self.env["utility.bill"].search(
                [("run_id", "=", run.id), ("state", "=", "held")]
            )
            if not held:
                raise UserError(self.env._("No bill of %s is held.", run.name))
            run._charge_accounts(held.account_id)
        return True

    def action_charge_changed(self):
        """Charge the accounts again whose facts changed since they were charged (X33).

        Prices, norms and parameters concern everybody: after them the run is charged as a whole.
        """
        for run in self:
            run._check_state("review")
            ids, everybody = run._changed_ids()
            accounts = self.env["utility.account"].browse(ids)
            if everybody or not accounts:
                raise UserError(
                    self.env._(
                        "No account of %s changed since it was charged. After a change of prices or "
                        "norms charge the whole run again.",
                        run.name,
                    )
                )
            now = fields.Datetime.now()
            run._charge_accounts(accounts)
            run.charged_again_at = now
            run.message_post(
                body=self.env._("Accounts charged again after changes: %s.", len(accounts))
            )
        return True

    def _changed_ids(self):
        """``(ids of accounts with new facts since they were charged, whether all are concerned)``."""
        self.ensure_one()
        return changed_accounts(self.env, self, self.started_at)

    def _charge_accounts(self, accounts):
        """Charge ``accounts`` again inside a run under review, after their data were corrected."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("review")
        self._check_open()
        self.env.flush_all()
        for table in ("utility_charge", "utility_bill"):
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM %s WHERE run_id = %s AND account_id = ANY(%s)"
                    " RETURNING 1) SELECT COUNT(*) FROM gone",
                    SQL.identifier(table),
                    self.id,
                    accounts.ids,
                )
            )
        self.problem_ids.filtered(lambda p: p.account_id in accounts).unlink()
        review = Review(self.env["utility.review.rule"]._rules(self.company_id))
        result = PortionCharge(
            self.env, self, accounts.building_id.ids, review, set(accounts.ids)
        ).execute()
        self.env["utility.billing.problem"]._store(self, result.problems)
        self._write_completeness()
