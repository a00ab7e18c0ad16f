from odoo import fields, models


class UtilityCommonCarry(models.Model):
    """Negative rest of the common needs of a building that lowers the next periods.

    ``volume`` is zero or below, in the unit of the service, as it stands after the period.
    """

    _name = "utility.common.carry"
    _description = "Carried common needs"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "period_date desc, building_id"

    run_id = fields.Many2one("utility.billing.run", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", required=True, readonly=True)
    service_id = fields.Many2one("utility.service", required=True, readonly=True)
    period_date = fields.Date(
        "Period", required=True, readonly=True, help="First day of the month."
    )
    volume = fields.Float(digits=(18, 6), required=True, readonly=True)

    _building_idx = models.Index("(building_id, period_date)")
    _run_idx = models.Index("(run_id)")
