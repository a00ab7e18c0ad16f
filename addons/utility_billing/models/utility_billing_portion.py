from odoo import fields, models


class UtilityBillingPortion(models.Model):
    """Whole buildings of a run that one job charges in one transaction."""

    _name = "utility.billing.portion"
    _description = "Portion of a billing run"
    _order = "run_id, number"

    run_id = fields.Many2one("utility.billing.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    number = fields.Integer(required=True)
    state = fields.Selection(
        [("pending", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed"),
         ("cancelled", "Cancelled")],
        required=True,
        default="pending",
    )
    building_ids = fields.Json(help="Ids of the buildings, in the order of their charging.")
    account_count = fields.Integer()
    charged_count = fields.Integer()
    problem_count = fields.Integer()
    line_count = fields.Integer()
    amount = fields.Float(digits=(18, 2))
    seconds = fields.Float(digits=(12, 3))
    peak_mb = fields.Integer()
    job_uuid = fields.Char()
    message = fields.Text()
