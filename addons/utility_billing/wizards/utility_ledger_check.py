from odoo import api, fields, models

from ..models.utility_posting_rule import CUSTOMERS


class UtilityLedgerCheck(models.TransientModel):
    """Does the sub-ledger equal the control accounts of the general ledger?"""

    _name = "utility.ledger.check"
    _description = "Sub-ledger against general ledger"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(help="Empty: everything.")
    ledger = fields.Monetary("Control Accounts", compute="_compute_check")
    posted = fields.Monetary("Sub-ledger, Posted", compute="_compute_check")
    difference = fields.Monetary(compute="_compute_check")
    charges_waiting = fields.Monetary("Charges Not Posted", compute="_compute_check")
    payments_waiting = fields.Monetary("Payments Not Posted", compute="_compute_check")
    subledger = fields.Monetary("Sub-ledger, All", compute="_compute_check")
    agrees = fields.Boolean(compute="_compute_check")
    budget_ledger = fields.Monetary("Accounts of the Budgets", compute="_compute_check")
    budget_posted = fields.Monetary("Owed by Budgets, Posted", compute="_compute_check")
    budget_difference = fields.Monetary("Difference of Budgets", compute="_compute_check")

    @api.depends("company_id", "date")
    def _compute_check(self):
        # the figures are read by SQL
        self.company_id.check_access("read")
        for check in self:
            figures = self.env["utility.posting"]._check(check.company_id, check.date or None)
            for name, value in figures.items():
                check[name] = float(value)
            budgets = self.env["utility.posting"]._check_budgets(
                check.company_id, check.date or None
            )
            for name, value in budgets.items():
                check[f"budget_{name}"] = float(value)
            check.agrees = not figures["difference"] and not budgets["difference"]

    def action_post_payments(self):
        """Post the payments that wait."""
        self.ensure_one()
        self.company_id.check_access("read")
        until = self.date or fields.Date.context_today(self)
        self.env["utility.posting"]._post_payments(self.company_id, until)
        return self._reopen()

    def action_prepare_rules(self):
        self.company_id.check_access("read")
        self.company_id._utility_prepare_posting()
        return self._reopen()

    def action_view_runs(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Runs to post"),
            "res_model": "utility.billing.run",
            "view_mode": "list,form",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("approved", "documents")),
                ("simulation", "=", False),
            ],
        }

    def action_view_entries(self):
        rules = self.env["utility.posting.rule"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("document", "in", CUSTOMERS),
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of the control accounts"),
            "res_model": "account.move.line",
            "view_mode": "list,pivot",
            "domain": [("account_id", "in", rules.account_id.ids), ("parent_state", "=", "posted")],
        }

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
