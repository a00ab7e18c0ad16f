from odoo import fields, models


class UtilityReadingWindow(models.Model):
    """Days of the month on which readings are taken (X21).

    The most special window counts: of the meter, else of the building, else of the company.
    """

    _name = "utility.reading.window"
    _description = "Reporting window"
    _order = "company_id, building_id, meter_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    building_id = fields.Many2one("utility.building", index=True, check_company=True, ondelete="cascade")
    meter_id = fields.Many2one("utility.meter", index=True, check_company=True, ondelete="cascade")
    service_id = fields.Many2one("utility.service", help="Empty: all services.")
    day_from = fields.Integer("First Day", required=True, default=15)
    day_to = fields.Integer("Last Day", required=True, default=25)
    restricted = fields.Boolean(
        help="Customers cannot send readings outside of the window; staff can."
    )
    notify_day = fields.Integer(help="Day on which customers are reminded; 0: no reminder.")
    active = fields.Boolean(default=True)

    _days_check = models.Constraint(
        "CHECK (day_from BETWEEN 1 AND 31 AND day_to BETWEEN 1 AND 31"
        " AND notify_day BETWEEN 0 AND 31)",
        "Days of a month lie between 1 and 31.",
    )
    _scope_uniq = models.UniqueIndex(
        "(company_id, COALESCE(building_id, 0), COALESCE(meter_id, 0), COALESCE(service_id, 0))"
        " WHERE active",
        "There is a window for this already.",
    )
