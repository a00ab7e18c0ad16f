from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models

from ..gateway.level_picture import level_plot
from .account_move_document import in_words


class UtilityLevelPlan(models.Model):
    """A levelled plan for the eye: its plot, and the printed agreement."""

    _inherit = "utility.level.plan"

    plot_html = fields.Html(compute="_compute_plot_html", sanitize=False)

    @api.depends("month_ids.amount", "month_ids.expected", "month_ids.charged", "month_ids.state")
    def _compute_plot_html(self):
        words = (self.env._("Charged"), self.env._("Expected"), self.env._("Level"))
        for plan in self:
            rows = [
                (
                    f"{month.date:%m}",
                    month.amount,
                    month.expected,
                    None if month.state == "open" else month.charged,
                )
                for month in plan.month_ids.sorted("date")
            ]
            # the picture escapes its texts itself
            plan.plot_html = Markup(level_plot(rows, words)) or False

    def _document_data(self, lang):
        """Plain values for the template: dates as dates, sums as texts."""
        self.ensure_one()
        code = self.env["utility.document.template"]._installed(lang)
        plan = self.with_context(lang=code)
        level = Decimal(f"{plan.level:.2f}")
        return plan._document_usual() | {
            "level": f"{level:.2f}",
            "level_words": in_words(level, plan.currency_id, lang),
            "first_month": f"{plan.first_month:%m.%Y}",
            "last_month": f"{plan.last_month:%m.%Y}",
            "months": plan.months,
            "services": [
                {"name": row.service_id.name, "amount": f"{amount:.2f}"}
                for row, amount in zip(plan.service_ids, plan._exact(plan.service_ids), strict=True)
            ],
            "break_days": plan.break_days,
            "break_missed": plan.break_missed,
            "drift_limit": f"{plan.drift_limit:g}" if plan.drift_limit else "",
        }
