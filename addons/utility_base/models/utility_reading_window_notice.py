from calendar import monthrange

from odoo import api, fields, models
from odoo.fields import Domain

PORTION = 500  # accounts a job


class UtilityReadingWindow(models.Model):
    """Once a month customers are asked for their readings (X21)."""

    _inherit = "utility.reading.window"

    notified_month = fields.Char("Reminded In", readonly=True, copy=False)

    @api.model
    def _cron_notify(self):
        """Queue the letters of the windows whose day has come; each once a month.

        A day that the job missed is made up for; the 31st is the last day of every month.
        """
        today = fields.Date.context_today(self)
        month = today.strftime("%Y-%m")
        last = monthrange(today.year, today.month)[1]
        for window in self.search([("notify_day", ">", 0), ("notified_month", "!=", month)]):
            if today.day >= min(window.notify_day, last):
                window.notified_month = month
                accounts = self.env["utility.account"].search(window._account_domain())
                for start in range(0, len(accounts), PORTION):
                    portion = accounts[start : start + PORTION]
                    window.with_delay(
                        description=self.env._("Letters about readings, %s", month)
                    )._notify_portion(portion.ids, fields.Date.to_string(today))

    def _account_domain(self):
        """Accounts that this window may concern; the more special ones are left out later."""
        self.ensure_one()
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "active"),
                ("partner_id.email", "!=", False),
                ("installation_ids.date_to", "=", False),
            ]
        )
        if self.meter_id:
            domain &= Domain("id", "=", self.meter_id.account_id.id)
        elif self.building_id:
            domain &= Domain("building_id", "=", self.building_id.id)
        return domain

    def _notify_portion(self, account_ids, today):
        """One letter an account that has a meter of this window without a reading of the month."""
        self.ensure_one()
        today = fields.Date.to_date(today)
        meters = self.env["utility.meter"].search(
            [("account_id", "in", account_ids), ("state", "=", "installed")]
        )
        windows = self._resolve(meters)
        read = self.env["utility.reading"]._read_group(
            [
                ("meter_id", "in", meters.ids),
                ("date", ">=", today.replace(day=1)),
                ("state", "!=", "rejected"),
            ],
            ["meter_id"],
        )
        waiting = meters.filtered(lambda m: windows.get(m.id) == self)
        waiting -= self.env["utility.meter"].union(*[row[0] for row in read])
        template = self.env.ref("utility_base.mail_template_reading")
        template.with_context(day_from=self.day_from, day_to=self.day_to).send_mail_batch(
            waiting.account_id.ids, force_send=False
        )
