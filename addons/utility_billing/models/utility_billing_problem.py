from odoo import api, fields, models
from odoo.exceptions import UserError

from .billing_problem_texts import texts_of


class UtilityBillingProblem(models.Model):
    """Why an account could not be charged, and what to do about it."""

    _name = "utility.billing.problem"
    _description = "Billing problem"
    _inherit = ["utility.transition.mixin"]
    _order = "run_id desc, code, account_id"

    run_id = fields.Many2one("utility.billing.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    period_id = fields.Many2one(related="run_id.period_id", store=True, index=True)
    account_id = fields.Many2one("utility.account", index=True, ondelete="cascade")
    building_id = fields.Many2one("utility.building", index=True, ondelete="cascade")
    service_id = fields.Many2one("utility.service", ondelete="set null")
    code = fields.Char(required=True, index=True)
    message = fields.Char(required=True)
    remedy = fields.Char()
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved"), ("ignored", "Excluded with a reason")],
        required=True,
        default="open",
        readonly=True,
    )
    reason = fields.Char()

    @api.depends("code", "account_id.number")
    def _compute_display_name(self):
        for problem in self:
            problem.display_name = f"{problem.account_id.number or ''} {problem.code}".strip()

    @api.model
    def _store(self, run, problems):
        """Keep the problems of the engine: ``(building id, Problem)``, in the responsible's words."""
        self = self.with_context(lang=run.user_id.lang or self.env.lang)
        services = {
            s.code: s.id
            for s in self.env["utility.service"].search(
                [("company_id", "in", (False, run.company_id.id))], order="company_id desc"
            )
        }
        return self.create(
            [
                {
                    "run_id": run.id,
                    "building_id": building,
                    "account_id": problem.account,
                    "service_id": services.get(problem.variables.get("service")),
                    "code": problem.code,
                    "message": message,
                    "remedy": remedy,
                }
                for building, problem in problems
                for message, remedy in (texts_of(self.env, problem),)
            ]
        )

    def action_exclude(self):
        """Leave the account out of the run for the reason that is written down."""
        for problem in self:
            if not (problem.reason or "").strip():
                raise UserError(
                    self.env._("Write down why account %s is left out.", problem.account_id.number)
                )
        self._transition(state="ignored")
        self._recount()
        return True

    def action_charge_again(self):
        """Charge the accounts of the problems again in their run."""
        for run, problems in self.grouped("run_id").items():
            run._charge_accounts(problems.account_id)
        return True

    def action_open_account(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.account" if self.account_id else "utility.building",
            "res_id": self.account_id.id or self.building_id.id,
            "view_mode": "form",
        }

    def _recount(self):
        for run in self.run_id:
            run._write_completeness()
