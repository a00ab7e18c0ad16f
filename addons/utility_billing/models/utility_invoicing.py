from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError

from ..loader.invoice_rows import invoice_rows

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
        facts = _Facts(self.env, run)
        values = []
        for key, rows in invoice_rows(self.env, run, keys).items():
            for part, lines in self._documents(run, key, rows).items():
                values.append(self._values(facts, rules, part, lines))
        # sudo: billing staff post by the rules without rights on the ledger. Dynamic lines are off:
        # taxes and totals are those of the charges
        moves = self.env["account.move"].sudo().with_context(skip_invoice_sync=True)
        moves = moves.create(values)
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
        due = self._due(run, contract, partner)
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

    def _due(self, run, contract, partner):
        """Day until which an invoice is paid: the contract's, the customer's, the company's."""
        end = run.period_id.date_to
        day = contract and contract._terms_on(end)[contract].get("due_day")
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


class _Facts:
    """What the invoices of one run read more than once."""

    def __init__(self, env, run):
        self.env = env
        self.run = run
        self.digits = env["decimal.precision"].precision_get("Product Unit")
        self._taxes = {}
        kinds = env["utility.charge"]._fields["kind"]
        self._kinds = dict(kinds._description_selection(env))

    def account(self, account_id):
        return self.env["utility.account"].browse(account_id)

    def service(self, service_id):
        return self.env["utility.service"].browse(service_id)

    def quantity(self, volume):
        return round(volume, self.digits)

    def label(self, row):
        """ "Cold water: recalculation 2026-01, 0000123": what, why, where."""
        name = self.service(row.service).name or self._kinds[row.kind]
        if row.kind != "charge" and row.service:
            name = f"{name}: {self._kinds[row.kind]}"
        if row.of_period:
            name = f"{name} {row.of_period:%Y-%m}"
        return f"{name}, {self.account(row.account).number}" if row.by_contract else name

    def tax(self, rule, rate):
        """Tax of the invoice for a rate; made where the chart has none."""
        if rule.tax_id:
            return rule.tax_id
        company = self.run.company_id
        key = (rate, rule.vat_account_id)
        if key not in self._taxes:
            if not rule.vat_account_id:
                raise UserError(
                    self.env._("The posting rule of %s names no VAT account.", rule.journal_id.name)
                )
            self._taxes[key] = company.sudo()._utility_sale_tax(rate, rule.vat_account_id)
        return self._taxes[key]

    def corrected(self, key, of_period):
        """The invoice of the corrected month, for the reference of a corrective document."""
        base = key.rsplit("/", 1)[0]
        moves = self.env["account.move"].sudo()
        return moves.search(
            [
                ("company_id", "=", self.run.company_id.id),
                ("utility_key", "=", base),
                ("utility_period_date", "=", of_period),
                ("utility_undone", "!=", True),
                ("utility_run_id.kind", "=", "month"),
            ],
            order="id",
            limit=1,
        )
