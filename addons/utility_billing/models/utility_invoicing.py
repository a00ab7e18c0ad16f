from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models

from ..loader.invoice_rows import invoice_rows
from .invoicing_facts import InvoicingFacts

ZERO = Decimal("0.00")


class UtilityInvoicing(models.AbstractModel):
    """Customer invoices of organisations from the charges of a run (DESIGN 7, G11, X36).

    One invoice a contract, or an account where the contract says so; negative sums are credit
    notes. The sums are those of the charges, never computed anew: net, VAT and total of an invoice
    equal its charge lines to the kopeck, whether VAT was inside the price or on top of it.
    """

    _name = "utility.invoicing"
    _description = "Invoicing of organisations"

    @api.model
    def _invoice(self, run, keys):
        """Posted invoices of the settlement ``keys`` of ``run``; entries for opening balances.

        What has an invoice already must not be among the keys.
        """
        if not keys:
            return self.env["account.move"]
        rules = self.env["utility.posting"]._rules(run.company_id)
        facts = InvoicingFacts(self.env, run)
        values = []
        found = invoice_rows(self.env, run, keys)
        facts.prepare(found)
        for key, rows in found.items():
            for part, lines in self._documents(run, key, rows).items():
                values.append(self._values(facts, rules, part, lines))
        # sudo: billing staff post by the rules without rights on the ledger. Dynamic lines are off:
        # taxes and totals are those of the charges. The run says who made them: no chatter
        moves = self.env["account.move"].sudo()
        moves = moves.with_context(skip_invoice_sync=True, tracking_disable=True).create(values)
        moves._post(soft=False)
        self.env["utility.paper"].sudo()._make(moves)
        self._settle(run.company_id, keys)
        return moves

    def _documents(self, run, key, rows):
        """Rows by document ``{posting key: rows}``: by account or contract, corrections apart."""
        apart = run.company_id.utility_corrections == "documents"
        parts = defaultdict(list)
        for row in rows:
            part = [key]
            if row.contract and not row.by_contract:
                part.append(f"a{row.account}")
            if run.kind in ("opening", "history"):
                part.append("opening")
            elif apart and row.of_period and row.kind == "recalculation":
                part.append(f"{row.of_period:%Y-%m}")
            parts["/".join(part)].append(row)
        return parts

    def _values(self, facts, rules, key, rows):
        run = facts.run
        opening = run.kind in ("opening", "history")
        total = sum((row.amount for row in rows), ZERO)
        sign = -1 if total < 0 else 1
        by_contract = rows[0].by_contract
        account = facts.account(rows[0].account)
        contract = account.contract_id
        partner = contract.partner_id if by_contract else account.partner_id
        periods = {row.of_period for row in rows}
        of_period = periods.pop() if key.count("/") and len(periods) == 1 else None
        receivable = self._rule(rules, rows[0], "invoice")
        due = self._due(facts, contract, partner)
        lines = []
        taxes = defaultdict(lambda: [ZERO, ZERO])
        for row in rows:
            rule = self._rule(rules, row, "opening" if opening else row.document)
            line = self._line(facts, rule, row, sign, opening)
            tax = self.env["account.tax"]
            if row.vat and not opening:
                tax = facts.tax(rule, row.rate)
                line["tax_ids"] = [(6, 0, tax.ids)]
                sums = taxes[tax, rule.vat_account_id]
                sums[0] += row.vat
                sums[1] += row.net
            lines.append(line)
        for (tax, vat_account), (vat, base) in taxes.items():
            lines.append(self._tax_line(tax, vat_account, vat, base, sign))
        number = contract.number if by_contract else account.number
        label = f"{run.period_id.code}, {number}"
        lines.append(
            {
                "name": label,
                "account_id": receivable.account_id.id,
                "balance": float(total),
                "amount_currency": float(total),
                "utility_settlement": rows[0].settlement,
                "partner_id": partner.id,
            }
            | (
                {"date_maturity": due}
                if opening
                else {"display_type": "payment_term", "date_maturity": due}
            )
        )
        for line in lines:
            line["partner_id"] = partner.id
            line["currency_id"] = run.company_id.currency_id.id
        values = {
            "move_type": "entry" if opening else "out_invoice" if sign > 0 else "out_refund",
            "company_id": run.company_id.id,
            "currency_id": run.company_id.currency_id.id,
            "journal_id": (rules._match("opening") if opening else receivable).journal_id.id,
            "date": run.period_id.date_to,
            "partner_id": partner.id,
            "ref": label,
            "utility_run_id": run.id,
            "utility_key": key,
            "utility_document": "opening" if opening else "invoice",
            "utility_contract_id": contract.id,
            "utility_account_id": not by_contract and account.id,
            "utility_period_date": run.period_id.date_from,
            "line_ids": [(0, 0, line) for line in lines],
        }
        if not opening:
            values |= {"invoice_date": run.period_id.date_to, "invoice_date_due": due}
        if of_period:
            corrected = facts.corrected(key, of_period)
            values |= {"utility_of_period": of_period, "utility_corrected_id": corrected.id}
            if sign < 0 and corrected.move_type == "out_invoice":
                values["reversed_entry_id"] = corrected.id
        return values

    def _line(self, facts, rule, row, sign, opening):
        account = facts.account(row.account)
        line = {
            "name": facts.label(row),
            "account_id": rule.counterpart_id.id,
            "balance": float(-row.net if not opening else -row.amount),
            "amount_currency": float(-row.net if not opening else -row.amount),
            "analytic_distribution": rule.analytic_distribution or False,
            "utility_account_id": account.id,
            "utility_service_id": row.service,
            "utility_supplier_id": row.supplier,
            "utility_volume": float(row.volume),
            "utility_price": float(row.price or 0),
            "utility_vat_rate": float(row.rate) if row.vat else 0.0,
            "utility_vat": float(row.vat),
        }
        if opening:
            return line
        net = row.net * sign
        # the quantity of the ledger has fewer digits than the volume: the sum is what holds
        quantity = facts.quantity(row.volume * sign)
        if not quantity or (quantity < 0) == (net > 0):
            quantity = Decimal(1)
        service = facts.service(row.service)
        return line | {
            "display_type": "product",
            "product_id": service.product_id.id,
            "product_uom_id": service.uom_id.id,
            "quantity": float(quantity),
            "price_unit": float(net / quantity),
            "tax_ids": [(6, 0, [])],
        }

    def _tax_line(self, tax, vat_account, vat, base, sign):
        kind = "invoice" if sign > 0 else "refund"
        repartition = tax[f"{kind}_repartition_line_ids"].filtered(
            lambda line: line.repartition_type == "tax"
        )[:1]
        return {
            "name": tax.name,
            "display_type": "tax",
            "account_id": (vat_account or repartition.account_id).id,
            "balance": float(-vat),
            "amount_currency": float(-vat),
            "tax_repartition_line_id": repartition.id,
            "tax_base_amount": float(base * sign),
        }

    def _rule(self, rules, row, document):
        return self.env["utility.posting"]._rule(
            rules,
            document,
            service_id=row.service,
            customer_category_id=row.category,
            supplier_id=row.supplier,
        )

    def _due(self, facts, contract, partner):
        """Day until which an invoice is paid: the contract's, the customer's, the company's."""
        run = facts.run
        end = run.period_id.date_to
        day = contract and facts.terms(contract).get("due_day")
        if day and day.isdigit() and 1 <= int(day) <= 28:
            return end + timedelta(days=int(day))
        terms = partner.with_company(run.company_id).property_payment_term_id
        if terms:
            return max(line._get_due_date(end) for line in terms.line_ids)
        return end + timedelta(days=run.company_id.utility_invoice_days)

    @api.model
    def _settle(self, company, keys):
        """Reconcile open invoices and payments of the settlement ``keys``, the oldest first."""
        # sudo: payments are posted by cashiers and jobs without rights on the ledger
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("utility_settlement", "in", list(keys)),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("account_id.account_type", "=", "asset_receivable"),
                ],
                order="date_maturity, date, id",
            )
        )
        plan = []
        for group in lines.grouped(lambda r: (r.utility_settlement, r.account_id)).values():
            signs = {line.amount_residual > 0 for line in group if line.amount_residual}
            if len(signs) == 2:
                plan.append(group)
        if plan:
            lines._reconcile_plan(plan)
