from odoo import api, fields, models
from odoo.exceptions import UserError

from .payment_order_texts import reasons

#: orders whose money may come
OPEN = ("planned", "announced", "sent")


class UtilityPaymentOrder(models.Model):
    """One attempt at an automatic payment (X11): planned, announced, sent, paid or failed.

    Its number is the key at the bank: sent again it takes the money once, and the payment that it
    became is registered once under it. One attempt of a number a schedule and month.
    """

    _name = "utility.payment.order"
    _description = "Automatic payment"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = (
        *("schedule_id", "number", "period_date", "date", "attempt", "amount", "state", "reason"),
        *("bill_id", "sent_at", "answered_at", "reference", "payment_id", "file_id"),
    )
    _order = "date desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True, copy=False)
    schedule_id = fields.Many2one(
        "utility.payment.schedule", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    building_id = fields.Many2one("utility.building", readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id", string="Payer")
    provider = fields.Selection(related="schedule_id.provider")
    period_date = fields.Date("Month", required=True, readonly=True, help="First day of the month.")
    date = fields.Date("Planned For", required=True, readonly=True, index=True)
    attempt = fields.Integer(required=True, readonly=True, default=1)
    bill_id = fields.Many2one("utility.bill", readonly=True, index="btree_not_null")
    amount = fields.Monetary(required=True, readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("announced", "Announced"),
            ("sent", "Sent"),
            ("paid", "Paid"),
            ("failed", "Failed"),
            ("skipped", "Left out"),
        ],
        required=True,
        readonly=True,
        default="planned",
    )
    reason = fields.Selection(
        selection=lambda self: [(code, name) for code, (name, _text) in reasons(self.env).items()],
        string="Why Not",
        readonly=True,
    )
    sent_at = fields.Datetime(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    reference = fields.Char("Number at the Bank", readonly=True)
    payment_id = fields.Many2one("utility.payment", readonly=True, index="btree_not_null")
    file_id = fields.Many2one("ir.attachment", readonly=True)

    _number_uniq = models.UniqueIndex("(number)", "There is an order with this number.")
    _attempt_uniq = models.UniqueIndex(
        "(schedule_id, period_date, attempt)", "This month has this attempt already."
    )
    # orders that wait are few, those that are over are many
    _open_idx = models.Index("(account_id) WHERE state IN ('planned', 'announced', 'sent')")
    _state_idx = models.Index("(state, date) WHERE state IN ('planned', 'announced', 'sent')")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Orders are kept. Leave them out instead."))

    def action_skip(self):
        """Leave planned payments out by hand."""
        self.check_access("write")
        self._expect("planned", "announced")
        self._transition(state="skipped")
        return True

    def action_confirm(self):
        """The bank says by another way that the money has come."""
        self.check_access("write")
        self._expect("sent", "failed")
        for order in self:
            if order.reason == "taken_back":
                order._take_payment()  # a person says that it has come once more
            else:
                order._answer("accepted")
        return True

    def action_fail(self):
        """The bank says by another way that the payment was refused."""
        self.check_access("write")
        self._expect("sent")
        for order in self:
            order._answer("refused", "refused")
        return True

    def action_send(self):
        """Ask the provider now, or again where it has not answered."""
        self.check_access("write")
        self._expect("planned", "announced", "sent")
        if any(order.provider == "registry" for order in self):
            raise UserError(self.env._("Orders of the bank go with its file: make the file."))
        self._send()
        return True

    def action_open_payment(self):
        self.ensure_one()
        return self.payment_id._get_records_action()

    @api.model
    def _money_gone(self, payments, again=False):
        """Orders that ``payments`` confirmed, whose money was taken back, are paid no more.

        :param again: they wait for the answer of the bank as before; else a person is told
        """
        # sudo: whoever takes payments back need not see orders
        orders = self.sudo().search([("payment_id", "in", payments.ids), ("state", "=", "paid")])
        for order in orders:
            if again:
                now = fields.Datetime.now()
                order._transition(state="sent", payment_id=False, sent_at=now)
                continue
            order._transition(state="failed", reason="taken_back")
            order.schedule_id._remind(
                self.env._("Payment %s was taken back", order.number),
                self.env._("It had paid an order. Its bill is not paid now."),
            )

    def _expect(self, *states):
        wrong = self.filtered(lambda order: order.state not in states)
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Order %(number)s is “%(state)s”: this is not possible now.",
                    number=wrong[0].number,
                    state=labels[wrong[0].state],
                )
            )
