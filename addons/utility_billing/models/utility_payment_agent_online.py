import re
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..gateway.online import OnlineOptions, Outcome
from ..gateway.online_protocols import protocols
from ..gateway.personal import mask_name


class UtilityPaymentAgentOnline(models.Model):
    """Answers to an agent's calls: what may be paid, the payment itself, its cancellation (E04).

    A payment is registered once, whatever happens to the answer: the agent's number is unique, the
    first answer is kept and sent again. What a call means is the same in all protocols; how it is
    written stands in ``gateway/online_*.py``.
    """

    _inherit = "utility.payment.agent"

    account_pattern = fields.Char(
        help="Regular expression of account numbers, e.g. [0-9]{10}; others are refused at once."
    )
    min_amount = fields.Monetary("Smallest Payment", default=1)
    max_amount = fields.Monetary("Largest Payment", default=100000)
    unknown_account = fields.Selection(
        [("refuse", "Refuse"), ("suspense", "Take it in suspense")],
        string="Payment to an Unknown Account",
        required=True,
        default="refuse",
        help="When a customer has paid in cash already, his money cannot be refused any more.",
    )
    can_cancel = fields.Boolean(help="The agent may take payments back by a call.")
    cancel_days = fields.Integer("Cancel Within Days", default=1)
    show_name = fields.Selection(
        [("none", "Nothing"), ("masked", "I*** I. I."), ("full", "Full name")],
        required=True,
        default="masked",
        help="What a check tells about the payer. A stranger may type any number.",
    )
    show_address = fields.Boolean()
    id_tag = fields.Char("Tag of the Number", help="OSMP: osmp_txn_id when empty.")
    service_code = fields.Char(help="Privat24: code of the service in its directory.")
    service_name = fields.Char(help="Privat24: what the payer sees.")

    @api.constrains("account_pattern", "id_tag")
    def _check_patterns(self):
        for agent in self:
            try:
                re.compile(agent.account_pattern or "")
            except re.error as error:
                raise ValidationError(self.env._("Account pattern: %s", error)) from None
            if agent.id_tag and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", agent.id_tag):
                raise ValidationError(self.env._("The tag %s is no name of XML.", agent.id_tag))

    def _online_options(self):
        company = self.company_id
        return OnlineOptions(
            id_tag=self.id_tag or "",
            payee_code=company.vat or company.company_registry or "",
            payee_name=company.name or "",
            service_code=self.service_code or "",
            service_name=self.service_name or "",
        )

    def _online_too_many(self):
        """Whether the agent called more often in the last minute than it may."""
        if self.calls_per_minute <= 0:
            return False
        since = fields.Datetime.now() - timedelta(minutes=1)
        domain = [("agent_id", "=", self.id), ("at", ">", since)]
        limit = self.calls_per_minute
        return self.env["utility.online.call"].search_count(domain, limit=limit) >= limit

    def _online_answer(self, call, outcome):
        """Bytes of ``outcome`` with a text where it has none."""
        texts = self.env["utility.online.call"]._code_texts()
        if outcome.code != "ok" and not outcome.text:
            outcome = Outcome(
                **{name: getattr(outcome, name) for name in Outcome.__dataclass_fields__}
                | {"text": texts[outcome.code]}
            )
        return protocols[self.protocol].build(call, outcome, self._online_options())

    def _online_handle(self, call):
        """Carry out a call: ``(answer bytes, code, payment or none)``."""
        self.ensure_one()
        if call.error:
            code, payment = call.error, None
        elif call.action in ("check", "verify"):
            outcome = self._online_check(call)
            return self._online_answer(call, outcome), outcome.code, None
        else:
            handler = {"pay": "_online_pay", "cancel": "_online_cancel", "status": "_online_status"}
            return getattr(self, handler[call.action])(call)
        return self._online_answer(call, Outcome(code=code)), code, payment

    def _online_account(self, number):
        """(account, "") or (none, code why money can't be taken)."""
        accounts = self.env["utility.account"]
        if self.account_pattern and not re.fullmatch(self.account_pattern, number):
            return accounts, "account_format"
        intake = self.env["utility.payment.intake"]
        found = intake._accounts([number], self.company_id).get(number)
        account = accounts.browse(found or ())
        if not account:
            return account, "unknown_account"
        if account.state == "draft":
            return accounts, "unknown_account"
        return account, ""

    def _online_limits(self, amount):
        if amount < Decimal(str(self.min_amount)):
            return "amount_small"
        if self.max_amount and amount > Decimal(str(self.max_amount)):
            return "amount_large"
        return ""

    def _online_check(self, call):
        account, code = self._online_account(call.account)
        if not code and call.action == "verify":
            code = self._online_limits(call.amount)
        if code:
            return Outcome(code=code)
        balance = account._balances().get(account.id, Decimal(0))
        if account.state == "closed" and balance <= 0:
            return Outcome(code="closed")
        # an advance is told as it is, a debt without what agreements let wait
        not_due = account._not_due()[account.id]
        balance = max(balance - not_due, Decimal(0)) if balance - min(not_due, 0) > 0 else balance
        name = account.partner_name or ""
        shown = {"none": "", "masked": mask_name(name), "full": name}
        return Outcome(
            code="ok",
            text="OK",
            name=shown[self.show_name],
            address=account.address or "" if self.show_address else "",
            balance=balance,
            period=f"{fields.Date.context_today(self):%Y%m}",
            reference="0" if call.action == "verify" else "",
        )

    def _online_known(self, external_id):
        return self.env["utility.online.payment"].search(
            [("agent_id", "=", self.id), ("external_id", "=", external_id)]
        )

    def _online_pay(self, call):
        known = self._online_known(call.external_id)
        if known:
            return self._online_repeat(call, known)
        account, code = self._online_account(call.account)
        if code == "unknown_account" and self.unknown_account == "suspense":
            code = ""
        code = code or self._online_limits(call.amount)
        if not code and account.state == "closed":
            if account._balances().get(account.id, Decimal(0)) <= 0:
                code = "closed"
        moment = call.moment or fields.Datetime.context_timestamp(
            self.with_context(tz=self.tz), fields.Datetime.now()
        ).replace(tzinfo=None)
        today = fields.Date.context_today(self.with_context(tz=self.tz))
        if not code and moment.date() > today + timedelta(days=1):
            code = "date_format"
        if code:
            return self._online_answer(call, Outcome(code=code)), code, None
        # the number first: a twin of this call waits for it, or is refused and begins again
        registered = self.env["utility.online.payment"].create(
            {
                "agent_id": self.id,
                "external_id": call.external_id,
                "account_number": call.account,
                "amount": float(call.amount),
                "moment": moment,
            }
        )
        registered.flush_recordset()
        payments = self.env["utility.payment"]
        values = self._online_payment_values(call, account, moment, today)
        # the caller is superuser, so that the copy is not refused as one from outside
        payment = payments.create(
            values | {"frozen": payments._standing(account.ids).get(account.id)}
        )
        payment._freeze_shares()
        outcome = Outcome(
            code="ok", text="OK", reference=str(payment.id), moment=moment, amount=call.amount
        )
        answer = self._online_answer(call, outcome)
        registered.write({"payment_id": payment.id, "answer": answer.decode()})
        return answer, "ok", payment

    def _online_payment_values(self, call, account, moment, today):
        closed = self.env["utility.period"]._closed_until(self.company_id)
        # the partner's day counts, unless the books of it are closed
        day = today if closed and moment.date() <= closed else moment.date()
        received = moment.replace(tzinfo=ZoneInfo(self.tz)).astimezone(ZoneInfo("UTC"))
        return {
            "company_id": self.company_id.id,
            "account_id": account.id,
            "account_number": call.account,
            "date": day,
            "received_at": received.replace(tzinfo=None),
            "amount": float(call.amount),
            "source": "online",
            "external_id": f"{self.code}:{call.external_id}",
            "purpose": self.name,
        }

    def _online_repeat(self, call, known):
        """The payment came before: its answer again, or a refusal if it is another payment."""
        same = (known.account_number, Decimal(str(known.amount))) == (call.account, call.amount)
        if not same or known.state == "cancelled":
            self.message_post(
                body=self.env._(
                    "The number %(id)s came again for another payment: %(amount)s to %(account)s.",
                    id=call.external_id,
                    amount=call.amount,
                    account=call.account,
                )
            )
            return self._online_answer(call, Outcome(code="conflict")), "conflict", known.payment_id
        if protocols[self.protocol].REPEAT == "stored":
            return known.answer.encode(), "ok", known.payment_id
        return (
            self._online_answer(call, known._outcome("duplicate")),
            "duplicate",
            known.payment_id,
        )

    def _online_status(self, call):
        known = self._online_known(call.external_id)
        if not known or known.state == "cancelled":
            code = "unknown_payment" if not known else "cancelled"
            return self._online_answer(call, Outcome(code=code)), code, known.payment_id
        return known.answer.encode(), "ok", known.payment_id

    def _online_cancel(self, call):
        """Take a payment back by its mirror; a repeated cancellation has the same answer."""
        known = self._online_known(call.external_id)
        if known.state == "cancelled":
            return known.cancel_answer.encode(), "ok", known.payment_id
        code = "" if known else "unknown_payment"
        today = fields.Date.context_today(self.with_context(tz=self.tz))
        if known and (
            not self.can_cancel
            or known.payment_id.state not in ("allocated", "suspense")
            or (today - known.moment.date()).days > self.cancel_days
            or call.amount is not None
            and call.amount != Decimal(str(known.amount))
        ):
            code = "cancel_refused"
        if code:
            return self._online_answer(call, Outcome(code=code)), code, known.payment_id
        # two cancellations at once: the later begins again and finds the first
        self.env.execute_query(
            SQL(
                "UPDATE utility_online_payment SET state = 'cancelled' WHERE id = %s RETURNING id",
                known.id,
            )
        )
        known.invalidate_recordset(["state"])
        mirror = known.payment_id._take_back(today)
        answer = self._online_answer(call, Outcome(code="ok", text="OK", reference=str(mirror.id)))
        known.cancel_answer = answer.decode()
        return answer, "ok", mirror
