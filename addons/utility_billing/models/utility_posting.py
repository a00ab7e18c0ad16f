from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.benefits import budget_parts
from ..loader.invoice_rows import DOCUMENT_OF_KIND

ZERO = Decimal("0.00")


class UtilityPosting(models.AbstractModel):
    """Summary entries of the general ledger from the sub-ledger (DESIGN 7).

    One balanced entry a posting group: for charges of individuals service × customer category ×
    supplier of a run, for payments day × source; organisations have invoices (``utility.invoicing``)
    and a line a payment. Sums are those of the sub-ledger, to the kopeck.
    """

    _name = "utility.posting"
    _description = "Posting to the general ledger"

    @api.model
    def _post_run(self, run):
        """Summary entries of ``run``; charges of held bills stay for a later run."""
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
            analytic = {"analytic_distribution": rule.analytic_distribution or False}
            lines = [(rule.account_id, amount), (rule.counterpart_id, -net, analytic)]
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
                self._entry(rule, run.period_id.date_to, label, lines)
                | {
                    "utility_run_id": run.id,
                    "utility_key": f"{document}/{service or 0}/{category or 0}/{supplier or 0}",
                }
            )
        return self._create(values)

    def _charged_groups(self, run, apart):
        """Sums of the individuals of a run: ``[(service, customer category, supplier, kind, amount, net, vat)]``.

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
                  JOIN utility_account a ON a.id = x.account_id AND a.kind <> 'organisation'
                 GROUP BY 1, 2, 3, 4
                """,
                parts=budget_parts(
                    SQL("c.run_id = %s AND %s", run.id, apart and run.kind != "history")
                ),
                run=run.id,
            )
        )

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
        """Values of a balanced entry.

        ``lines``: account, signed sum (debit +), and other values of the line if any.
        """
        return {
            "move_type": "entry",
            "company_id": rule.company_id.id,
            "journal_id": rule.journal_id.id,
            "date": date,
            "ref": label,
            "utility_document": rule.document,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "account_id": account.id,
                        "name": label,
                        "debit": float(max(amount, ZERO)),
                        "credit": float(max(-amount, ZERO)),
                    }
                    | (extra[0] if extra else {}),
                )
                for account, amount, *extra in lines
                if amount
            ],
        }

    def _create(self, values):
        # sudo: billing staff post summary entries by the rules without rights on the ledger
        moves = self.env["account.move"].sudo().create(values)
        moves.filtered("line_ids")._post(soft=False)
        return moves
