from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.agreements import CURRENT, PLAN


class UtilityAgreement(models.Model):
    """Instalment agreement: a debt of chosen months is paid by a schedule (X16).

    While it is in force its debts bear no penalty, bills show the part that is due, and payments
    go by its rule. It ends paid, broken by its rule or by hand, or cancelled. The ordinary
    services only: those kept apart have ledgers of their own. One in force an account.
    """

    _name = "utility.agreement"
    _description = "Instalment agreement"
    _inherit = ["utility.agreement.schedule.mixin"]
    _fixed_fields = ("state", "number", "pause_id", "paid", "date_end", "end_reason")
    _term_fields = ("account_id", "date", "company_id", "debt_from", "debt_to", "with_penalty",
                    "count", "first_date", "first", "interest_rate", "break_days", "break_missed",
                    "withdraw", "debt_ids", "line_ids")  # fmt: skip
    _document_kind = "instalments"

    state = fields.Selection(
        selection_add=[("active",), ("paid", "Paid"), ("broken",)],
        ondelete={"paid": "set default"},
    )
    debt_from = fields.Date("Debts From", help="The first month; empty: from the oldest debt.")
    debt_to = fields.Date("Debts To", help="The last month; empty: up to the newest debt.")
    with_penalty = fields.Boolean(
        "With Penalties and Costs", default=True, help="What was accrued on these months so far."
    )
    count = fields.Integer("Number of Payments", default=6)
    first_date = fields.Date(
        "First Payment Until",
        default=lambda self: fields.Date.add(fields.Date.context_today(self), months=1),
    )
    first = fields.Selection(
        [(CURRENT, "The current bills"), (PLAN, "What of the plan is due")],
        string="Payments Cover First",
        default=CURRENT,
        required=True,
        tracking=True,
    )
    withdraw = fields.Selection(
        [("future", "From the day it breaks"), ("start", "For all its time")],
        string="Penalties Resume",
        default="future",
        required=True,
        tracking=True,
    )
    debt_ids = fields.One2many("utility.agreement.debt", "agreement_id", readonly=True)
    line_ids = fields.One2many("utility.agreement.line", "agreement_id")
    total = fields.Monetary(compute="_compute_total", store=True)
    paid = fields.Monetary(
        "Paid of It", readonly=True, copy=False, help="What is no longer open of its debts."
    )
    left = fields.Monetary("Left to Pay", compute="_compute_left")
    late = fields.Monetary("Overdue", compute="_compute_left")
    next_date = fields.Date("Next Payment", compute="_compute_left")
    pause_id = fields.Many2one(
        "utility.penalty.pause", string="Pause of Penalties", readonly=True, copy=False
    )

    _active_uniq = models.UniqueIndex(
        "(account_id) WHERE state = 'active'",
        "The account has an agreement in force already.",
    )

    @api.depends("debt_ids.amount")
    def _compute_total(self):
        for agreement in self:
            agreement.total = sum(agreement.debt_ids.mapped("amount"))

    @api.depends("total", "paid", "line_ids.amount", "line_ids.date", "line_ids.state", "state")
    def _compute_left(self):
        for agreement in self:
            late = agreement.line_ids.filtered(lambda line: line.state == "late")
            unpaid = agreement.line_ids.filtered(lambda line: line.state != "paid")
            running = agreement.state in ("draft", "active")
            agreement.left = agreement.total - agreement.paid
            # a part may be paid in part: what is overdue is measured on the whole
            due = sum(agreement.line_ids.filtered(lambda x: x.state == "paid").mapped("amount"))
            due += sum(late.mapped("amount"))
            agreement.late = max(due - agreement.paid, 0) if late and running else 0
            agreement.next_date = min(unpaid.mapped("date"), default=False) if running else False

    @api.depends("number", "account_id.number")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = (
                self.env._("Instalments %s", agreement.number)
                if agreement.number
                else self.env._("Instalments of account %s", agreement.account_id.number)
                if agreement.account_id
                else self.env._("New instalment agreement")
            )

    @api.constrains("debt_from", "debt_to", "count", "break_days", "break_missed")
    def _check_terms(self):
        for agreement in self:
            if (
                agreement.debt_from
                and agreement.debt_to
                and agreement.debt_from > agreement.debt_to
            ):
                raise ValidationError(self.env._("The first month of the debts is after the last."))
            if not 1 <= agreement.count <= 120:
                raise ValidationError(self.env._("An agreement has 1 to 120 payments."))
            if agreement.break_days < 0 or agreement.break_missed < 0:
                raise ValidationError(self.env._("Limits of delay are not below zero."))
