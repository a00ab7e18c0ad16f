from odoo import models
from odoo.exceptions import UserError


class UtilityAgreement(models.Model):
    """Instalments and levelled payment do not hold for the same months (X16, X17)."""

    _inherit = "utility.agreement"

    def _check_plan(self, items):
        """What a levelled plan lets wait is not put off a second time."""
        # sudo: what stands in the way stands there whoever may see it
        plan = (
            self.env["utility.level.plan"]
            .sudo()
            .search([("account_id", "=", self.account_id.id), ("state", "=", "active")], limit=1)
        )
        months = self.debt_ids.mapped("period_date")
        if plan and months and max(months) >= plan.first_month:
            raise UserError(
                self.env._(
                    "%(plan)s holds from %(month)s on. Choose earlier months, or end it first: its "
                    "difference is due then.",
                    plan=plan.display_name,
                    month=f"{plan.first_month:%m.%Y}",
                )
            )
        return super()._check_plan(items)
