from odoo import api, fields, models

from ..engine.parameter_values import parse_value


class UtilityAbsence(models.Model):
    """Absence in the charge: in which month it took effect, and whether it was told too late."""

    _inherit = "utility.absence"

    charged_period = fields.Char(
        readonly=True, copy=False, help="The month in whose charge it took effect."
    )
    late_reason = fields.Char(
        "Accepted Although Late",
        help="Why an application after the deadline counts: illness, a decision of the court.",
    )
    late_note = fields.Char(compute="_compute_late_note")

    @api.depends("arrival", "application_date", "late_reason", "account_id")
    def _compute_late_note(self):
        """Services whose deadline the application missed; they are charged as if nobody was away."""
        parameters = self.env["utility.rule.parameter"]
        for absence in self:
            absence.late_note = False
            if not absence.arrival or not absence.application_date or absence.late_reason:
                continue
            days = (absence.application_date - absence.arrival).days
            missed = []
            for service in absence.account_id.service_ids.service_id:
                limit = parameters._holding(
                    "absence_application_days", absence.arrival, absence.company_id, service
                )
                if limit and days > parse_value(limit.code, limit.value):
                    missed.append(f"{service.name} ({limit.value})")
            if missed:
                absence.late_note = self.env._(
                    "Applied %(days)s days after the return. Too late for: %(services)s.",
                    days=days,
                    services=", ".join(missed),
                )
