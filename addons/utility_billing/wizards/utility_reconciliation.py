from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.open_items import final_runs

ZERO = Decimal("0.00")


class UtilityReconciliation(models.TransientModel):
    """Reconciliation acts of contracts or accounts over any days (H06).

    The figures are those of the sub-ledger: charges by month with the number of their invoice,
    payments one by one.
    """

    _name = "utility.reconciliation"
    _description = "Reconciliation act"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    contract_ids = fields.Many2many("utility.contract", string="Contracts")
    account_ids = fields.Many2many("utility.account", string="Accounts")
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(required=True, default=fields.Date.context_today)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids")
        names = {"utility.contract": "contract_ids", "utility.account": "account_ids"}
        if ids and model in names:
            values[names[model]] = [(6, 0, ids)]
        return values

    def action_make(self):
        """One act a contract or account; those that have nothing to say are left out."""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The first day is after the last."))
        papers = self.env["utility.paper"]
        values = []
        for contract in self.contract_ids:
            values.append(self._values(contract.account_ids, contract.partner_id, contract))
        for account in self.account_ids:
            values.append(self._values(account, account.partner_id, account.contract_id))
        values = [found for found in values if found]
        if not values:
            raise UserError(self.env._("Nothing was charged or paid in these days."))
        papers = papers.create(values)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_paper_action"
        )
        return action | {"domain": [("id", "in", papers.ids)], "context": {}}

    def _values(self, accounts, partner, contract):
        facts = self._facts(accounts)
        if not facts["rows"] and not Decimal(facts["opening"]):
            return False
        number = contract.number or accounts[:1].number
        return {
            "company_id": self.company_id.id,
            "kind": "reconciliation",
            "number": f"{number}/{self.date_to:%Y-%m-%d}",
            "date": self.date_to,
            "partner_id": partner.id,
            "contract_id": contract.id,
            "account_id": accounts.id if len(accounts) == 1 else False,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "amount": float(facts["closing"]),
            "facts": facts,
        }

    def _facts(self, accounts):
        """``{opening, rows: [{date, name, debit, credit}], debit, credit, closing}`` as texts."""
        accounts.check_access("read")  # the rows are read by SQL
        before = fields.Date.subtract(self.date_from, days=1)
        opening = sum(accounts._balances(before).values(), ZERO)
        found = self.env.execute_query(
            SQL(
                """
                SELECT x.day, x.name, SUM(x.debit)::text, SUM(x.credit)::text FROM (
                    SELECT (c.period_date + INTERVAL '1 month' - INTERVAL '1 day')::date AS day,
                           m.name, c.amount AS debit, 0 AS credit, 0 AS payment
                      FROM utility_charge c
                      LEFT JOIN LATERAL (
                           SELECT MIN(i.name) AS name FROM account_move i
                             JOIN account_move_line l ON l.move_id = i.id
                            WHERE i.utility_run_id = c.run_id AND l.utility_account_id = c.account_id
                              AND i.utility_undone IS NOT TRUE AND i.move_type <> 'entry') m ON TRUE
                     WHERE c.account_id = ANY(%(accounts)s) AND %(final)s
                       AND c.period_date BETWEEN %(start)s AND %(end)s
                     UNION ALL
                    SELECT p.date, COALESCE(p.external_id, ''), 0, p.amount, p.id
                      FROM utility_payment p
                     WHERE p.account_id = ANY(%(accounts)s)
                       AND p.date BETWEEN %(start)s AND %(end)s) x
                 GROUP BY x.day, x.name, x.payment
                HAVING SUM(x.debit) <> 0 OR SUM(x.credit) <> 0
                 ORDER BY x.day, x.payment, x.name
                """,
                accounts=accounts.ids,
                start=self.date_from,
                end=self.date_to,
                final=final_runs(),
            )
        )
        rows = [
            {
                "date": day.isoformat(),
                "number": name or "",
                "paid": bool(Decimal(credit)),
                "debit": debit if Decimal(debit) else "",
                "credit": credit if Decimal(credit) else "",
            }
            for day, name, debit, credit in found
        ]
        debit = sum((Decimal(text) for _day, _name, text, _credit in found), ZERO)
        credit = sum((Decimal(text) for _day, _name, _debit, text in found), ZERO)
        return {
            "opening": f"{opening:.2f}",
            "rows": rows,
            "debit": f"{debit:.2f}",
            "credit": f"{credit:.2f}",
            "closing": f"{opening + debit - credit:.2f}",
        }
