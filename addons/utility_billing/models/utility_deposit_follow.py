import logging

from odoo import fields, models

from ..engine.deposits import good_months

_logger = logging.getLogger(__name__)


class UtilityDeposit(models.Model):
    """Following deposits day by day: paid in time, interest, overdue debts, ready to go back."""

    _inherit = "utility.deposit"

    def _follow(self, day, isolate=False):
        """Bring deposits to ``day``.

        :param isolate: log what fails and go on
        """
        overdue = {0: self._overdue(day, 0)}
        for days in set(self.mapped("use_days")) - {0}:
            overdue[days] = self.filtered(lambda d, n=days: d.use_days == n)._overdue(day, days)
        for deposit in self:
            try:
                with self.env.cr.savepoint():
                    deposit._follow_one(day, overdue)
            except Exception:
                if not isolate:
                    raise
                _logger.exception("Deposit %s could not be followed", deposit.id)

    def _follow_one(self, day, overdue):
        account = self.account_id.id
        if self._is_interest_day(day):
            self._credit_interest(day)
        if self.use_days and (debt := overdue[self.use_days].get(account)) and self.balance:
            payment = self._use(debt, day)
            self._remind(
                self.env._("Ask to fill up the deposit"),
                self.env._("%s of it went to overdue bills.", payment.amount),
            )
        if overdue[0].get(account):
            self._transition(good_since=fields.Date.add(day, days=1), proposed_date=False)
        if self.awaited and self.pay_until and day > self.pay_until:
            reason = self.env._(
                "Not paid in full by %(day)s: %(sum)s is missing.",
                day=self.pay_until,
                sum=self.awaited,
            )
            self._break(day, reason)
            return
        self._propose_return(day)

    def _break_summary(self):
        return self.env._("Talk to the payer: the deposit is not paid")

    def _is_interest_day(self, day):
        """Whether interest is credited on ``day``: the last day of the month, or of the year."""
        if not self.rate or self.interest_when == "end" or not self.move_ids:
            return False
        last = fields.Date.end_of(day, "month" if self.interest_when == "month" else "year")
        return day == last

    def _propose_return(self, day):
        """After so many good months somebody is asked to give the deposit back; once."""
        if not self.return_months or self.proposed_date or self.awaited or not self.balance:
            return
        since = max(self.good_since or self.date, self.paid_date or self.date)
        if good_months(since, day) < self.return_months:
            return
        self._transition(proposed_date=day)
        self._remind(
            self.env._("Give the deposit back"),
            self.env._("Nothing was overdue for %s months.", self.return_months),
        )
