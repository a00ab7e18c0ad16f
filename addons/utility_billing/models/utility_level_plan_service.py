from odoo import fields, models


class UtilityLevelPlanService(models.Model):
    """A service that a levelled plan takes in, with its part of the level."""

    _name = "utility.level.plan.service"
    _description = "Service of a levelled plan"
    _inherit = ["utility.agreement.part.mixin"]
    _order = "agreement_id, amount desc, id"

    agreement_id = fields.Many2one(
        "utility.level.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    service_id = fields.Many2one("utility.service", required=True, readonly=True)
    amount = fields.Monetary("Of the Level", readonly=True, help="The mean of its months.")

    _service_uniq = models.UniqueIndex("(agreement_id, service_id)")
