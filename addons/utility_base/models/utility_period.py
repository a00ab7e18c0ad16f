from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class UtilityPeriod(models.Model):
    """Month of a company: open, closing, closed (R02, R03)."""

    _name = "utility.period"
    _description = "Period"
    _inherit = ["mail.thread"]
    _rec_name = "code"
    _order = "date_from desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    code = fields.Char(compute="_compute_code", store=True, help="Year and month: 2026-02.")
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", compute="_compute_code", store=True)
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        required=True,
        default="open",
        tracking=True,
        copy=False,
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    reopen_reason = fields.Char(tracking=True, copy=False)

    _month_uniq = models.UniqueIndex("(company_id, date_from)", "This period exists already.")
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1)", "A period begins on the first day of a month."
    )

    @api.depends("date_from")
    def _compute_code(self):
        for period in self:
            start = period.date_from
            period.code = start.strftime("%Y-%m") if start else False
            period.date_to = start + relativedelta(months=1, days=-1) if start else False

    @api.model
    def _get(self, date, company=None):
        """The period of ``company`` that ``date`` lies in; made, open, where there is none."""
        company = company or self.env.company
        start = fields.Date.to_date(date).replace(day=1)
        period = self.search([("company_id", "=", company.id), ("date_from", "=", start)])
        return period or self.create({"company_id": company.id, "date_from": start})

    @api.model
    def _closed_until(self, company):
        """Last day of the last closed period of ``company``, or False."""
        domain = Domain([("company_id", "=", company.id), ("state", "=", "closed")])
        return self.search(domain, order="date_from desc", limit=1).date_to

    def action_close(self):
        """Close the periods: nothing in them changes from now on."""
        for period in self.sorted("date_from"):
            if period.state == "closed":
                raise UserError(self.env._("Period %s is closed already.", period.code))
            earlier = self.search_count(
                [
                    ("company_id", "=", period.company_id.id),
                    ("date_from", "<", period.date_from),
                    ("state", "!=", "closed"),
                ],
                limit=1,
            )
            if earlier:
                raise UserError(
                    self.env._("Close the periods before %s first.", period.code)
                )
            period.write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
        return True
