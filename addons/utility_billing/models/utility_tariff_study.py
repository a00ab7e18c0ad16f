from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .portion_jobs import progress_of

MONTHS_MAX = 12


class UtilityTariffStudy(models.Model):
    """Tariff laboratory (Z14): drafts of tariffs, norms and parameters over past months.

    Every account of the choice is charged twice by the engine of the billing run, as the rules are
    and as the draft has them, both with the facts known today. Nothing reaches the ledger: the
    results are tables of the study alone.
    """

    _name = "utility.tariff.study"
    _description = "Tariff study"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, default=lambda self: self.env._("New tariff"))
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    month_from = fields.Date(
        "First Month", required=True, default=lambda self: self._default_month(-12)
    )
    month_to = fields.Date(
        "Last Month", required=True, default=lambda self: self._default_month(-1)
    )
    building_ids = fields.Many2many(
        "utility.building", string="Buildings", help="Empty: all buildings."
    )
    customer_category_ids = fields.Many2many(
        "utility.customer.category", string="Customer Categories", help="Empty: everybody."
    )
    change_ids = fields.One2many("utility.tariff.study.change", "study_id", copy=True)
    portion_ids = fields.One2many("utility.tariff.study.portion", "study_id")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, string="Economist")
    note = fields.Text()
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)

    # Written when the study ends
    account_count = fields.Integer("Accounts Compared", readonly=True, copy=False)
    more_count = fields.Integer("Pay More", readonly=True, copy=False)
    less_count = fields.Integer("Pay Less", readonly=True, copy=False)
    problem_count = fields.Integer(
        "With Problems", readonly=True, copy=False, help="Months that could not be charged."
    )
    amount_old = fields.Monetary("Revenue Now", readonly=True, copy=False)
    amount_new = fields.Monetary("Revenue With the Draft", readonly=True, copy=False)
    amount_diff = fields.Monetary("Difference", readonly=True, copy=False)
    percent_diff = fields.Float(
        "Difference, %", digits=(16, 2), readonly=True, copy=False, aggregator=None
    )
    privilege_diff = fields.Monetary(
        "Privileges, Difference", readonly=True, copy=False, help="More to be paid by the budget."
    )
    subsidy_diff = fields.Monetary(
        "Subsidies a Month, Difference",
        readonly=True,
        copy=False,
        help="Of households that get one, if their costs grow as their bills do.",
    )

    progress = fields.Float(compute="_compute_progress", help="Percent of the accounts.")
    speed = fields.Float(
        "Account Months a Second", compute="_compute_progress", digits=(16, 0), aggregator=None
    )
    remaining = fields.Char("Time Left", compute="_compute_progress")
    failed_count = fields.Integer("Failed Portions", compute="_compute_progress")

    @api.model
    def _default_month(self, shift):
        first = fields.Date.start_of(fields.Date.context_today(self), "month")
        return first + relativedelta(months=shift)

    @api.depends("portion_ids.state", "started_at", "finished_at", "month_from", "month_to")
    def _compute_progress(self):
        for study in self:
            progress = progress_of(study, study.state == "running")
            study.progress, study.remaining = progress.percent, progress.remaining
            study.speed = progress.speed * len(study._periods())
            study.failed_count = len(study.portion_ids.filtered(lambda p: p.state == "failed"))

    @api.constrains("month_from", "month_to")
    def _check_months(self):
        for study in self:
            count = len(study._periods())
            if not 1 <= count <= MONTHS_MAX:
                raise ValidationError(
                    self.env._(
                        "A study takes 1 to %(most)s months, not %(count)s. Choose other months.",
                        most=MONTHS_MAX,
                        count=count,
                    )
                )

    def _periods(self):
        """Months of the study as texts, ascending."""
        self.ensure_one()
        if not (self.month_from and self.month_to):
            return []
        first, last = self.month_from.replace(day=1), self.month_to.replace(day=1)
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        return [f"{first + relativedelta(months=index):%Y-%m}" for index in range(count)]

    def write(self, vals):
        """What was studied stays as it was while there are results of it."""
        fixed = {"month_from", "month_to", "building_ids", "customer_category_ids", "company_id"}
        if self._is_outside() and (fixed | {"change_ids"}) & set(vals):
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        for study in self:
            if study.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%s has results. Copy the study, or drop the results first.", study.name
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(study.state == "running" for study in self):
            raise UserError(self.env._("Cancel the study before it is deleted."))

    def unlink(self):
        self._delete_results()
        return super().unlink()

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        for study, vals in zip(self, copies, strict=True):
            if not (default and "name" in default):
                vals["name"] = self.env._("%s (copy)", study.name)
        return copies
