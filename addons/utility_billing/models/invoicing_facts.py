"""What the invoices of one run read more than once."""

from odoo.exceptions import UserError


class InvoicingFacts:
    """What the invoices of one run read more than once."""

    def __init__(self, env, run):
        self.env = env
        self.run = run
        self.digits = env["decimal.precision"].precision_get("Product Unit")
        self._taxes = {}
        self._terms = {}
        kinds = env["utility.charge"]._fields["kind"]
        self._kinds = dict(kinds._description_selection(env))

    def prepare(self, found):
        """Read what all invoices of the rows need at once; ``found``: see :func:`invoice_rows`."""
        accounts = {row.account for rows in found.values() for row in rows}
        contracts = self.env["utility.account"].browse(accounts).contract_id
        self._terms = contracts._terms_on(self.run.period_id.date_to)

    def terms(self, contract):
        """Terms of a contract at the end of the month."""
        return self._terms[contract]

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
