from odoo import models


class UtilityPeriod(models.Model):
    _inherit = "utility.period"

    def action_close(self):
        """Closing writes the statement of balances of the month."""
        for period in self.sorted("date_from"):
            if period.state != "closed":
                self.env["utility.turnover"]._close(period)
            super(UtilityPeriod, period).action_close()
        return True
