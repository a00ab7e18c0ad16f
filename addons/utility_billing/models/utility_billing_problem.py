from odoo import fields, models


class UtilityBillingProblem(models.Model):
    """Why an account could not be charged, and what to do about it."""

    _name = "utility.billing.problem"
    _description = "Billing problem"
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
    )
    reason = fields.Char()
