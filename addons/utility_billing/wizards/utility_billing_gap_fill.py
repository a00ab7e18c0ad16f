from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityBillingGapFill(models.TransientModel):
    """Fill skipped months: tried first, then for good (X35).

    A month that is open is charged by a run of its own. A closed one stays as it is: the open month
    charges it as a correction, which is what the customer owes for it by what is known now.
    """

    _name = "utility.billing.gap.fill"
    _description = "Fill skipped months"

    gap_ids = fields.Many2many(
        "utility.billing.gap",
        default=lambda self: self.env.context.get("active_ids") or [],
        readonly=True,
    )
    open_count = fields.Integer("Months Still Open", compute="_compute_counts")
    closed_count = fields.Integer("Months Closed", compute="_compute_counts")
    period_id = fields.Many2one(
        "utility.period", compute="_compute_counts", string="Corrections Go Into"
    )

    @api.depends("gap_ids")
    def _compute_counts(self):
        for wizard in self:
            closed = wizard.gap_ids.filtered(lambda gap: gap.period_state == "closed")
            company = wizard.gap_ids.company_id[:1]
            wizard.closed_count = len(closed)
            wizard.open_count = len(wizard.gap_ids) - len(closed)
            runs = self.env["utility.billing.run"].with_company(company or self.env.company)
            wizard.period_id = runs._default_period() if closed else False

    def action_try(self):
        """Simulate: what the accounts would be charged; nothing is written for good."""
        self.ensure_one()
        self._check()
        runs = self._open_runs(simulation=True)
        closed = self._closed()
        if closed:
            with self._asked_for_a_trial(closed):
                correcting = self._correcting_run(closed, simulation=True)
                correcting.action_charge_now()
            runs |= correcting
        return self._show(runs)

    def action_fill(self):
        """Runs in review, which fill the months when they are approved.

        Corrections of accounts that are not billed yet in the open month wait for its next run.
        """
        self.ensure_one()
        self._check()
        runs = self._open_runs(simulation=False)
        closed = self._closed()
        # marked first: a correction charges such months though nobody in the house was billed then
        self.gap_ids._mark_asked()
        if closed:
            self._ask(closed)
            billed = self._billed_already(closed.account_id)
            if billed:
                correcting = self._correcting_run(
                    closed.filtered(lambda gap: gap.account_id in billed), simulation=False
                )
                correcting.action_charge_now()
                runs |= correcting
        if runs:
            return self._show(runs)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_recalculation_action"
        )

    def _check(self):
        if len(self.gap_ids.company_id) != 1:
            raise UserError(self.env._("Choose skipped months of one company."))
        if self.closed_count and not self.period_id:
            raise UserError(self.env._("No month is open: corrections need one."))

    def _closed(self):
        return self.gap_ids.filtered(lambda gap: gap.period_state == "closed")

    def _open_runs(self, simulation):
        """Charged runs of the months that are open, one a month."""
        runs = self.env["utility.billing.run"]
        for period, gaps in (self.gap_ids - self._closed()).grouped("period_id").items():
            runs |= runs.create(
                {
                    "name": self.env._("Skipped month %s", period.code),
                    "company_id": period.company_id.id,
                    "period_id": period.id,
                    "account_ids": [Command.set(gaps.account_id.ids)],
                    "simulation": simulation,
                }
            )
        runs.action_charge_now()
        return runs

    def _correcting_run(self, closed, simulation):
        return self.env["utility.billing.run"].create(
            {
                "name": self.env._("Skipped months in %s", self.period_id.code),
                "company_id": closed.company_id.id,
                "period_id": self.period_id.id,
                "account_ids": [Command.set(closed.account_id.ids)],
                "simulation": simulation,
            }
        )

    def _billed_already(self, accounts):
        """Those of the accounts that have an approved bill in the open month."""
        bills = self.env["utility.bill"].search(
            [
                ("account_id", "in", accounts.ids),
                ("period_date", "=", self.period_id.date_from),
                ("state", "=", "approved"),
            ]
        )
        return bills.account_id

    def _ask(self, closed):
        """Requests of recalculation of the houses from their first skipped month."""
        for building, gaps in closed.grouped("building_id").items():
            months = ", ".join(sorted(set(gaps.period_id.mapped("code"))))
            self.env["utility.recalculation"]._request(
                closed.company_id,
                min(gaps.mapped("period_date")),
                self.env._("Skipped months: %s", months),
                building,
            )

    @contextmanager
    def _asked_for_a_trial(self, closed):
        """Inside, the months are asked for; afterwards the requests are what they were."""
        # sudo: whoever may try may not edit requests nor gaps, and nothing of it stays
        requests = self.env["utility.recalculation"].sudo()
        domain = [("company_id", "=", closed.company_id.id), ("state", "=", "open")]
        before = {request: request.date_from for request in requests.search(domain)}
        found = closed.filtered(lambda gap: gap.state == "found")
        found._mark_asked()
        self._ask(closed)
        yield
        for request in requests.search(domain):
            if request not in before:
                request.unlink()
            elif request.date_from != before[request]:
                request.date_from = before[request]
        found.sudo().state = "found"

    def _show(self, runs):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_billing_run_action"
        )
        if len(runs) == 1:
            return {**action, "res_id": runs.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", runs.ids)], "context": {}}
