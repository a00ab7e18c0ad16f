from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..loader.invoice_rows import settlement

#: document of the posting rule of payment ``p`` with its account ``a``
DOCUMENT = SQL(
    """CASE WHEN a.id IS NULL THEN 'suspense' WHEN a.kind = 'organisation' AND p.source <> 'subsidy'
            THEN 'receipt' ELSE 'payment' END"""
)


class UtilityPosting(models.AbstractModel):
    """Entries of payments: a day and source each; those of organisations line by line."""

    _inherit = "utility.posting"

    @api.model
    def _post_payments(self, company, until):
        """Entries of the payments up to ``until`` that are not posted yet, a day and source each.

        Returns the entries made.
        """
        Payment = self.env["utility.payment"]
        Payment.flush_model()
        groups = self.env.execute_query(
            SQL(
                """
                SELECT p.date, p.source, %s, SUM(p.amount)::text
                  FROM utility_payment p LEFT JOIN utility_account a ON a.id = p.account_id
                 WHERE p.company_id = %s AND p.move_id IS NULL AND p.date <= %s
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                DOCUMENT,
                company.id,
                until,
            )
        )
        rules = self._rules(company)
        values, settled = [], set()
        for date, source, document, total in groups:
            rule = self._rule(rules, document, source=source)
            amount = Decimal(total)
            label = dict(Payment._fields["source"]._description_selection(self.env))[source]
            lines = [(rule.counterpart_id, amount)]
            if document == "receipt":
                receipts = self._receipt_lines(rule, company, date, source)
                settled.update(extra["utility_settlement"] for _account, _amount, extra in receipts)
                lines += receipts
            else:
                lines.append((rule.account_id, -amount))
            values.append(self._entry(rule, date, label, lines))
        moves = self._create(values)
        for move, (date, source, document, _total) in zip(moves, groups, strict=True):
            self._mark_posted(company, move, date, source, document)
        Payment.invalidate_model(["move_id"])
        self.env["utility.invoicing"]._settle(company, settled)
        return moves

    def _mark_posted(self, company, move, date, source, document):
        """The payments of a group have the entry; one statement whatever their number."""
        move.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                WITH done AS (
                    UPDATE utility_payment
                       SET move_id = %s, write_uid = %s, write_date = %s
                     WHERE id IN (SELECT p.id FROM utility_payment p
                                    LEFT JOIN utility_account a ON a.id = p.account_id
                                   WHERE p.company_id = %s AND p.move_id IS NULL AND p.date = %s
                                     AND p.source = %s AND %s = %s)
                    RETURNING 1)
                SELECT COUNT(*) FROM done
                """,
                move.id,
                self.env.uid,
                self.env.cr.now().replace(tzinfo=None),
                company.id,
                date,
                source,
                DOCUMENT,
                document,
            )
        )

    def _receipt_lines(self, rule, company, date, source, only=None):
        """A line a payment of an organisation, so that it can be reconciled with invoices.

        ``only``: a condition on payments ``p`` beside the day and the source.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(key)s, p.account_id, COALESCE(k.partner_id, a.partner_id), p.amount::text,
                       COALESCE(NULLIF(CONCAT_WS(' ', p.external_id, p.purpose), ''), a.number)
                  FROM utility_payment p JOIN utility_account a ON a.id = p.account_id
                  LEFT JOIN utility_contract k ON k.id = a.contract_id
                 WHERE p.company_id = %(company)s AND p.move_id IS NULL AND p.date = %(date)s
                   AND p.source = %(source)s AND %(document)s = 'receipt' AND %(only)s
                 ORDER BY p.id
                """,
                key=settlement(),
                company=company.id,
                date=date,
                source=source,
                document=DOCUMENT,
                only=only or SQL("TRUE"),
            )
        )
        return [
            (
                rule.account_id,
                -Decimal(amount),
                {
                    "partner_id": partner,
                    "utility_account_id": account,
                    "utility_settlement": key,
                    "date_maturity": date,
                    "name": name,
                },
            )
            for key, account, partner, amount, name in rows
        ]
