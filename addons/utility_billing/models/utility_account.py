from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.open_items import final_runs, read_advances, read_open_items


class UtilityAccount(models.Model):
    _inherit = "utility.account"

    balance = fields.Monetary(
        compute="_compute_balance",
        search="_search_balance",
        help="Debt positive, advance negative: all that is charged less all that is paid.",
    )
    charge_ids = fields.One2many("utility.charge", "account_id", readonly=True)
    bill_ids = fields.One2many("utility.bill", "account_id", readonly=True)
    payment_ids = fields.One2many("utility.payment", "account_id", readonly=True)
    last_payment_date = fields.Date(compute="_compute_balance")
    charged_until = fields.Date(
        "Charged Elsewhere Until",
        help="Last day that the program before charged: the first charge here begins with what "
        "the meters showed then.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_money(self):
        # sudo: rows that the user may not see keep their account too; the bulk tables have no keys
        for name in ("utility.charge", "utility.payment"):
            rows = self.env[name].sudo()
            if rows.search_count([("account_id", "in", self.ids)], limit=1):
                raise UserError(
                    self.env._(
                        "An account with charges or payments cannot be deleted. Close it instead."
                    )
                )

    @api.depends("charge_ids", "payment_ids.state")
    def _compute_balance(self):
        totals = self._balances()
        last = dict(
            self.env["utility.payment"]._read_group(
                [("account_id", "in", self.ids), ("state", "=", "allocated")],
                ["account_id"],
                ["date:max"],
            )
        )
        for account in self:
            account.balance = float(totals.get(account.id, 0))
            account.last_payment_date = last.get(account, False)

    def _balances(self, date=None):
        """Balance of each account as ``{id: Decimal}``, at the end of ``date`` (now).

        The last closed turnover before the date plus what came after it.
        """
        query = self._balance_query(SQL("a.id = ANY(%s)", self.ids), date)
        return {account: Decimal(total) for account, total in self.env.execute_query(query)}

    @api.model
    def _balance_query(self, condition, date=None):
        """Query of ``(account_id, balance as text)`` for the accounts ``a`` of ``condition``."""
        return SQL(
            """
            WITH closed AS (
                SELECT a.id AS account_id, (
                           SELECT MAX(t.period_date) FROM utility_turnover t
                            WHERE t.account_id = a.id
                              AND t.period_date + INTERVAL '1 month' <= %(after)s
                       ) AS period_date
                  FROM utility_account a WHERE %(condition)s)
            SELECT account_id, SUM(amount)::text AS balance FROM (
                SELECT t.account_id, t.closing AS amount
                  FROM utility_turnover t
                  JOIN closed USING (account_id, period_date)
                 UNION ALL
                SELECT c.account_id, c.amount
                  FROM utility_charge c
                  JOIN closed x ON x.account_id = c.account_id
                 WHERE %(final)s AND c.period_date < %(after)s
                   AND (x.period_date IS NULL OR c.period_date > x.period_date)
                 UNION ALL
                SELECT p.account_id, -p.amount
                  FROM utility_payment p
                  JOIN closed x ON x.account_id = p.account_id
                 WHERE p.date < %(after)s
                   AND (x.period_date IS NULL OR p.date >= x.period_date + INTERVAL '1 month')
            ) rows GROUP BY account_id
            """,
            condition=condition,
            after=fields.Date.add(date, days=1) if date else "infinity",
            final=final_runs(),
        )

    @api.model
    def _search_balance(self, operator, value):
        """Accounts by their balance: one query over the accounts of the companies."""
        if operator not in (">", ">=", "<", "<=", "=", "!="):
            return NotImplemented
        self.env.flush_all()
        companies = SQL("a.company_id = ANY(%s)", self.env.companies.ids)
        return [
            (
                "id",
                "in",
                SQL(
                    "(SELECT a.id FROM utility_account a LEFT JOIN (%s) b ON b.account_id = a.id"
                    " WHERE %s AND COALESCE(b.balance::numeric, 0) %s %s)",
                    self._balance_query(companies),
                    companies,
                    SQL(operator),
                    str(value or 0),
                ),
            )
        ]

    def _start_charging(self, month):
        """Charging of the accounts begins here with ``month``, its first day (P07)."""
        self.write({"charged_until": fields.Date.subtract(month, days=1)})

    def get_balance(self):
        """Balances for integrators: what is owed by service and kind, and the advance.

        :return: per account ``{account, balance, advance, items: [{period, service, kind, amount}]}``
            with sums as text of two decimals
        """
        self.check_access("read")
        items, advances = read_open_items(self.env, self.ids), read_advances(self.env, self.ids)
        totals = self._balances()
        codes = {
            s.id: s.code
            for s in self.env["utility.service"].with_context(active_test=False).search([])
        }
        return [
            {
                "account": account.number,
                "balance": f"{totals.get(account.id, Decimal(0)):.2f}",
                "advance": f"{sum((a.amount for a in advances.get(account.id, [])), Decimal(0)):.2f}",
                "items": [
                    {
                        "period": item.period.strftime("%Y-%m"),
                        "service": codes.get(item.service, ""),
                        "kind": item.kind,
                        "amount": f"{item.amount:.2f}",
                    }
                    for item in items.get(account.id, [])
                ],
            }
            for account in self
        ]

    def action_view_payments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_payment_action"
        )
        return action | {
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }

    def action_statement(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement of %s", self.number),
            "res_model": "utility.statement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }
