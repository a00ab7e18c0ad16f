from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityLevelPlan(models.Model):
    """Levelled billing: an account pays the same sum every month, settled in the last (X17).

    The real charges stay in the ledger; bills, registries and the cash desk ask for the level, and
    what is charged beyond the levels is not due and bears no penalty, see ``engine/levels.py``. It
    ends done with its last month, broken by its rule or by hand, or cancelled; then the difference
    is due. Ordinary services of individuals only. One in force an account.
    """

    _name = "utility.level.plan"
    _description = "Levelled payment plan"
    _inherit = ["utility.agreement.schedule.mixin"]
    _document_kind = "levelled"
    _fixed_fields = (
        *("state", "number", "date_end", "end_reason", "difference", "paid", "late_amount"),
        *("drift", "proposed_level", "review"),
    )
    _term_fields = ("account_id", "date", "company_id", "first_month", "months", "level",
                    "break_days", "break_missed", "drift_limit", "month_ids",
                    "service_ids")  # fmt: skip

    state = fields.Selection(
        selection_add=[("active",), ("done", "Done"), ("broken",)],
        ondelete={"done": "set default"},
    )
    first_month = fields.Date(
        required=True,
        default=lambda self: self._default_first_month(),
        tracking=True,
        help="The first bill that asks for the level.",
    )
    last_month = fields.Date(compute="_compute_last_month", store=True)
    months = fields.Integer("Number of Months", default=12, required=True, tracking=True)
    level = fields.Monetary(
        "Level a Month",
        tracking=True,
        help="The mean of what the months are expected to cost; it may be changed in a draft.",
    )
    known_months = fields.Integer(
        "Months by History",
        readonly=True,
        help="So many months are expected to cost what they did a year before; the others what "
        "they would be charged now.",
    )
    break_missed = fields.Integer("Breaks at Late Levels")
    drift_limit = fields.Float(
        "Review Beyond, %",
        digits=(5, 2),
        compute="_compute_drift_limit",
        store=True,
        readonly=False,
        tracking=True,
        help="Where the year runs away from its levels by more, the responsible is told; 0: never.",
    )
    service_ids = fields.One2many("utility.level.plan.service", "agreement_id", "Services")
    month_ids = fields.One2many("utility.level.plan.month", "agreement_id", "Schedule")
    difference = fields.Monetary(
        "Running Difference",
        readonly=True,
        copy=False,
        help="Charged less asked for by levels so far; below zero: asked for more.",
    )
    paid = fields.Monetary("Paid of It", readonly=True, copy=False)
    late_amount = fields.Monetary("Overdue", readonly=True, copy=False)
    drift = fields.Float(
        "Drift, %",
        digits=(7, 2),
        readonly=True,
        copy=False,
        aggregator="avg",
        help="By how much the year will cost more than its levels, as far as is known now.",
    )
    proposed_level = fields.Monetary(
        readonly=True, copy=False, help="For the rest of the months, so that no difference is left."
    )
    review = fields.Boolean("To Be Reviewed", readonly=True, copy=False)

    _active_uniq = models.UniqueIndex(
        "(account_id) WHERE state = 'active'",
        "The account has a levelled plan in force already.",
    )

    @api.model
    def _default_first_month(self):
        """The month after the newest one whose bills are approved, else this month."""
        # sudo: who makes plans need not see the runs
        run = (
            self.env["utility.billing.run"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.env.company.id),
                    ("kind", "=", "month"),
                    ("state", "in", ("approved", "documents", "posted")),
                ],
                order="period_id",  # by the order of periods: the newest first
                limit=1,
            )
        )
        last = run.period_id.date_from
        if last:
            return fields.Date.add(last, months=1)
        return fields.Date.start_of(fields.Date.context_today(self), "month")

    @api.depends("first_month", "months")
    def _compute_last_month(self):
        for plan in self:
            plan.last_month = plan.first_month and fields.Date.add(
                plan.first_month, months=max(plan.months, 1) - 1
            )

    @api.depends("account_id", "date")
    def _compute_drift_limit(self):
        for plan in self:
            plan.drift_limit = float(plan._usual("level_drift_percent"))

    @api.depends("number", "account_id.number")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = (
                self.env._("Levelled payment %s", plan.number)
                if plan.number
                else self.env._("Levelled payment of account %s", plan.account_id.number)
                if plan.account_id
                else self.env._("New levelled payment plan")
            )

    @api.constrains("months", "first_month", "level", "break_days", "break_missed", "drift_limit")
    def _check_terms(self):
        for plan in self:
            if not 2 <= plan.months <= 24:
                raise ValidationError(self.env._("A levelled plan has 2 to 24 months."))
            if plan.first_month.day != 1:
                raise ValidationError(self.env._("The first month is given by its first day."))
            if min(plan.level, plan.break_days, plan.break_missed, plan.drift_limit) < 0:
                raise ValidationError(self.env._("The level and the limits are not below zero."))

    @api.constrains("account_id")
    def _check_account(self):
        for plan in self:
            if plan.account_id.kind == "organisation":
                raise ValidationError(
                    self.env._(
                        "%s is an organisation: it pays the invoices of its charges.",
                        plan.account_id.number,
                    )
                )

    @api.onchange("first_month")
    def _onchange_first_month(self):
        if self.first_month:
            self.first_month = self.first_month.replace(day=1)

    @api.onchange("account_id", "first_month", "months")
    def _onchange_terms(self):
        """The plan of other terms is made by its button."""
        if self.month_ids:
            self.month_ids = [fields.Command.clear()]
            self.service_ids = [fields.Command.clear()]
            self.level = 0

    @api.onchange("level")
    def _onchange_level(self):
        for month in self.month_ids:
            month.amount = self.level
