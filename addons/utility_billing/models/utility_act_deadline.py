from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.due import add_working_days
from ..engine.parameter_values import parse_value
from ..gateway.production_calendar import production_calendar


class UtilityAct(models.Model):
    """Deadlines of claims: the visit after the call, the answer after the act (D07).

    Their lengths are the rule parameters ``act_visit_hours`` (hours) and ``act_answer_days``
    (working days); without them there is no deadline.
    """

    _inherit = "utility.act"

    called_at = fields.Datetime("Consumer Called", help="When the consumer told the company.")
    visited_at = fields.Datetime("Company Came", help="Empty: nobody came.")
    visit_deadline = fields.Datetime("Come Until", compute="_compute_deadlines", store=True)
    late_visit = fields.Boolean(compute="_compute_late_visit")
    check_on = fields.Date(
        "Look Again On", copy=False, help="Brings a reminder to come back to the place."
    )
    answer_deadline = fields.Date("Answer Until", compute="_compute_deadlines", store=True)
    answer = fields.Text(copy=False, help="What the consumer was told.")
    answered_on = fields.Date(readonly=True, copy=False)

    @api.depends("kind", "called_at", "date", "company_id", "service_id")
    def _compute_deadlines(self):
        for act in self:
            act.visit_deadline = act.answer_deadline = False
            if act.kind != "claim":
                continue
            hours, days = act._parameter("act_visit_hours"), act._parameter("act_answer_days")
            if hours and act.called_at:
                act.visit_deadline = act.called_at + timedelta(hours=float(hours))
            if days and act.date:
                act.answer_deadline = add_working_days(act.date, int(days), **act._calendar())

    @api.depends("visit_deadline", "visited_at")
    def _compute_late_visit(self):
        now = fields.Datetime.now()
        for act in self:
            until = act.visit_deadline
            act.late_visit = bool(until) and (act.visited_at or now) > until

    def _calendar(self):
        """Days off and worked weekends around the act: of the country and of the parameters."""
        country = self.company_id.country_id
        days = dict(
            zip(
                ("holidays", "workdays"),
                production_calendar(country.code, self.date.year, self.date.year + 1),
                strict=True,
            )
        )
        # rules hold for all who draw up acts
        rows = self.env["utility.rule.parameter"].sudo()
        for row in rows.search(
            [
                ("code", "in", list(days)),
                ("company_id", "in", (False, self.company_id.id)),
                ("country_id", "in", (False, country.id)),
            ]
        ):
            days[row.code] += parse_value(row.code, row.value)
        return days

    def _plan_activities(self):
        """Remind the responsible of the answer, and of the day to look at the place again."""
        for act in self.filtered("check_on"):
            act.activity_schedule(
                "utility_billing.activity_act_check",
                date_deadline=act.check_on,
                user_id=(act.user_id or self.env.user).id,
            )
        for act in self.filtered("answer_deadline"):
            act.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=act.answer_deadline,
                user_id=(act.user_id or self.env.user).id,
                summary=self.env._("Answer the claim"),
            )

    def _end_activities(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _cancel(self, reason):
        result = super()._cancel(reason)
        self.activity_unlink(["utility_billing.activity_act_check"])
        return result

    def action_refuse(self):
        """Refuse a claim; the answer with its reasons goes to the consumer."""
        self._expect("filed")
        for act in self:
            if act.kind != "claim":
                raise UserError(self.env._("Only claims are refused. (ACT_STATE)"))
            act._check_right()
            if not (act.answer or "").strip():
                raise UserError(
                    self.env._("Write down in the answer why the claim is refused. (ACT_EMPTY)")
                )
            act._transition(state="refused", answered_on=fields.Date.context_today(act))
            act._end_activities()
        return True

    def _apply(self):
        """A claim that is put in force is answered by it."""
        result = super()._apply()
        if self.kind == "claim":
            self._transition(answered_on=fields.Date.context_today(self))
        return result
