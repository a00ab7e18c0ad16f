from odoo import fields, models


class UtilityBillingRun(models.Model):
    """Charging of a period for all or some accounts of a company (DESIGN 6)."""

    _name = "utility.billing.run"
    _description = "Billing run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("utility.period", required=True, index=True, check_company=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("charging", "Charging"),
            ("review", "Review"),
            ("approved", "Approved"),
            ("documents", "Documents"),
            ("posted", "Posted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    simulation = fields.Boolean(help="Charges nothing for good: the result can only be dropped.")
    building_ids = fields.Many2many("utility.building", help="Empty: all buildings.")
    account_ids = fields.Many2many("utility.account", help="Empty: all accounts of the buildings.")
    portion_ids = fields.One2many("utility.billing.portion", "run_id")
    problem_ids = fields.One2many("utility.billing.problem", "run_id")
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    note = fields.Text()
