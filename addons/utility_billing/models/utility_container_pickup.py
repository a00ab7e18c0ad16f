from odoo import fields, models


class UtilityContainerPickup(models.Model):
    """How often containers were emptied in a month."""

    _name = "utility.container.pickup"
    _description = "Pickups of a month"
    _order = "period_date desc, container_id"

    container_id = fields.Many2one(
        "utility.container", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="container_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="container_id.building_id", store=True, index=True)
    period_date = fields.Date("Month", required=True, help="First day of the month.")
    count = fields.Float("Times", digits=(16, 3), required=True)

    _month_uniq = models.UniqueIndex(
        "(container_id, period_date)", "The pickups of this month are entered already."
    )
    _month_check = models.Constraint(
        'CHECK (EXTRACT(DAY FROM period_date) = 1 AND "count" >= 0)',
        "A month is told by its first day, and pickups are not negative.",
    )
