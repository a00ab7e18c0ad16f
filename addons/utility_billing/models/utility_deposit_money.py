from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION

from ..engine.allocation import open_debts
from ..loader.open_items import lock_accounts, read_open_items

#: money that is no free money of the payer
NOT_FREE = ("subsidy", "deposit")
#: who puts payments into deposits, and uses deposits for debts
KEEPERS = ("utility_base.group_billing", "utility_base.group_debt", "utility_base.group_accountant")


class UtilityDeposit(models.Model):
    """Money of deposits: from payments, interest, for debts. Each step writes a move."""

    _inherit = "utility.deposit"

    @api.model
    def _claim(self, payment_ids):
        """Put new payments into the deposits that wait for them, by the rules of these.

        Called after payments are registered, whatever way they came; one query where no account
        has such a deposit. Accounts are locked by the caller.
        """
        if not payment_ids or self.env.context.get("utility_deposit_rest"):
            return
        self.flush_model()
        self.env["utility.payment"].flush_model(["state", "account_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT d.id, p.id FROM utility_deposit d
                  JOIN utility_payment p ON p.account_id = d.account_id
                 WHERE d.state = 'active' AND d.awaited > 0 AND d.take <> 'hand'
                   AND p.id = ANY(%s) AND p.state = 'allocated' AND p.amount > 0
                   AND p.source NOT IN %s
                 ORDER BY p.date, p.id
                """,
                list(payment_ids),
                (*NOT_FREE, "transfer"),
            )
        )
        # sudo: whoever takes money goes by the terms of deposits without rights on them
        deposits, payments = self.sudo(), self.env["utility.payment"].sudo()
        for deposit_id, payment_id in rows:
            deposit, payment = deposits.browse(deposit_id), payments.browse(payment_id)
            wanted = Decimal(f"{deposit.awaited:.2f}")
            if wanted and (deposit.take == "all" or deposit._is_meant(payment)):
                whole = Decimal(f"{payment.amount:.2f}")
                deposit._take_in(payment, min(whole, wanted), payment.date)

    def _is_meant(self, payment):
        """Whether the purpose of a payment names a deposit."""
        words = self.env["utility.purpose.word"]
        return words._understand(payment.purpose or "", self.company_id).deposit

    def _put(self, payment, amount):
        """Put a part of a payment into the deposit by hand, dated today.

        :param amount: Decimal, above zero, up to the payment
        """
        self._check_keeper()
        self._expect("active")
        self.check_access("write")
        payment.check_access("read")
        if payment.account_id != self.account_id or payment.state != "allocated":
            raise UserError(self.env._("Choose a payment of the same account that is in use."))
        if payment.source in NOT_FREE:
            raise UserError(self.env._("This money cannot be put into a deposit."))
        if not 0 < amount <= Decimal(f"{payment.amount:.2f}"):
            raise UserError(self.env._("The amount is between zero and %s.", payment.amount))
        lock_accounts(self.env, self.account_id.ids)
        # sudo: keepers of deposits need no rights on payments and moves
        return self.sudo()._take_in(payment.sudo(), amount, fields.Date.context_today(self))

    def _take_in(self, payment, amount, day):
        """The payment is mirrored, its rest registered again, the part becomes a move."""
        self.ensure_one()
        # no money moves: what came stays where it came to, whatever account its source has
        mirror = payment._reverse(day, source="transfer")
        mirror.note = self.env._("To %s", self.display_name)
        rest = Decimal(f"{payment.amount:.2f}") - amount
        if rest:
            again = self.env["utility.payment"].with_context(
                utility_deposit_rest=True, utility_transition=TRANSITION
            )
            again.create(
                {
                    "company_id": payment.company_id.id,
                    "account_id": payment.account_id.id,
                    "account_number": payment.account_number,
                    "date": day,
                    "amount": float(rest),
                    "source": mirror.source,
                    "payer": payment.payer,
                    "purpose": payment.purpose,
                    "purpose_period": payment.purpose_period,
                    "purpose_service_id": payment.purpose_service_id.id,
                    "registry_line_id": payment.registry_line_id.id,
                    "note": self.env._("Rest after %s", self.display_name),
                }
            )
        move = self._add_move("received", amount, day, payment_id=payment.id, source=mirror.source)
        if not self.awaited and not self.paid_date:
            self._transition(paid_date=day)
        return move

    def _add_move(self, kind, amount, day, **values):
        # sudo: moves are written by their deposit alone
        return (
            self.env["utility.deposit.move"]
            .sudo()
            .create(
                {
                    "deposit_id": self.id,
                    "kind": kind,
                    "date": day,
                    "amount": float(amount),
                    **values,
                }
            )
        )

    def _check_keeper(self):
        if not self.env.su and not any(self.env.user.has_group(group) for group in KEEPERS):
            raise UserError(self.env._("Deposits are kept by billing, debt and accountants."))

    def action_credit_interest(self):
        """Credit the interest up to today."""
        self.check_access("write")
        self._expect("active", "broken")
        for deposit in self:
            deposit._credit_interest(fields.Date.context_today(self))
        return True

    def _credit_interest(self, day):
        """Interest up to ``day`` becomes a move; again on the same day nothing is left to credit."""
        self.ensure_one()
        lock_accounts(self.env, self.account_id.ids)
        if not self.move_ids or self.interest_until and self.interest_until >= day:
            return
        amount = self._interest(day)
        if amount > 0:
            note = self.env._("%(rate)s %% a year until %(day)s", rate=self.rate, day=day)
            self._add_move("interest", amount, day, note=note)
        self._transition(interest_until=day)

    def action_use(self):
        """Cover what is overdue from the deposit."""
        self.check_access("write")
        self._check_keeper()
        self._expect("active", "broken")
        today = fields.Date.context_today(self)
        overdue = self._overdue(today, 0)
        for deposit in self:
            if not deposit._use(overdue.get(deposit.account_id.id, Decimal(0)), today):
                raise UserError(
                    self.env._("%s: nothing is overdue, or it holds nothing.", deposit.display_name)
                )
        return True

    def _use(self, debt, day, **extra):
        """Pay ``debt`` as far as the deposit goes; the payment, or none.

        What was used is awaited again, with a new day to pay it in.

        :param extra: values of the payment
        """
        self.ensure_one()
        lock_accounts(self.env, self.account_id.ids)
        amount = min(debt, self._held())
        if amount <= 0:
            return self.env["utility.payment"]
        # sudo: keepers of deposits need no rights on payments
        payment = (
            self.env["utility.payment"]
            .sudo()
            .create(
                {
                    "company_id": self.company_id.id,
                    "account_id": self.account_id.id,
                    "account_number": self.account_id.number,
                    "date": day,
                    "amount": float(amount),
                    "source": "deposit",
                    "payer": self.partner_id.name,
                    "purpose": self.display_name,
                    **extra,
                }
            )
        )
        self._add_move("applied", -amount, day, payment_id=payment.id, source="deposit")
        days = int(self._usual("deposit_pay_days"))
        self._transition(paid_date=False, pay_until=fields.Date.add(day, days=days))
        return payment

    @api.model
    def _overdue(self, day, days):
        """``{account id: Decimal}`` of the deposits' accounts: debts of months whose bill was due
        more than ``days`` days before ``day``. Two queries whatever the number."""
        self.env.flush_all()
        accounts = self.account_id.ids
        last = dict(
            self.env.execute_query(
                SQL(
                    "SELECT account_id, MAX(period_date) FROM utility_bill"
                    " WHERE account_id = ANY(%s) AND state = 'approved' AND date_due < %s"
                    " AND capital IS NOT TRUE GROUP BY account_id",
                    accounts,
                    fields.Date.subtract(day, days=days),
                )
            )
        )
        items = read_open_items(self.env, list(last))
        found = {}
        for account, month in last.items():
            debts = open_debts(items.get(account, []))
            found[account] = sum((amount for i, amount in debts if i.period <= month), Decimal(0))
        return found
