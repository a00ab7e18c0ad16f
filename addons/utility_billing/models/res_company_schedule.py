import logging
from calendar import monthrange
from datetime import date, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..engine.due import add_working_days
from ..gateway.production_calendar import production_calendar

_logger = logging.getLogger(__name__)

LATE_DAYS = 7  # a charging that was missed is made up for so long into the next month


class ResCompany(models.Model):
    """The month starts by itself: on a day and hour the run is made and charged (C03, S13)."""

    _inherit = "res.company"

    utility_month_auto = fields.Boolean("Charge the Month by Itself")
    utility_month_day = fields.Integer(
        "Day of Charging", default=25, help="31: the last day of the month."
    )
    utility_month_hour = fields.Integer("Hour of Charging", default=20)
    utility_month_which = fields.Selection(
        [("current", "The same month"), ("previous", "The month before")],
        string="Month to Charge",
        required=True,
        default="current",
    )
    utility_month_skip_holidays = fields.Boolean(
        "Not on Days Off", help="The charging waits for the next working day."
    )
    utility_month_user_id = fields.Many2one(
        "res.users",
        string="Responsible for the Month",
        help="Looks through the charging and approves it.",
    )
    utility_month_building_ids = fields.Many2many(
        "utility.building",
        "utility_company_month_building_rel",
        string="Houses of the Month",
        help="Empty: all houses.",
    )
    utility_month_mail = fields.Boolean(
        "Send Bills after Approval", help="Approved bills of the month go by e-mail at once."
    )

    _utility_month_day_check = models.Constraint(
        "CHECK (utility_month_day BETWEEN 1 AND 31)", "The day of charging is between 1 and 31."
    )
    _utility_month_hour_check = models.Constraint(
        "CHECK (utility_month_hour BETWEEN 0 AND 23)", "The hour of charging is between 0 and 23."
    )

    def _utility_charging_day(self, month):
        """Day of the calendar month of ``month`` on which the charging starts."""
        self.ensure_one()
        length = monthrange(month.year, month.month)[1]
        day = date(month.year, month.month, min(self.utility_month_day, length))
        if not self.utility_month_skip_holidays:
            return day
        off, worked = production_calendar(self.country_id.code, day.year, day.year + 1)
        return add_working_days(day - timedelta(days=1), 1, holidays=off, workdays=worked)

    def _utility_month_due(self, now):
        """First day of the month to charge at ``now`` (UTC), or None before its day and hour.

        What a weekend carried into the next month, or a server that was off for a week missed, is
        made up for; months longer ago are not.
        """
        self.ensure_one()
        zone = pytz.timezone(self.partner_id.tz or self.utility_month_user_id.tz or "UTC")
        here = pytz.utc.localize(now).astimezone(zone)
        today = here.date().replace(day=1)
        for month in (today, today - relativedelta(months=1)):
            day = self._utility_charging_day(month)
            late = (here.date() - day).days
            if month != today and late > LATE_DAYS:
                continue
            if (here.date(), here.hour) >= (day, self.utility_month_hour):
                back = 1 if self.utility_month_which == "previous" else 0
                return month - relativedelta(months=back)
        return None

    @api.model
    def _cron_utility_month(self, now=None):
        """Make and charge the runs that are due; a second call makes no second run."""
        now = now or fields.Datetime.now()
        for company in self.search([("utility_month_auto", "=", True)]):
            month = company._utility_month_due(now)
            if month:
                company.with_company(company)._utility_start_month(month)

    def _utility_start_month(self, month):
        """The run of ``month``, made and charging; empty where somebody was quicker."""
        self.ensure_one()
        runs = self.env["utility.billing.run"]
        period = self.env["utility.period"]._get(month, self)
        known = runs.search_count(
            [
                ("period_id", "=", period.id),
                ("kind", "=", "month"),
                ("simulation", "=", False),
                "|",
                ("scheduled", "=", True),
                ("state", "!=", "cancelled"),
            ],
            limit=1,
        )
        if known or period.state == "closed":
            return runs
        user = self.utility_month_user_id or self.env.user
        run = runs.create(
            {
                "company_id": self.id,
                "period_id": period.id,
                "user_id": user.id,
                "building_ids": [(6, 0, self.utility_month_building_ids.ids)],
                "scheduled": True,
            }
        )
        run.message_post(body=self.env._("Started by the schedule of %s.", self.name))
        run.action_charge()
        _logger.info("Schedule of %s: run %s of %s", self.name, run.id, period.code)
        return run
