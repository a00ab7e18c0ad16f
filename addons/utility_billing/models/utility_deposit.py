from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.deposits import Move, interest, required


class UtilityDeposit(models.Model):
    """Deposit of a payer: money that secures his bills and stays his own (X18).

    What it holds is the sum of its moves; none of it pays a debt until it is used for one. It
    breaks where it is not paid in full in time; it ends when the money has gone back.
    """

    _name = "utility.deposit"
    _description = "Deposit of a payer"
    _inherit = ["utility.agreement.mixin"]
    _fixed_fields = (
        *("state", "number", "date_end", "end_reason"),
        *("paid_date", "interest_until", "good_since", "proposed_date"),
    )
    _term_fields = (
        *("account_id", "date", "company_id", "amount_rule", "months", "amount", "rate"),
        *("interest_when", "return_months", "pay_until"),
    )
    _document_kind = "deposit"

    state = fields.Selection(
        selection_add=[("active",), ("returned", "Returned"), ("broken",)],
        ondelete={"returned": "set default"},
    )
    amount_rule = fields.Selection(
        [("average", "Average monthly bills"), ("fixed", "A fixed sum")],
        string="Required",
        default="average",
        required=True,
        tracking=True,
    )
    months = fields.Integer(
        compute="_compute_months",
        store=True,
        readonly=False,
        help="So many average bills.",
    )
    amount = fields.Monetary(
        "Required Sum",
        compute="_compute_amount",
        store=True,
        readonly=False,
        tracking=True,
    )
    pay_until = fields.Date(
        "To Be Paid Until", compute="_compute_pay_until", store=True, readonly=False
    )
    take = fields.Selection(
        [
            ("hand", "Only what is put there by hand"),
            ("purpose", "Payments whose purpose names a deposit"),
            ("all", "All payments until it is full"),
        ],
        string="Filled By",
        default="purpose",
        required=True,
        tracking=True,
    )
    rate = fields.Float(
        "Interest, % a Year",
        digits=(6, 3),
        compute="_compute_rate",
        store=True,
        readonly=False,
        tracking=True,
    )
    interest_when = fields.Selection(
        [("end", "At the end"), ("year", "Each year"), ("month", "Each month")],
        string="Interest Is Credited",
        default="end",
        required=True,
    )
    use_days = fields.Integer(
        "Used for Debts Older Than, Days",
        compute="_compute_use_days",
        store=True,
        readonly=False,
        tracking=True,
        help="Days after the due day of a bill; 0: only by its button.",
    )
    return_months = fields.Integer(
        "Proposed for Return after Good Months",
        compute="_compute_return_months",
        store=True,
        readonly=False,
        help="So many months without anything overdue; 0: never.",
    )
    move_ids = fields.One2many("utility.deposit.move", "deposit_id", readonly=True)
    balance = fields.Monetary(
        "Held", compute="_compute_balance", store=True, help="What it holds today."
    )
    awaited = fields.Monetary(compute="_compute_balance", store=True, help="Not paid in yet.")
    interest_total = fields.Monetary("Interest Credited", compute="_compute_balance", store=True)
    interest_due = fields.Monetary(
        "Interest Not Credited Yet", compute="_compute_interest_due", help="Up to today."
    )
    paid_date = fields.Date("Paid in Full On", readonly=True, copy=False)
    interest_until = fields.Date("Interest Credited Until", readonly=True, copy=False)
    good_since = fields.Date("Nothing Overdue Since", readonly=True, copy=False)
    proposed_date = fields.Date("Return Proposed On", readonly=True, copy=False)

    _active_uniq = models.UniqueIndex(
        "(account_id) WHERE state = 'active'", "The account has a deposit in force already."
    )

    # a method a field: a term that is given keeps no other from its usual value
    @api.depends("account_id", "date")
    def _compute_months(self):
        for deposit in self:
            deposit.months = int(deposit._usual("deposit_months"))

    @api.depends("account_id", "date")
    def _compute_rate(self):
        for deposit in self:
            deposit.rate = float(deposit._usual("deposit_rate"))

    @api.depends("account_id", "date")
    def _compute_use_days(self):
        for deposit in self:
            deposit.use_days = int(deposit._usual("deposit_use_days"))

    @api.depends("account_id", "date")
    def _compute_return_months(self):
        for deposit in self:
            deposit.return_months = int(deposit._usual("deposit_return_months"))

    @api.depends("account_id", "date")
    def _compute_pay_until(self):
        for deposit in self:
            days = int(deposit._usual("deposit_pay_days"))
            deposit.pay_until = deposit.date and fields.Date.add(deposit.date, days=days)

    @api.depends("account_id", "date", "amount_rule", "months")
    def _compute_amount(self):
        """So many average bills of the year before; a fixed sum is typed."""
        for deposit in self:
            if deposit.amount_rule == "average" and deposit.state == "draft":
                deposit.amount = float(required(deposit._charges(), deposit.months))
            else:
                deposit.amount = deposit.amount

    def _charges(self):
        """``[Decimal]`` what the last twelve approved bills before the deposit charged."""
        if not self.account_id or not self.date:
            return []
        bills = self.env["utility.bill"].search(
            [
                ("account_id", "=", self.account_id.id),
                ("state", "=", "approved"),
                ("capital", "!=", True),
                ("period_date", "<", self.date),
            ],
            order="period_date desc",
            limit=12,
        )
        return [Decimal(f"{bill.charged:.2f}") for bill in bills]

    @api.depends("move_ids.amount", "move_ids.kind", "amount", "state")
    def _compute_balance(self):
        for deposit in self:
            rows = deposit.move_ids
            deposit.balance = sum(rows.mapped("amount"))
            deposit.interest_total = sum(
                rows.filtered(lambda m: m.kind == "interest").mapped("amount")
            )
            waits = deposit.state == "active"
            deposit.awaited = max(deposit.amount - deposit.balance, 0) if waits else 0

    @api.depends("move_ids.amount", "rate", "interest_until", "state")
    def _compute_interest_due(self):
        today = fields.Date.context_today(self)
        for deposit in self:
            deposit.interest_due = float(deposit._interest(today))

    def _moves(self):
        return [
            Move(move.date, amount)
            for move, amount in zip(self.move_ids, self._exact(self.move_ids), strict=True)
        ]

    def _held(self):
        """What it holds, Decimal."""
        return sum(self._exact(self.move_ids), Decimal("0.00"))

    def _interest(self, until):
        """Interest that is not credited yet for the days up to ``until``, Decimal."""
        moves = self._moves()
        if not moves or self.state not in ("active", "broken"):
            return Decimal("0.00")
        since = self.interest_until or min(move.date for move in moves)
        return interest(moves, Decimal(f"{self.rate:.3f}"), since, until)

    @api.depends("number", "account_id.number")
    def _compute_display_name(self):
        for deposit in self:
            deposit.display_name = (
                self.env._("Deposit %s", deposit.number)
                if deposit.number
                else self.env._("Deposit of account %s", deposit.account_id.number)
                if deposit.account_id
                else self.env._("New deposit")
            )

    @api.constrains("months", "rate", "use_days", "return_months", "amount")
    def _check_terms(self):
        for deposit in self:
            if min(deposit.months, deposit.use_days, deposit.return_months, deposit.amount) < 0:
                raise ValidationError(self.env._("Terms of a deposit are not below zero."))
            if not 0 <= deposit.rate <= 100:
                raise ValidationError(self.env._("The interest is between 0 and 100 % a year."))

    def action_activate(self):
        """Put in force: from now on it waits for its money."""
        self.check_access("write")
        self._expect("draft")
        for deposit in self:
            if deposit.amount <= 0:
                raise UserError(
                    self.env._(
                        "%s has no bills to go by. Choose a fixed sum.", deposit.account_id.number
                    )
                )
            if not deposit.pay_until or deposit.pay_until < deposit.date:
                raise UserError(self.env._("Fill in until when the deposit is paid."))
            # sudo: the rules of posting are prepared whoever makes the first deposit
            deposit.company_id.sudo()._utility_prepare_deposits()
            deposit._transition(
                state="active", number=deposit._next_number(), good_since=deposit.date
            )
        return True

    def action_cancel(self):
        """Money that it holds goes somewhere first."""
        for deposit in self.filtered("move_ids"):
            if deposit._held():
                raise UserError(
                    self.env._(
                        "%s holds money: give it back or use it for the debts.",
                        deposit.display_name,
                    )
                )
        return super().action_cancel()

    def action_view_moves(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_deposit_move_action"
        )
        return action | {"domain": [("deposit_id", "=", self.id)], "context": {}}
