from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..loader.benefits import budget_parts


class UtilityPosting(models.AbstractModel):
    """What budgets owe for privileges and subsidies, in the general ledger (D06)."""

    _inherit = "utility.posting"

    @api.model
    def _post_receipts(self, receipts):
        """Entries of receipts from budgets, one each."""
        values = []
        for receipt in receipts:
            rule = self._rule(self._rules(receipt.company_id), "budget")
            amount = Decimal(f"{receipt.amount:.2f}")
            label = ", ".join(filter(None, (receipt.program_id.name, receipt.reference)))
            lines = [(rule.counterpart_id, amount), (rule.account_id, -amount)]
            values.append(self._entry(rule, receipt.date, label, lines))
        for receipt, move in zip(receipts, self._create(values), strict=True):
            receipt._transition(move_id=move.id)

    @api.model
    def _check_budgets(self, company, date=None):
        """What is posted against the accounts of the budgets, as Decimals.

        Runs that were posted before there was a rule for privileges lowered the income; they owe
        nothing.

        :return: ``{ledger, posted, difference}``; ``difference`` must be zero
        """
        self.env.flush_all()
        limit = date or "infinity"
        rules = self._rules(company)
        privileges = rules.filtered(lambda r: r.document == "privilege")
        accounts = privileges.counterpart_id
        accounts |= rules.filtered(lambda r: r.source == "subsidy").counterpart_id
        figure = SQL.identifier("net" if privileges.vat_account_id else "amount")
        used, credited, received, ledger = (
            Decimal(text)
            for text in self.env.execute_query(
                SQL(
                    """
                    SELECT (SELECT COALESCE(-SUM(part.%(figure)s), 0) FROM (%(parts)s) part)::text,
                           (SELECT COALESCE(SUM(amount), 0) FROM utility_payment
                             WHERE company_id = %(company)s AND source = 'subsidy'
                               AND move_id IS NOT NULL AND date <= %(limit)s)::text,
                           (SELECT COALESCE(SUM(amount), 0) FROM utility_social_receipt
                             WHERE company_id = %(company)s AND move_id IS NOT NULL
                               AND date <= %(limit)s)::text,
                           (SELECT COALESCE(SUM(balance), 0) FROM account_move_line
                             WHERE company_id = %(company)s AND account_id = ANY(%(accounts)s)
                               AND parent_state = 'posted' AND date <= %(limit)s)::text
                    """,
                    figure=figure,
                    parts=budget_parts(
                        SQL(
                            "c.company_id = %s AND c.period_date <= %s AND c.run_id IN (SELECT"
                            " m.utility_run_id FROM account_move m WHERE m.state = 'posted'"
                            " AND m.utility_document = 'privilege'"
                            " AND m.utility_undone IS NOT TRUE)"
                            " AND c.account_id NOT IN (SELECT id FROM utility_account"
                            " WHERE company_id = c.company_id AND kind = 'organisation')",
                            company.id,
                            limit,
                        )
                    ),
                    company=company.id,
                    limit=limit,
                    accounts=accounts.ids,
                )
            )[0]
        )
        posted = (used if privileges else Decimal(0)) + credited - received
        return {"ledger": ledger, "posted": posted, "difference": ledger - posted}
