from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..engine.freshness import Paper, Standing, judge


class UtilityBillFreshness(models.AbstractModel):
    """Freshness of a paper bill that is scanned somewhere (X13)."""

    _name = "utility.bill.freshness"
    _description = "Freshness of a paper bill"

    @api.model
    def _judge(self, account, period, amount, items, parts):
        """``[(code, text)]`` of what is wrong with a paper bill of ``account``; empty: it is fresh.

        :param period, amount: what the paper names, each may be None
        :param items: what is owed, ``OpenItem`` of the loader
        :param parts: sums that may be paid now, what is owed in all among them (last)
        """
        newest, withdrawn = self._bills(account, period)
        owed_until = sum(
            (i.amount for i in items if not (period and i.period) or i.period <= period), Decimal(0)
        )
        now = Standing(owed_until, frozenset(parts), newest, withdrawn, account.state == "closed")
        codes = judge(Paper(period, amount), now)
        return [(code, self._text(code, account, period, amount, newest, parts)) for code in codes]

    def _bills(self, account, period):
        """Month of the newest approved bill, and whether that of ``period`` is reversed only."""
        bills = self.env["utility.bill"].search_fetch(
            [("account_id", "=", account.id), ("state", "in", ("approved", "reversed"))],
            ["period_date", "state"],
            order="period_date desc",
        )
        approved = bills.filtered(lambda bill: bill.state == "approved").mapped("period_date")
        of_paper = set(bills.filtered(lambda b: b.period_date == period).mapped("state"))
        return (approved[0] if approved else None), of_paper == {"reversed"}

    def _text(self, code, account, period, amount, newest, parts):
        month = period and f"{period:%m.%Y}"
        if code == "closed":
            return self.env._("Account %s is closed.", account.number)
        if code == "withdrawn":
            return self.env._("The bill of %s was withdrawn.", month)
        if code == "superseded":
            return self.env._("A newer bill is there, of %s.", f"{newest:%m.%Y}")
        if code == "paid":
            paid, last = self._paid_since(account, period)
            if not paid:
                return self.env._("Nothing is owed for %s any more.", month)
            return self.env._(
                "%(month)s is paid: %(paid)s since then, last on %(last)s.",
                month=month,
                paid=f"{paid:.2f}",
                last=f"{last:%d.%m.%Y}",
            )
        return self.env._(
            "The paper says %(paper)s, %(owed)s is owed now.",
            paper=f"{amount:.2f}",
            owed=f"{parts[-1]:.2f}",
        )

    def _paid_since(self, account, period):
        """Decimal sum and last day of payments since the first day of ``period``."""
        self.env["utility.payment"].flush_model()
        paid, last = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(amount), 0)::text, MAX(date) FROM utility_payment"
                " WHERE account_id = %s AND date >= %s AND state = 'allocated'",
                account.id,
                period,
            )
        )[0]
        return Decimal(paid), last
