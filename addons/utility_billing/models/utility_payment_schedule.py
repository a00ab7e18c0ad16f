from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.autopay import BILL, FIXED, PART
from .payment_order_texts import reasons


class UtilityPaymentSchedule(models.Model):
    """Agreement of a payer on automatic payments by his mandate (X11).

    Each payment is an order with its own way; the schedule ends by its day, by withdrawal, or
    breaks when payments fail in a row. Of the mandate only its number at the bank is kept: cards
    and accounts of payers stay with the provider.
    """

    _name = "utility.payment.schedule"
    _description = "Automatic payments"
    _inherit = ["utility.agreement.mixin"]
    _fixed_fields = ("state", "number", "date_end", "end_reason", "failures")
    _term_fields = (
        *("account_id", "date", "company_id", "provider", "mandate", "when", "day"),
        *("amount_rule", "amount", "limit", "date_to", "break_failures"),
    )
    _document_kind = "payment_schedule"

    state = fields.Selection(
        selection_add=[("active",), ("ended", "Ended"), ("broken",)],
        ondelete={"ended": "set default"},
    )
    provider = fields.Selection(
        selection="_selection_provider",
        string="Taken By",
        default="registry",
        required=True,
        tracking=True,
        help="Without a provider orders go to the bank as a file and come back in its registry.",
    )
    mandate = fields.Char(
        "Number of the Mandate",
        tracking=True,
        help="At the bank or provider. Never the number of a card or account.",
    )
    when = fields.Selection(
        [("bill", "On each new bill"), ("day", "On a day of the month")],
        default="bill",
        required=True,
        tracking=True,
    )
    day = fields.Integer("Day of the Month", default=10)
    amount_rule = fields.Selection(
        [
            (BILL, "What the bill asks for"),
            (PART, "The bill, at most the limit"),
            (FIXED, "A fixed sum"),
        ],
        string="Pays",
        default=BILL,
        required=True,
        tracking=True,
    )
    amount = fields.Monetary("Fixed Sum", tracking=True)
    limit = fields.Monetary(
        tracking=True, help="A bill above it is not paid, or up to it alone; 0: no limit."
    )
    date_to = fields.Date("Until", tracking=True)
    break_failures = fields.Integer(
        "Breaks at Failures in a Row",
        compute="_compute_break_failures",
        store=True,
        readonly=False,
        tracking=True,
        help="0: not by their number.",
    )
    failures = fields.Integer("Failures in a Row", readonly=True, copy=False)
    order_ids = fields.One2many("utility.payment.order", "schedule_id", readonly=True)
    next_date = fields.Date("Next Payment", compute="_compute_next_date")

    _active_uniq = models.UniqueIndex(
        "(account_id) WHERE state = 'active'",
        "The account has automatic payments in force already.",
    )

    @api.model
    def _selection_provider(self):
        own = ("registry", self.env._("The bank, by a file"))
        return [own, *self.env["utility.payment.provider"]._providers()]

    @api.depends("account_id", "date")
    def _compute_break_failures(self):
        for schedule in self:
            schedule.break_failures = int(schedule._usual("payment_schedule_break"))

    @api.depends("order_ids.state", "order_ids.date")
    def _compute_next_date(self):
        groups = self.env["utility.payment.order"]._read_group(
            [("schedule_id", "in", self.ids), ("state", "in", ("planned", "announced"))],
            ["schedule_id"],
            ["date:min"],
        )
        dates = {schedule.id: date for schedule, date in groups}
        for schedule in self:
            schedule.next_date = dates.get(schedule.id, False)

    @api.depends("number", "account_id.number")
    def _compute_display_name(self):
        for schedule in self:
            schedule.display_name = (
                self.env._("Automatic payments %s", schedule.number)
                if schedule.number
                else self.env._("Automatic payments of account %s", schedule.account_id.number)
                if schedule.account_id
                else self.env._("New automatic payments")
            )

    @api.constrains("day", "amount", "limit", "amount_rule", "date", "date_to", "mandate")
    def _check_terms(self):
        for schedule in self:
            if not 1 <= schedule.day <= 28:
                raise ValidationError(self.env._("The day of the month is between 1 and 28."))
            if schedule.amount_rule == FIXED and schedule.amount <= 0:
                raise ValidationError(self.env._("Fill in the fixed sum."))
            if schedule.limit < 0 or schedule.amount_rule == PART and not schedule.limit:
                raise ValidationError(self.env._("Fill in the limit."))
            if schedule.date_to and schedule.date_to < schedule.date:
                raise ValidationError(self.env._("Automatic payments end before they begin."))
            if _is_card("".join((schedule.mandate or "").split())):
                raise ValidationError(
                    self.env._("This looks like the number of a card: it must not be kept here.")
                )

    def action_activate(self):
        """Put in force: the night plans the payments."""
        self.check_access("write")
        self._expect("draft")
        for schedule in self:
            if schedule.provider != "registry" and not schedule.mandate:
                raise UserError(self.env._("Fill in the number of the mandate."))
            schedule._transition(state="active", number=schedule._next_number())
        return True

    def _end(self, state, day, reason):
        """Orders that were not sent are left out; what was sent may be confirmed still."""
        result = super()._end(state, day, reason)
        # sudo: orders follow their schedule, whoever may end that
        waiting = self.order_ids.sudo().filtered(lambda o: o.state in ("planned", "announced"))
        waiting._transition(state="skipped", reason="ended")
        return result

    def _break_summary(self):
        return self.env._("Call the payer: automatic payments have ended")

    def _tell(self, subject, text):
        """Write to the payer in his language, on the schedule; one without an address is not."""
        self.ensure_one()
        self.message_post(
            body=text,
            subject=subject,
            partner_ids=self.partner_id.ids if self.partner_id.email else [],
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

    def _in_payers_language(self):
        return self.with_context(
            lang=self.env["utility.document.template"]._installed(self.partner_id.lang or "en")
        )

    @api.model
    def _end_over(self, today):
        """End the schedules whose last day has passed."""
        for schedule in self.search([*self._in_force(), ("date_to", "<", today)]):
            schedule._end("ended", today, self.env._("Its last day was %s", schedule.date_to))

    def action_view_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_payment_order_action"
        )
        return action | {"domain": [("schedule_id", "=", self.id)], "context": {}}

    def _document_data(self, lang):
        """Plain values for the template: dates as dates, sums as texts."""
        code = self.env["utility.document.template"]._installed(lang)
        schedule = self.with_context(lang=code)
        return schedule._document_usual() | {
            "mandate": schedule.mandate or "",
            "when": schedule.when,
            "day": schedule.day,
            "rule": schedule.amount_rule,
            "amount": f"{schedule.amount:.2f}",
            "limit": f"{schedule.limit:.2f}" if schedule.limit else "",
            "date_to": schedule.date_to or None,
            "notice": int(schedule._usual("payment_order_notice_days")),
            "break_failures": schedule.break_failures,
        }

    def _reason_text(self, code):
        """What the payer is told about a failure."""
        return reasons(self.env)[code][1]


def _is_card(text):
    """Whether a text is the number of a bank card: 16 digits with its check digit (ISO/IEC 7812-1).

    >>> _is_card("4111111111111111"), _is_card("4111111111111112"), _is_card("AB-17")
    (True, False, False)
    """
    if len(text) != 16 or not text.isdigit() or text[0] not in "23456":
        return False
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(text))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
