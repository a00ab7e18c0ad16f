from odoo import api, fields, models


class UtilityReadingWindow(models.Model):
    """Days of the month on which readings are taken (X21).

    The most special window counts: of the meter, else of the building, else of the company; on each
    of these one of the service goes before one of all services.
    """

    _name = "utility.reading.window"
    _description = "Reporting window"
    _order = "company_id, building_id, meter_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    building_id = fields.Many2one(
        "utility.building", index=True, check_company=True, ondelete="cascade"
    )
    meter_id = fields.Many2one("utility.meter", index=True, check_company=True, ondelete="cascade")
    service_id = fields.Many2one("utility.service", help="Empty: all services.")
    day_from = fields.Integer("First Day", required=True, default=15)
    day_to = fields.Integer(
        "Last Day", required=True, default=25, help="Smaller than the first day: of the next month."
    )
    restricted = fields.Boolean(
        "Binding",
        help="Customers cannot send readings outside of the window; staff can.",
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

    @api.depends("building_id", "meter_id", "service_id", "day_from", "day_to")
    def _compute_display_name(self):
        for window in self:
            scope = window.meter_id or window.building_id or window.company_id
            days = self.env._("%(first)s to %(last)s", first=window.day_from, last=window.day_to)
            parts = [scope.display_name, window.service_id.name, days]
            window.display_name = ", ".join(part for part in parts if part)

    @api.model
    def _resolve(self, meters):
        """The window of each meter: ``{meter id: window}``; meters without one are left out."""
        windows = self.search(
            [
                ("company_id", "in", meters.company_id.ids),
                ("meter_id", "in", [False, *meters.ids]),
                ("building_id", "in", [False, *meters.building_id.ids]),
            ]
        )
        found = {
            (w.company_id.id, w.meter_id.id, w.building_id.id, w.service_id.id): w for w in windows
        }
        result = {}
        for meter in meters:
            company, building = meter.company_id.id, meter.building_id.id
            # a window may name the building of its meter as well
            scopes = [(meter.id, building), (meter.id, False), (False, building), (False, False)]
            for scope in scopes:
                for service in (meter.service_id.id, False):
                    window = found.get((company, *scope, service))
                    if window:
                        result.setdefault(meter.id, window)
        return result
