import logging
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.autopay import FIXED, breaks, decide, owed, retry

_logger = logging.getLogger(__name__)


class UtilityPaymentOrder(models.Model):
    """The way of an order: announced, sent, answered; its payment is registered once."""

    _inherit = "utility.payment.order"

    def _each(self, method, *args):
        """``method`` on each order in a savepoint: one that fails stops no other."""
        for order in self:
            try:
                with self.env.cr.savepoint():
                    getattr(order, method)(*args)
            except Exception:
                _logger.exception("Order %s could not be carried on", order.number)

    def _announce(self):
        """Tell the payers what will be taken and when."""
        self._each("_announce_one")

    def _announce_one(self):
        if self.state != "planned":
            return
        schedule = self.schedule_id._in_payers_language()
        schedule._tell(
            schedule.env._("Automatic payment on %s", self.date),
            schedule.env._(
                "On %(day)s %(amount)s %(currency)s will be paid for the personal account "
                "%(account)s. Tell us before, if you do not want it.",
                day=self.date,
                amount=f"{self.amount:.2f}",
                currency=self.currency_id.name,
                account=self.account_id.number,
            ),
        )
        self._transition(state="announced")

    def _checked(self):
        """Orders of ``self`` that still have something to pay, with no more than is owed today.

        What was paid meanwhile, or what agreements let wait on its day, leaves an order out or
        makes it smaller. A few queries.
        """
        accounts = self.account_id.ids
        balances, not_due = self._balances_of(accounts), self._not_due_of(accounts)
        good = self.browse()
        for order in self:
            schedule = order.schedule_id
            if schedule.state != "active":
                order._transition(state="skipped", reason="ended")
                continue
            amount = Decimal(f"{order.amount:.2f}")
            if schedule.amount_rule != FIXED:
                account = order.account_id.id
                later = not_due.on(account, order.date)
                left = owed(amount, balances.get(account, Decimal(0)) - later)
                amount, reason = decide(schedule.amount_rule, left)
                if reason:
                    order._transition(state="skipped", reason=reason)
                    continue
                order._transition(amount=float(amount))
            good += order
        return good

    def _send(self):
        """Ask the provider for the money of orders that are due; again for those without answer."""
        self.env.flush_all()
        waiting = self.filtered(lambda order: order.state in ("planned", "announced"))
        (waiting._checked() + self.filtered(lambda o: o.state == "sent"))._each("_send_one")

    def _send_one(self):
        """The charge is idempotent by the number: a job that is repeated takes the money once."""
        # the row is held: two jobs of an order do not ask at once
        self.lock_for_update()
        answer = self.env[self.provider]._charge(self)
        self._transition(state="sent", sent_at=fields.Datetime.now())
        if answer.state != "unknown":
            # what the money does to the ledger is a transaction of its own
            job = self.delayable(description=self.env._("Answer to order %s", self.number))
            job._answer(answer.state, answer.reason, answer.reference).delay()
        elif answer.reference:
            self._transition(reference=answer.reference)

    def _answer(self, state, reason="", reference=""):
        """What the bank says about an order, now or later; the same answer again changes nothing.

        :param state: accepted or refused; a late acceptance makes a failed order paid, because the
            money has come, a late refusal of a paid one is told to a person
        """
        self.ensure_one()
        # written, not only locked: of two answers at once the later begins again and finds the first
        self._transition(answered_at=fields.Datetime.now())
        self.flush_recordset()
        if state == "accepted":
            if self.reason == "taken_back":
                self.schedule_id._remind(
                    self.env._("The bank confirms payment %s again", self.number),
                    self.env._(
                        "It was taken back here. Ask the bank, then confirm the order by hand."
                    ),
                )
            elif self.state != "paid":
                self._take_payment(reference)
        elif self.state == "sent":
            self._fail(reason, reference)
        elif self.state == "paid":
            self.schedule_id._remind(
                self.env._("The bank takes payment %s back", self.number),
                self.env._("It was confirmed before. Ask the bank, then reverse the payment."),
            )

    def _take_payment(self, reference=""):
        """The payment of an order, through the intake of payments: once by its number."""
        intake = self.env["utility.payment.intake"].with_company(self.company_id)
        number, before = self.number, self.payment_id
        if before.state == "reversed":  # a second payment, and still one however often it is told
            number = f"{number}~{before.id}"
        # sudo: answers come from providers and jobs
        (taken,) = intake.sudo()._take(
            [
                {
                    "external_id": number,
                    "account": self.account_id.number,
                    "date": fields.Date.to_string(fields.Date.context_today(self)),
                    "amount": f"{self.amount:.2f}",
                    "source": "online",
                    "payer": self.partner_id.name,
                    "purpose": self.schedule_id.display_name,
                }
            ]
        )
        self._paid(self.env["utility.payment"].browse(taken["id"]), reference)

    def _paid(self, payment, reference=""):
        self._transition(
            state="paid",
            reason=False,
            payment_id=payment.id,
            reference=reference or self.reference,
            answered_at=fields.Datetime.now(),
        )
        self.schedule_id._transition(failures=0)

    def _fail(self, reason, reference=""):
        known = self._fields["reason"].get_values(self.env)
        self._transition(
            state="failed",
            reason=reason if reason in known else "refused",
            reference=reference or self.reference,
            answered_at=fields.Datetime.now(),
        )
        self._after_failure(fields.Date.context_today(self))

    def _after_failure(self, day):
        """Tell the payer why, plan another attempt where that may help, or end the schedule."""
        schedule = self.schedule_id._in_payers_language()
        again = retry(
            self.reason,
            self.attempt,
            self._parameter("payment_order_attempts", self.company_id, day),
            day,
            self._parameter("payment_order_retry_days", self.company_id, day),
        )
        text = schedule._reason_text(self.reason)
        if again:
            text = schedule.env._("%(text)s We try again on %(day)s.", text=text, day=again)
        schedule._tell(
            schedule.env._("Automatic payment of %s was not made", f"{self.amount:.2f}"), text
        )
        schedule._transition(failures=schedule.failures + 1)
        if breaks(self.reason, schedule.failures, schedule.break_failures):
            if schedule.state == "active":
                self.schedule_id._break(day, self.schedule_id._reason_text(self.reason))
        elif again and schedule.state == "active":
            self._try_again(again)

    def _try_again(self, day):
        """The next attempt: an order of its own, announced by the message about the failure."""
        # sudo: orders are written by their methods alone
        order = self.sudo().create(
            {
                "number": f"{self.number.partition('-')[0]}-{self.attempt + 1}",
                "schedule_id": self.schedule_id.id,
                "account_id": self.account_id.id,
                "company_id": self.company_id.id,
                "building_id": self.building_id.id,
                "period_date": self.period_date,
                "date": day,
                "attempt": self.attempt + 1,
                "bill_id": self.bill_id.id,
                "amount": self.amount,
                "state": "announced",
            }
        )
        return order.with_env(self.env)

    @api.model
    def _silent(self, today):
        """Orders that the bank has not answered for too long; nothing is tried again by itself."""
        for company, orders in self.search([("state", "=", "sent")]).grouped("company_id").items():
            days = self._parameter("payment_order_silent_days", company, today)
            limit = fields.Date.subtract(today, days=days)
            late = orders.filtered(lambda o, limit=limit: days and o.sent_at.date() < limit)
            late._each("_fail", "silent")

    @api.model
    def _match(self, payment_ids):
        """Orders that new payments confirm: by the number in them, whatever way they came; else
        the only order sent to the bank for the account with this sum. A few queries."""
        if not payment_ids:
            return
        self.flush_model()
        self.env["utility.payment.schedule"].flush_model(["failures", "provider"])
        self.env["utility.payment"].flush_model(["state", "account_id", "external_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH x AS (
                    SELECT o.id AS order_id, p.id AS payment_id,
                           p.external_id = o.number
                           OR p.purpose ~ ('(^|[^[:alnum:]])' || o.number || '([^[:alnum:]-]|$)')
                           AS named,
                           o.state, s.provider, o.amount = p.amount AS equal,
                           COUNT(*) FILTER (WHERE o.state = 'sent' AND o.amount = p.amount)
                               OVER (PARTITION BY p.id) AS sent
                      FROM utility_payment p
                      JOIN utility_payment_order o ON o.account_id = p.account_id
                      JOIN utility_payment_schedule s ON s.id = o.schedule_id
                     WHERE p.id = ANY(%s) AND p.amount > 0
                       AND (o.state = 'sent' OR o.state = 'failed'
                            AND o.reason IN ('silent', 'taken_back'))
                       AND p.source IN ('registry', 'statement', 'online', 'import'))
                SELECT DISTINCT ON (order_id) order_id, payment_id FROM x
                 WHERE named IS TRUE
                    OR state = 'sent' AND provider = 'registry' AND equal AND sent = 1
                 ORDER BY order_id, named DESC NULLS LAST, payment_id
                """,
                list(payment_ids),
            )
        )
        found = {}
        for order_id, payment_id in rows:
            found.setdefault(payment_id, order_id)
        if found:
            self._confirm_many(found)

    @api.model
    def _confirm_many(self, found):
        """Orders are paid by their payments: ``{payment id: order id}``; two statements."""
        confirmed = self.env.execute_query(
            SQL(
                """
                UPDATE utility_payment_order o
                   SET state = 'paid', reason = NULL, payment_id = x.payment, answered_at = %(now)s,
                       write_uid = %(user)s, write_date = %(now)s
                  FROM unnest(%(payments)s::int[], %(orders)s::int[]) AS x (payment, id)
                 WHERE o.id = x.id RETURNING o.schedule_id
                """,
                payments=list(found),
                orders=list(found.values()),
                now=self.env.cr.now().replace(tzinfo=None),
                user=self.env.uid,
            )
        )
        self.env.execute_query(
            SQL(
                "UPDATE utility_payment_schedule SET failures = 0"
                " WHERE id = ANY(%s) AND failures <> 0 RETURNING id",
                [schedule for (schedule,) in confirmed],
            )
        )
        self.invalidate_model()
        self.env["utility.payment.schedule"].invalidate_model(["failures"])
