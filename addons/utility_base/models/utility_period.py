from datetime import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

_FIXED = {"state", "company_id", "date_from", "closed_by_id", "closed_at", "reopen_reason"}


class UtilityPeriod(models.Model):
    """Month of a company: open, closing, closed (R02, R03).

    Months are closed one after the other; every day up to the end of the last closed one is
    protected by ``utility.guarded.mixin``.
    """

    _name = "utility.period"
    _description = "Period"
    _inherit = ["mail.thread"]
    _rec_name = "code"
    _order = "date_from desc"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    code = fields.Char(compute="_compute_code", store=True, help="Year and month: 2026-02.")
    date_from = fields.Date(
        "First Day",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date("Last Day", compute="_compute_code", store=True)
    state = fields.Selection(
        [("open", "Open"), ("closing", "Closing"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        copy=False,
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    reopen_reason = fields.Char(readonly=True, tracking=True, copy=False)

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
    def name_create(self, name):
        """The month that is written as 2026-02, made where it is missing.

        :raises UserError: it is not a month
        """
        try:
            day = datetime.strptime(name.strip(), "%Y-%m").date()
        except ValueError as error:
            raise UserError(
                self.env._("%s is no month: write year and month as 2026-02.", name)
            ) from error
        period = self._get(day)
        return period.id, period.display_name

    @api.model
    def _closed_until(self, company):
        """Last day of the last closed period of ``company``, or False."""
        domain = Domain([("company_id", "=", company.id), ("state", "=", "closed")])
        # what is closed does not depend on who asks
        return self.sudo().search(domain, order="date_from desc", limit=1).date_to

    @api.model_create_multi
    def create(self, vals_list):
        """Periods begin open, and never before a closed one."""
        for vals in vals_list:
            if vals.get("state", "open") != "open":
                raise UserError(self.env._("A period begins open: close it by its button."))
        periods = super().create(vals_list)
        for period in periods:
            until = self._closed_until(period.company_id)
            if until and period.date_from <= until:
                raise UserError(
                    self.env._(
                        "Period %(code)s lies before %(until)s, up to which everything is closed.",
                        code=period.code,
                        until=until,
                    )
                )
        return periods

    def write(self, vals):
        """The state goes by the buttons alone, so that closing keeps its order and its reasons."""
        if _FIXED & set(vals):
            raise UserError(
                self.env._("A period is closed and reopened by its buttons and never moved.")
            )
        return super().write(vals)

    def _transition(self, state, **values):
        """Change the state; for the actions only, not for calls from outside."""
        # past the guard of write, which keeps the state for the buttons
        return super().write({"state": state, **values})  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for period in self:
            if period.state != "open":
                raise UserError(
                    self.env._("Period %s is closed: it cannot be deleted.", period.code)
                )

    def action_close(self):
        """Close the periods: nothing in them changes from now on."""
        for period in self.sorted("date_from"):
            if period.state == "closed":
                raise UserError(self.env._("Period %s is closed already.", period.code))
            earlier = self.search(
                [
                    ("company_id", "=", period.company_id.id),
                    ("date_from", "<", period.date_from),
                    ("state", "!=", "closed"),
                ],
                order="date_from",
                limit=1,
            )
            if earlier:
                raise UserError(
                    self.env._(
                        "Period %(earlier)s is not closed yet. Close it before %(period)s.",
                        earlier=earlier.code,
                        period=period.code,
                    )
                )
            period._transition("closed", closed_by_id=self.env.uid, closed_at=fields.Datetime.now())
        return True

    def action_reopen(self, reason=None):
        """Open the last closed period again: by the administrator, who says why."""
        self.ensure_one()
        if not (self.env.su or self.env.user.has_group("utility_base.group_administrator")):
            raise AccessError(self.env._("Only an administrator reopens a closed period."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why period %s is reopened.", self.code))
        if self.state != "closed":
            raise UserError(self.env._("Period %s is not closed.", self.code))
        if self._closed_until(self.company_id) != self.date_to:
            raise UserError(
                self.env._(
                    "Later periods are closed too: reopen the last one first, then %s.", self.code
                )
            )
        return self._transition(
            "open", closed_by_id=False, closed_at=False, reopen_reason=reason.strip()
        )
