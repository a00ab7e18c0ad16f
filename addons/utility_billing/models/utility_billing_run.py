from odoo import api, fields, models
from odoo.exceptions import UserError

from .portion_jobs import progress_of


class UtilityBillingRun(models.Model):
    """Charging of a period for all or some accounts of a company (DESIGN 6).

    1. *Charge* plans portions of whole buildings and charges them, by jobs or at once.
    2. *Review* shows problems and bills held by the review rules; both are solved or explained.
    3. *Approve* makes the charges count; held bills go on in a run of their own.
    4. Documents are printed and the sums posted.

    Charges count in balances as soon as their run is in one of ``FINAL_STATES`` and no simulation.
    """

    _name = "utility.billing.run"
    _description = "Billing run"
    _inherit = ["utility.transition.mixin", "mail.thread", "mail.activity.mixin"]
    _fixed_fields = ("state", "kind", "parent_id", "approved_by_id", "approved_at", "invoicing")
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one(
        "utility.period",
        required=True,
        index=True,
        check_company=True,
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]",
        default=lambda self: self._default_period(),
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("charging", "Charging"),
            ("review", "Review"),
            ("approved", "Approved"),
            ("documents", "Documents"),
            ("posted", "Posted"),
            ("reversed", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        help="Is told about problems and held bills.",
    )
    simulation = fields.Boolean(help="Charges nothing for good: the result can only be dropped.")
    building_ids = fields.Many2many(
        "utility.building", string="Buildings", help="Empty: all buildings."
    )
    account_ids = fields.Many2many(
        "utility.account", string="Accounts", help="Empty: all accounts of the buildings."
    )
    portion_ids = fields.One2many("utility.billing.portion", "run_id")
    problem_ids = fields.One2many("utility.billing.problem", "run_id")
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    reversed_at = fields.Datetime(readonly=True, copy=False)
    parent_id = fields.Many2one(
        "utility.billing.run",
        string="Held Bills Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The approved run whose held bills go on in this one.",
    )
    note = fields.Text()
    standing_note = fields.Char(compute="_compute_standing_note")

    # Completeness, written when the charging ends
    expected_count = fields.Integer(
        "Accounts Expected", readonly=True, copy=False, help="Accounts with services in the period."
    )
    billed_count = fields.Integer("Accounts Billed", readonly=True, copy=False)
    failed_count = fields.Integer("Accounts With Problems", readonly=True, copy=False)
    excluded_count = fields.Integer("Excluded With a Reason", readonly=True, copy=False)
    billed_amount = fields.Monetary("Sum of the Bills", readonly=True, copy=False)
    missing_count = fields.Integer(
        "Not Accounted For", readonly=True, copy=False, help="Must be zero: nobody was forgotten."
    )
    without_service_count = fields.Integer(
        "Without Services",
        readonly=True,
        copy=False,
        help="Open accounts that have nothing to charge.",
    )

    # Figures of the portions
    progress = fields.Float(compute="_compute_progress", help="Percent of the accounts.")
    charged_count = fields.Integer("Accounts Charged", compute="_compute_progress")
    line_count = fields.Integer("Lines", compute="_compute_progress")
    amount = fields.Monetary(compute="_compute_progress")
    speed = fields.Float("Accounts a Second", compute="_compute_progress", digits=(16, 0))
    remaining = fields.Char("Time Left", compute="_compute_progress")
    portion_failed_count = fields.Integer(compute="_compute_progress")
    problem_count = fields.Integer(compute="_compute_problem_count")
    held_count = fields.Integer(compute="_compute_held_count")
    totals_html = fields.Html(compute="_compute_totals_html", sanitize=False)

    @api.model
    def _default_period(self):
        """The first open month that has begun and is not billed yet, else the first open one."""
        periods = self.env["utility.period"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "open"),
                ("date_from", "<=", fields.Date.context_today(self)),
            ],
            order="date_from",
        )
        billed = self.search(
            [
                ("period_id", "in", periods.ids),
                ("kind", "=", "month"),
                ("state", "in", ("approved", "documents", "posted")),
                ("simulation", "=", False),
                ("building_ids", "=", False),
                ("account_ids", "=", False),
            ]
        ).period_id
        return (periods - billed)[:1] or periods[:1]

    @api.depends("period_id", "simulation")
    def _compute_name(self):
        """Follows the period until somebody gives the run a name of its own."""
        labels = (self.env._("Charging"), self.env._("Simulation"))
        for run in self:
            usual = not run.name or any(
                run.name.startswith(f"{label} ") and run.name[len(label) + 1 :][4:5] == "-"
                for label in labels
            )
            if usual and run.period_id:
                run.name = f"{labels[bool(run.simulation)]} {run.period_id.code}"
            else:
                run.name = run.name

    @api.depends(
        "portion_ids.state",
        "portion_ids.charged_count",
        "started_at",
        "finished_at",
        "billed_amount",
    )
    def _compute_progress(self):
        for run in self:
            progress = progress_of(run, run.state == "charging")
            run.progress, run.speed = progress.percent, progress.speed
            run.remaining = progress.remaining
            done = run.portion_ids.filtered(lambda p: p.state == "done")
            run.charged_count = sum(done.mapped("charged_count"))
            # the clock of a run counts whole seconds: a small one is told by its portions
            seconds = sum(done.mapped("seconds"))
            if not run.speed and seconds:
                run.speed = sum(done.mapped("account_count")) / seconds
            run.line_count = sum(done.mapped("line_count"))
            # what was charged again or held went out of the sums of the portions
            run.amount = run.billed_amount or sum(done.mapped("amount"))
            run.portion_failed_count = len(
                run._failed_portions().filtered(lambda p: p.state != "cancelled")
            )

    def _compute_problem_count(self):
        counts = dict(
            self.env["utility.billing.problem"]._read_group(
                [("run_id", "in", self.ids), ("state", "=", "open")], ["run_id"], ["__count"]
            )
        )
        for run in self:
            run.problem_count = counts.get(run, 0)

    def _compute_held_count(self):
        counts = dict(
            self.env["utility.bill"]._read_group(
                [("run_id", "in", self.ids), ("state", "=", "held")], ["run_id"], ["__count"]
            )
        )
        for run in self:
            run.held_count = counts.get(run, 0)

    @api.depends("state", "portion_ids.state")
    def _compute_totals_html(self):
        for run in self:
            run.totals_html = run._totals_table() if run.started_at else False

    def _totals(self):
        """Sums by service and kind: ``[{service, kind, volume, amount, vat, lines}]``."""
        self.ensure_one()
        kinds = dict(self.env["utility.charge"]._fields["kind"]._description_selection(self.env))
        groups = self.env["utility.charge"]._read_group(
            [("run_id", "=", self.id)],
            ["service_id", "kind"],
            ["amount:sum", "vat:sum", "__count"],
        )
        return [
            {
                "service": service.name,
                "kind": kinds[kind],
                "amount": round(amount, 2),
                "vat": round(vat or 0.0, 2),
                "lines": count,
            }
            for service, kind, amount, vat, count in sorted(
                groups, key=lambda group: (group[0].sequence, group[0].id, group[1])
            )
        ]

    def _totals_table(self):
        rows = self._totals()
        total = sum(row["amount"] for row in rows)
        vat = sum(row["vat"] for row in rows)
        return self.env["ir.qweb"]._render(
            "utility_billing.run_totals",
            {"rows": rows, "total": total, "vat": vat, "format": lambda value: f"{value:,.2f}"},
        )

    def write(self, vals):
        """What decides whether the charges count stays as it was when they were made."""
        if self._is_outside() and {"simulation", "period_id", "company_id"} & set(vals):
            self._check_state("draft", "cancelled")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        if any(run.state not in ("draft", "cancelled") for run in self):
            raise UserError(self.env._("Drop the charges of the run before it is deleted."))

    def _check_open(self):
        """Refuse where the period of a run is closed."""
        for run in self:
            if run.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "Period %s is closed. Charge an open period: corrections of the past come "
                        "with it.",
                        run.period_id.code,
                    )
                )

    def _check_state(self, *states):
        """Refuse where a run is in none of ``states``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for run in self:
            if run.state not in states:
                raise UserError(
                    self.env._(
                        "%(run)s is in the state “%(state)s”: this is done in the state “%(asked)s”.",
                        run=run.name,
                        state=labels[run.state],
                        asked=labels[states[0]],
                    )
                )
