from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.benefits import budget_parts

DOCUMENT_OF_KIND = {
    "opening": "opening",
    "penalty": "penalty",
    "interest": "penalty",
    "costs": "costs",
    "budget": "privilege",
}
ZERO = Decimal("0.00")


class UtilityPosting(models.AbstractModel):
    """Summary entries of the general ledger from the sub-ledger (DESIGN 7).

    One balanced entry a posting group: for charges service × customer category × supplier of a
    run, for payments day × source. Sums are those of the sub-ledger, to the kopeck.
    """

    _name = "utility.posting"
    _description = "Posting to the general ledger"

    @api.model
    def _post_run(self, run):
        """Entries of the charges of ``run``; charges of held bills stay for a later run."""
        rules = self._rules(run.company_id)
        groups = self._charged_groups(run, "privilege" in rules.mapped("document"))
        entries = defaultdict(lambda: [ZERO, ZERO, ZERO])
        for service, category, supplier, kind, amount, net, vat in groups:
            document = DOCUMENT_OF_KIND.get(kind, "charge")
            if run.kind == "history":
                document = "opening"  # income of the program before, posted there
            key = (document, service, category, supplier)
            sums = entries[key]
            for index, text in enumerate((amount, net, vat)):
                sums[index] += Decimal(text)
        names = self._service_names()
        values = []
        for (document, service, category, supplier), sums in entries.items():
            rule = self._rule(
                rules,
                document,
                service_id=service,
                customer_category_id=category,
                supplier_id=supplier,
            )
            amount, net, vat = sums
            if document == "privilege" and not rule.vat_account_id:
                net, vat = amount, ZERO
            lines = [(rule.account_id, amount), (rule.counterpart_id, -net)]
            if vat:
                if not rule.vat_account_id:
                    raise UserError(
                        self.env._(
                            "The posting rule of %s names no VAT account.", rule.journal_id.name
                        )
                    )
                lines.append((rule.vat_account_id, -vat))
            label = ", ".join(filter(None, (run.name, names.get(service))))
            values.append(
                self._entry(rule, run.period_id.date_to, label, lines) | {"utility_run_id": run.id}
            )
        return self._create(values)

    def _charged_groups(self, run, apart):
        """Sums of a run: ``[(service, customer category, supplier, kind, amount, net, vat)]``.

        :param apart: what a budget pays for privileges comes as the kind ``budget``, not with the
            charges; without a rule for it privileges lower the income
        """
        return self.env.execute_query(
            SQL(
                """
                WITH part AS (
                SELECT c.account_id, c.service_id, c.supplier_id, c.kind, x.amount, x.net, x.vat
                  FROM (%(parts)s) x JOIN utility_charge c ON c.id = x.charge_id)
                SELECT x.service_id, a.customer_category_id, x.supplier_id, x.kind,
                       SUM(x.amount)::text, SUM(x.net)::text, SUM(x.vat)::text
                  FROM (SELECT account_id, service_id, supplier_id, kind, amount,
                               COALESCE(net, amount) AS net, COALESCE(vat, 0) AS vat
                          FROM utility_charge WHERE run_id = %(run)s
                         UNION ALL
                        SELECT account_id, service_id, supplier_id, 'budget', amount, net, vat
                          FROM part
                         UNION ALL
                        SELECT account_id, service_id, supplier_id, kind, -amount, -net, -vat
                          FROM part) x
                  JOIN utility_account a ON a.id = x.account_id
                 GROUP BY 1, 2, 3, 4
                """,
                parts=budget_parts(
                    SQL("c.run_id = %s AND %s", run.id, apart and run.kind != "history")
                ),
                run=run.id,
            )
        )

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
                SELECT date, source, account_id IS NULL, SUM(amount)::text
                  FROM utility_payment
                 WHERE company_id = %s AND move_id IS NULL AND date <= %s
                 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                company.id,
                until,
            )
        )
        rules = self._rules(company)
        values = []
        for date, source, suspense, total in groups:
            rule = self._rule(rules, "suspense" if suspense else "payment", source=source)
            amount = Decimal(total)
            label = dict(Payment._fields["source"]._description_selection(self.env))[source]
            lines = [(rule.counterpart_id, amount), (rule.account_id, -amount)]
            values.append(self._entry(rule, date, label, lines))
        moves = self._create(values)
        for move, (date, source, suspense, _total) in zip(moves, groups, strict=True):
            self._mark_posted(company, move, date, source, suspense)
        Payment.invalidate_model(["move_id"])
        return moves

    def _mark_posted(self, company, move, date, source, suspense):
        """The payments of a group have the entry; one statement whatever their number."""
        move.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                WITH done AS (
                    UPDATE utility_payment
                       SET move_id = %s, write_uid = %s, write_date = %s
                     WHERE company_id = %s AND move_id IS NULL AND date = %s AND source = %s
                       AND (account_id IS NULL) = %s
                    RETURNING 1)
                SELECT COUNT(*) FROM done
                """,
                move.id,
                self.env.uid,
                self.env.cr.now().replace(tzinfo=None),
                company.id,
                date,
                source,
                suspense,
            )
        )

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

    def _rules(self, company):
        return self.env["utility.posting.rule"].search([("company_id", "=", company.id)])

    def _rule(self, rules, document, **facts):
        rule = rules._match(document, **facts)
        if not rule:
            raise UserError(
                self.env._(
                    "No posting rule for %(document)s. Add one in Settings, Posting Rules, or "
                    "prepare the usual ones there.",
                    document=dict(rules._fields["document"]._description_selection(self.env))[
                        document
                    ],
                )
            )
        return rule

    def _service_names(self):
        # the catalogue of services is a short list
        services = self.env["utility.service"].with_context(active_test=False).search([])  # pylint: disable=no-search-all
        return {service.id: service.name for service in services}

    def _entry(self, rule, date, label, lines):
        """Values of a balanced entry; ``lines`` are pairs of account and signed sum (debit +)."""
        return {
            "move_type": "entry",
            "company_id": rule.company_id.id,
            "journal_id": rule.journal_id.id,
            "date": date,
            "ref": label,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "account_id": account.id,
                        "name": label,
                        "debit": float(max(amount, ZERO)),
                        "credit": float(max(-amount, ZERO)),
                    },
                )
                for account, amount in lines
                if amount
            ],
        }

    def _create(self, values):
        # sudo: billing staff post summary entries by the rules without rights on the ledger
        moves = self.env["account.move"].sudo().create(values)
        moves.filtered("line_ids")._post(soft=False)
        return moves

    @api.model
    def _check(self, company, date=None):
        """Sub-ledger against the control accounts, as Decimals.

        :return: ``{ledger, posted, difference, charges_waiting, payments_waiting, subledger}``:
            ``posted`` is the part of the sub-ledger that has entries, ``subledger`` all of it;
            ``difference`` must be zero.
        """
        self.env.flush_all()
        limit = date or "infinity"
        charged, waiting = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(c.amount) FILTER (WHERE r.state = 'posted'), 0)::text,
                       COALESCE(SUM(c.amount) FILTER (WHERE r.state <> 'posted'), 0)::text
                  FROM utility_charge c
                  JOIN utility_billing_run r ON r.id = c.run_id
                 WHERE c.company_id = %s AND r.state IN ('approved', 'documents', 'posted')
                   AND NOT COALESCE(r.simulation, FALSE) AND c.period_date <= %s
                """,
                company.id,
                limit,
            )
        )[0]
        paid, unposted = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(amount) FILTER (WHERE move_id IS NOT NULL), 0)::text,
                       COALESCE(SUM(amount) FILTER (WHERE move_id IS NULL), 0)::text
                  FROM utility_payment
                 WHERE company_id = %s AND account_id IS NOT NULL AND date <= %s
                """,
                company.id,
                limit,
            )
        )[0]
        rules = self._rules(company).filtered(lambda r: r.document not in ("suspense", "budget"))
        balance = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(balance), 0)::text FROM account_move_line
                 WHERE company_id = %s AND account_id = ANY(%s) AND parent_state = 'posted'
                   AND date <= %s
                """,
                company.id,
                rules.account_id.ids,
                limit,
            )
        )[0][0]
        posted = Decimal(charged) - Decimal(paid)
        return {
            "ledger": Decimal(balance),
            "posted": posted,
            "difference": Decimal(balance) - posted,
            "charges_waiting": Decimal(waiting),
            "payments_waiting": Decimal(unposted),
            "subledger": posted + Decimal(waiting) - Decimal(unposted),
        }
