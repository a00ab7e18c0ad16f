from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.tools.downloads import new_file

from ..loader.open_items import final_runs


class UtilityStatement(models.TransientModel):
    """Statement of an account: what was charged and paid between two days, row by row."""

    _name = "utility.statement"
    _description = "Statement of an account"

    account_id = fields.Many2one("utility.account", required=True)
    company_id = fields.Many2one(related="account_id.company_id")
    currency_id = fields.Many2one(related="account_id.currency_id")
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self).replace(day=1), months=12
        ),
    )
    date_to = fields.Date(required=True, default=fields.Date.context_today)
    content = fields.Html(compute="_compute_content", sanitize=False)

    @api.depends("account_id", "date_from", "date_to")
    def _compute_content(self):
        for statement in self:
            if not statement.account_id or not statement.date_from or not statement.date_to:
                statement.content = False
                continue
            statement.content = self.env["ir.qweb"]._render(
                "utility_billing.statement_content",
                {
                    "statement": self._rows(
                        statement.account_id, statement.date_from, statement.date_to
                    ),
                    "currency": statement.currency_id,
                },
            )

    @api.model
    def _rows(self, account, start, end):
        """Statement of ``account``: ``{opening, rows, closing}``.

        A row: ``{date, kind: charge|payment, name, charged, paid, balance}``; the charges of a
        month stand on its last day, a row a service. Decimals.
        """
        account.check_access("read")  # the rows are read by SQL
        balance = account._balances(fields.Date.subtract(start, days=1)).get(account.id, Decimal(0))
        opening = balance
        facts = self.env.execute_query(
            SQL(
                """
                SELECT day, kind, service_id, of_kind, SUM(amount)::text, name FROM (
                    SELECT (c.period_date + INTERVAL '1 month' - INTERVAL '1 day')::date AS day,
                           'charge' AS kind, c.service_id, c.kind AS of_kind, c.amount,
                           NULL AS name, 0 AS payment
                      FROM utility_charge c
                     WHERE c.account_id = %(account)s AND %(final)s
                       AND c.period_date BETWEEN %(start)s AND %(end)s
                     UNION ALL
                    SELECT p.date, 'payment', NULL, p.source, p.amount, p.purpose, p.id
                      FROM utility_payment p
                     WHERE p.account_id = %(account)s AND p.date BETWEEN %(start)s AND %(end)s) x
                 GROUP BY day, kind, service_id, of_kind, name, payment
                 ORDER BY day, kind, service_id, of_kind
                """,
                account=account.id,
                start=start,
                end=end,
                final=final_runs(),
            )
        )
        services = self.env["utility.service"].with_context(active_test=False)
        names = {s.id: s.name for s in services.search([])}
        kinds = dict(self.env["utility.charge"]._fields["kind"]._description_selection(self.env))
        sources = dict(
            self.env["utility.payment"]._fields["source"]._description_selection(self.env)
        )
        rows = []
        for day, kind, service, of_kind, text, name in facts:
            amount = Decimal(text)
            if kind == "charge":
                label = names.get(service, kinds[of_kind])
                label = (
                    label if of_kind == "charge" or not service else f"{label}: {kinds[of_kind]}"
                )
                balance += amount
                sums = {"charged": amount, "paid": None}
            else:
                label = ", ".join(filter(None, (sources[of_kind], name)))
                balance -= amount
                sums = {"charged": None, "paid": amount}
            rows.append({"date": day, "kind": kind, "name": label, "balance": balance} | sums)
        return {
            "account": account.number,
            "start": start,
            "end": end,
            "opening": opening,
            "rows": rows,
            "charged": sum((r["charged"] or 0 for r in rows), Decimal(0)),
            "paid": sum((r["paid"] or 0 for r in rows), Decimal(0)),
            "closing": balance,
        }

    def action_print(self):
        """The statement as a PDF, in the payer's language."""
        self.ensure_one()
        account = self.account_id
        pdf = self.env["utility.document.template"]._render_statement(
            account,
            self.with_context(lang=account.partner_id.lang)._rows(
                account, self.date_from, self.date_to
            ),
        )
        name = f"{account.number} {self.date_from} {self.date_to}.pdf"
        return new_file(self, name, pdf, "application/pdf")
