from odoo import api, fields, models


class UtilityBillingRun(models.Model):
    """Days of the month without a tariff or norm, told before anybody is charged (C17)."""

    _inherit = "utility.billing.run"

    timeline_warning = fields.Text(compute="_compute_timeline_warning")

    @api.depends("period_id", "state")
    def _compute_timeline_warning(self):
        for run in self:
            notes = []
            if run.period_id and run.state in ("draft", "review"):
                period = run.period_id
                for name in ("utility.tariff", "utility.norm"):
                    notes += self.env[name]._gap_notes_between(
                        run.company_id, period.date_from, period.date_to
                    )
            run.timeline_warning = "\n".join(notes)
