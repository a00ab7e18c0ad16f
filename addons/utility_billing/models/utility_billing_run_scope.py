from odoo import api, models
from odoo.tools import SQL

from ..loader.elsewhere import charged_elsewhere


class UtilityBillingRun(models.Model):
    """Which accounts a run has to bill, and the proof that it did (X35)."""

    _inherit = "utility.billing.run"

    @api.depends("period_id", "state", "simulation", "company_id")
    def _compute_standing_note(self):
        """What a run for good would meet: approved runs of the same month."""
        for run in self:
            run.standing_note = False
            if run.simulation or run.state not in ("draft", "review") or not run.period_id:
                continue
            others = self.search(
                [
                    ("company_id", "=", run.company_id.id),
                    ("period_id", "=", run.period_id.id),
                    ("state", "in", ("approved", "documents", "posted")),
                    ("kind", "=", "month"),
                    ("simulation", "=", False),
                    ("id", "not in", (run | run.parent_id).ids),
                ]
            )
            posted = others.filtered(lambda other: other.state == "posted")
            if posted:
                run.standing_note = self.env._(
                    "%(month)s is posted already by %(runs)s: an account billed there can be"
                    " approved here only after that run was taken back.",
                    month=run.period_id.code,
                    runs=", ".join(posted.mapped("name")),
                )
            elif others:
                run.standing_note = self.env._(
                    "%(month)s is approved already by %(runs)s: bills approved here take the place"
                    " of those.",
                    month=run.period_id.code,
                    runs=", ".join(others.mapped("name")),
                )

    def _scope(self):
        """Condition on ``utility_account a``: open in the period and chosen by the run."""
        self.ensure_one()
        parts = [
            SQL(
                "a.company_id = %s AND a.active AND a.state <> 'draft' AND a.date_open <= %s"
                " AND (a.date_close IS NULL OR a.date_close >= %s)",
                self.company_id.id,
                self.period_id.date_to,
                self.period_id.date_from,
            )
        ]
        if self.building_ids:
            parts.append(SQL("a.building_id = ANY(%s)", self.building_ids.ids))
        if self.account_ids:
            parts.append(SQL("a.id = ANY(%s)", self.account_ids.ids))
        return SQL(" AND ").join(parts)

    def _has_service(self):
        """Condition: the account has a service on a day of the period that we charge."""
        return SQL(
            "EXISTS (SELECT FROM utility_account_service s WHERE s.account_id = a.id"
            " AND s.date_from <= %s AND (s.date_to IS NULL OR s.date_to >= %s) AND NOT %s)",
            self.period_id.date_to,
            self.period_id.date_from,
            charged_elsewhere(self.company_id.id, self.period_id.date_from),
        )

    def _account_rows(self, condition):
        """Ids of the accounts of the scope for which ``condition`` holds."""
        self.env.flush_all()
        query = SQL(
            "SELECT a.id FROM utility_account a WHERE %s AND %s ORDER BY a.id",
            self._scope(),
            condition,
        )
        return [id_ for (id_,) in self.env.execute_query(query)]

    def _building_counts(self):
        """``[(building id, accounts to be billed)]`` in the order of charging."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT a.building_id, COUNT(*) FROM utility_account a WHERE %s AND %s"
                " GROUP BY a.building_id ORDER BY a.building_id",
                self._scope(),
                self._has_service(),
            )
        )

    def _explained(self):
        """Condition: the account has a bill of this run or a problem (open or excluded)."""
        return SQL(
            "(EXISTS (SELECT FROM utility_bill b WHERE b.account_id = a.id"
            " AND b.period_date = %(first)s AND b.run_id = ANY(%(runs)s))"
            " OR EXISTS (SELECT FROM utility_billing_problem p WHERE p.run_id = %(run)s"
            " AND p.account_id = a.id))",
            first=self.period_id.date_from,
            run=self.id,
            runs=self._with_held().ids,
        )

    def _with_held(self):
        """The run with those that its held bills went on in."""
        return self | self.search([("parent_id", "child_of", self.ids)])

    def _without_service_ids(self):
        return self._account_rows(SQL("NOT %s", self._has_service()))

    def _not_chosen_domain(self):
        """Accounts of the company beside the houses and accounts of the run."""
        domain = []
        if self.building_ids:
            domain.append(("building_id", "not in", self.building_ids.ids))
        if self.account_ids:
            domain.append(("id", "not in", self.account_ids.ids))
        return ["|", *domain] if len(domain) > 1 else domain

    def _missing_ids(self):
        return self._account_rows(SQL("%s AND NOT %s", self._has_service(), self._explained()))
