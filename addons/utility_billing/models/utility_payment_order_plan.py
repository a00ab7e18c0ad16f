from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..engine.autopay import day_of_month, decide, owed
from ..loader.not_due import NotDue
from ..loader.reader import exact_cursor
from .portion_jobs import CHANNEL

PAGE = 5000  # schedules a query
JOB = 200  # orders a job


class UtilityPaymentOrder(models.Model):
    """The night of automatic payments: planned by sets, announced and sent by jobs."""

    _inherit = "utility.payment.order"

    @api.model
    def _cron_night(self):
        """Plan, announce, send and follow up what is due today."""
        today = fields.Date.context_today(self)
        # the nights of all companies: a short list
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            self._plan(company, today)
        self._silent(today)
        self.env["utility.payment.schedule"]._end_over(today)
        self._delay_due(today)

    @api.model
    def _delay_due(self, today):
        """Jobs that announce what is planned and send what is due; a batch each."""
        planned = self.search([("state", "=", "planned")], order="id")
        due = self.search(
            [
                ("state", "=", "announced"),
                ("date", "<=", today),
                ("schedule_id.provider", "!=", "registry"),
            ],
            order="id",
        )
        for orders, method, name in (
            (planned, "_announce", self.env._("Automatic payments: notices")),
            (due, "_send", self.env._("Automatic payments: to the provider")),
        ):
            for ids in split_every(JOB, orders.ids):
                job = self.browse(ids).delayable(channel=CHANNEL, description=name)
                getattr(job, method)().delay()

    @api.model
    def _parameter(self, code, company, day):
        """A whole number of the rules on a day; 0 where none holds."""
        # sudo: the night goes by rules that nobody has to have rights on
        row = self.env["utility.rule.parameter"].sudo()._holding(code, day, company)
        return int(row.value) if row else 0

    @api.model
    def _plan(self, company, today):
        """Orders of the schedules in force that are due for notice; the number of new ones.

        A few queries a page of schedules, whatever their number; again on the same day nothing new.
        """
        self.env.flush_all()
        notice = self._parameter("payment_order_notice_days", company, today)
        last, count = 0, 0
        while page := self._schedules(company, today, last):
            last = page[-1][0]
            accounts = [row[1] for row in page]
            balances, not_due = self._balances_of(accounts), self._not_due_of(accounts)
            rows = [
                planned
                for row in page
                if (planned := self._decided(row, balances, not_due, today, notice))
            ]
            count += self._insert(company, rows)
        self.invalidate_model()
        return count

    def _schedules(self, company, today, last):
        """A page of schedules with the newest bill since they began."""
        return self.env.execute_query(
            SQL(
                """
                SELECT s.id, s.account_id, a.building_id, a.state, s."when", s.day, s.amount_rule,
                       COALESCE(s.amount, 0)::text, COALESCE(s."limit", 0)::text,
                       b.id, b.period_date, b.closing::text
                  FROM utility_payment_schedule s JOIN utility_account a ON a.id = s.account_id
                  LEFT JOIN LATERAL (
                       SELECT b.id, b.period_date, b.closing FROM utility_bill b
                        WHERE b.account_id = s.account_id AND b.state = 'approved'
                          AND b.capital IS NOT TRUE AND b.period_date >= DATE_TRUNC('month', s.date)
                        ORDER BY b.period_date DESC LIMIT 1) b ON TRUE
                 WHERE s.company_id = %(company)s AND s.state = 'active' AND s.id > %(last)s
                   AND s.date <= %(today)s AND COALESCE(s.date_to, 'infinity') >= %(today)s
                   AND (s."when" = 'day' OR b.id IS NOT NULL AND NOT EXISTS (
                        SELECT FROM utility_payment_order o
                         WHERE o.schedule_id = s.id AND o.period_date = b.period_date))
                 ORDER BY s.id LIMIT %(page)s
                """,
                company=company.id,
                today=today,
                last=last,
                page=PAGE,
            )
        )

    def _balances_of(self, accounts):
        query = self.env["utility.account"]._balance_query(SQL("a.id = ANY(%s)", accounts))
        return {account: Decimal(total) for account, total in self.env.execute_query(query)}

    def _not_due_of(self, accounts):
        """:class:`~..loader.not_due.NotDue`: what agreements let wait is not taken."""
        with exact_cursor(self.env) as cursor:
            return NotDue(cursor, accounts)

    def _decided(self, row, balances, not_due, today, notice):
        """Values of the order of a schedule, or None where it pays nothing now."""
        (schedule, account, building, state, when, day, rule, fixed, limit,
         bill, period, closing) = row  # fmt: skip
        target = (
            today + timedelta(days=notice) if when == "bill" else day_of_month(day, today, notice)
        )
        if not target:
            return None
        asked = None
        if bill:
            later = not_due.on(account, target)
            asked = owed(Decimal(closing) - later, balances.get(account, Decimal(0)) - later)
        amount, reason = decide(rule, asked, Decimal(fixed), Decimal(limit))
        if state == "closed" and not (asked and amount):
            amount, reason = Decimal(0), "account_closed"
        month = period if when == "bill" else target.replace(day=1)
        return schedule, account, building or None, month, target, bill, amount, reason or None

    def _insert(self, company, rows):
        """Write orders by one statement; those whose month has one already are left out."""
        if not rows:
            return 0
        columns = [list(column) for column in zip(*rows, strict=True)]
        schedules, accounts, buildings, months, targets, bills, amounts, why = columns
        inserted = self.env.execute_query(
            SQL(
                """
                WITH x AS (
                    SELECT *, nextval('utility_payment_order_id_seq') AS id
                      FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[], %s::date[],
                                  %s::int[], %s::numeric[], %s::varchar[])
                        AS x (schedule, account, building, month, target, bill, amount, reason))
                INSERT INTO utility_payment_order (id, number, schedule_id, account_id, building_id,
                       company_id, period_date, date, attempt, bill_id, amount, state, reason,
                       create_uid, write_uid, create_date, write_date)
                SELECT id, 'AP' || id, schedule, account, building, %s, month, target, 1, bill,
                       amount,
                       CASE WHEN reason IS NULL THEN 'planned'
                            WHEN reason IN ('limit', 'account_closed') THEN 'failed'
                            ELSE 'skipped' END,
                       reason, %s, %s, %s, %s
                  FROM x
                ON CONFLICT (schedule_id, period_date, attempt) DO NOTHING
                RETURNING id, state
                """,
                schedules,
                accounts,
                buildings,
                months,
                targets,
                bills,
                amounts,
                why,
                company.id,
                self.env.uid,
                self.env.uid,
                self.env.cr.now().replace(tzinfo=None),
                self.env.cr.now().replace(tzinfo=None),
            )
        )
        failed = self.browse([id_ for id_, state in inserted if state == "failed"])
        failed.invalidate_recordset()
        for order in failed:
            order._after_failure(fields.Date.context_today(self))
        return len(inserted)
