from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

#: kind of a move of a deposit -> document of the posting rule
DOCUMENTS_OF_DEPOSITS = {
    "received": "deposit",
    "interest": "deposit_interest",
    "applied": "deposit_use",
    "refunded": "deposit_refund",
}


class UtilityPosting(models.AbstractModel):
    """Entries of deposits: one a day, kind and source; the control account holds what we owe back."""

    _inherit = "utility.posting"

    @api.model
    def _post_payments(self, company, until):
        return super()._post_payments(company, until) + self._post_deposits(company, until)

    @api.model
    def _post_deposits(self, company, until):
        """Entries of the moves up to ``until`` that have none yet."""
        Move = self.env["utility.deposit.move"]
        Move.flush_model()
        groups = self.env.execute_query(
            SQL(
                """
                SELECT date, kind, source, SUM(amount)::text, ARRAY_AGG(id)
                  FROM utility_deposit_move
                 WHERE company_id = %s AND move_id IS NULL AND date <= %s
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                company.id,
                until,
            )
        )
        if not groups:
            return self.env["account.move"]
        rules = self._rules(company)
        labels = dict(Move._fields["kind"]._description_selection(self.env))
        values = []
        for date, kind, source, total, _ids in groups:
            rule = self._rule(rules, DOCUMENTS_OF_DEPOSITS[kind], source=source)
            amount = Decimal(total)
            label = self.env._("Deposits: %s", labels[kind])
            lines = [(rule.counterpart_id, amount), (rule.account_id, -amount)]
            values.append(self._entry(rule, date, label, lines))
        moves = self._create(values)
        for move, (*_facts, ids) in zip(moves, groups, strict=True):
            # sudo: whoever posts marks what is posted, moves of deposits are nobody's to write
            Move.sudo().browse(ids)._transition(move_id=move.id)
        return moves

    @api.model
    def _check_deposits(self, company, date):
        """Posted moves of deposits up to ``date`` against their control accounts, as Decimals.

        :return: ``{posted, ledger, difference, account}``: ``account`` is the first control
            account, empty where a company has no rules for deposits
        """
        self.env.flush_all()
        rules = self._rules(company)
        accounts = rules.filtered(lambda r: r.document in DOCUMENTS_OF_DEPOSITS.values()).account_id
        ((posted, ledger),) = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT COALESCE(SUM(amount), 0)::text FROM utility_deposit_move
                         WHERE company_id = %(company)s AND move_id IS NOT NULL AND date <= %(date)s),
                       (SELECT COALESCE(-SUM(balance), 0)::text FROM account_move_line
                         WHERE company_id = %(company)s AND account_id = ANY(%(accounts)s)
                           AND parent_state = 'posted' AND date <= %(date)s)
                """,
                company=company.id,
                accounts=accounts.ids,
                date=date,
            )
        )
        posted, ledger = Decimal(posted), Decimal(ledger)
        return {
            "posted": posted,
            "ledger": ledger,
            "difference": ledger - posted,
            "account": accounts[:1],
        }
