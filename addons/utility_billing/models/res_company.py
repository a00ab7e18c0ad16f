from odoo import api, models

from .utility_posting_rule import DOCUMENTS


class ResCompany(models.Model):
    _inherit = "res.company"

    def _utility_prepare_posting(self):
        """Journals, accounts and the usual posting rules, where a company has none yet.

        Companies with rules of their own get those for invoices and budgets, where these are missing.

        Accounts are those that the country pack names for the company's chart; the rest is made.
        """
        for company in self:
            company = company.with_company(company)
            rules = company.env["utility.posting.rule"].with_context(active_test=False)
            found = rules.search([("company_id", "=", company.id)])
            known = set(found.mapped("document"))
            # rules that stand are the accountant's: only what nothing works without is added
            needed = {"invoice", "receipt", "privilege", "budget", "instalment"}
            wanted = needed - known if known else set(dict(DOCUMENTS))
            if not wanted:
                continue
            charges = company._utility_journal(self.env._("Utility charges"), "UCH")
            money = company._utility_journal(self.env._("Utility payments"), "UPM")
            sales = company._utility_journal(self.env._("Utility invoices"), "UIN", "sale")
            account = company._utility_posting_accounts(found)
            no_tax = company.env["account.account"]
            rows = [
                ("charge", charges, "control", "income", account["vat"]),
                ("penalty", charges, "control", "other", account["vat"]),
                ("costs", charges, "control", "other", account["vat"]),
                ("instalment", charges, "control", "other", account["vat"]),
                ("opening", charges, "control", "opening", account["vat"]),
                ("payment", money, "control", "transit", no_tax),
                ("suspense", money, "suspense", "transit", no_tax),
                ("privilege", charges, "control", "budget", no_tax),
                ("budget", money, "budget", "transit", no_tax),
                ("invoice", sales, "receivable", "income", account["vat"]),
                ("receipt", money, "receivable", "transit", no_tax),
            ]
            rules = [(*row, False, False) for row in rows]
            if "budget" in wanted:
                wanted.add("subsidy")
            row = ("payment", money, "control", "budget", no_tax)
            rules.append((*row, False, "subsidy"))
            if account.get("capital"):
                services = company.env["utility.service"].search(
                    [("capital", "=", True), ("company_id", "in", (False, company.id))]
                )
                for row in (
                    ("charge", charges, "control", "capital", account["vat"]),
                    ("invoice", sales, "receivable", "capital", account["vat"]),
                ):
                    rules += [(*row, service.id, False) for service in services]
            company.env["utility.posting.rule"].create(
                [
                    {
                        "company_id": company.id,
                        "document": document,
                        "service_id": service,
                        "journal_id": journal.id,
                        "account_id": account[control].id,
                        "counterpart_id": account[counterpart].id,
                        "vat_account_id": tax.id,
                        "source": source,
                    }
                    for document, journal, control, counterpart, tax, service, source in rules
                    if (source or document) in wanted
                ]
            )
        return True

    @api.model
    def _utility_chart_accounts(self):
        """``{chart: {role: account of the chart}}``, filled by country packs.

        Roles: those of :meth:`_utility_new_accounts`, and ``capital``: contributions to capital
        repair, which are no income of the company.
        """
        return {}

    @api.model
    def _utility_chart_codes(self):
        """``{chart: {role: code}}``: where a chart wants an account that has to be made."""
        return {}

    def _utility_new_accounts(self):
        """``{role: (code, name, type)}`` of accounts that no chart has."""
        _ = self.env._
        # pylint: disable=prefer-env-translation
        return {
            "control": ("120900", _("Customers of utility services"), "asset_current"),
            "receivable": ("121900", _("Organisations: utility services"), "asset_receivable"),
            "suspense": ("240900", _("Payments in suspense"), "liability_current"),
            "transit": ("101900", _("Payments on the way"), "asset_current"),
            "income": ("400900", _("Utility services"), "income"),
            "vat": ("250900", _("VAT of utility services"), "liability_current"),
            "opening": ("999900", _("Opening balances"), "equity"),
            "other": ("450900", _("Penalties and costs recovered"), "income_other"),
            "budget": ("121900", _("Budgets for privileges and subsidies"), "asset_current"),
        }

    def _utility_posting_accounts(self, rules):
        """``{role: account}`` for the usual posting rules; what the chart lacks is made.

        :param rules: rules that the company has; their accounts are taken before others
        """
        self.ensure_one()
        template = self.env["account.chart.template"].with_company(self)
        known = self._utility_chart_accounts().get(self.chart_template, {})
        codes = self._utility_chart_codes().get(self.chart_template, {})
        charge, payment = rules._match("charge"), rules._match("payment")
        found = {
            "control": charge.account_id,
            "income": charge.counterpart_id,
            "vat": charge.vat_account_id,
            "transit": payment.counterpart_id,
            "budget": rules._match("privilege").counterpart_id or rules._match("budget").account_id,
        }
        found = {role: account for role, account in found.items() if account}
        if rules:  # what stands is kept: nothing else is asked for
            unused = ("suspense", "opening", "other")
            found |= dict.fromkeys(unused, self.env["account.account"])
        for role, name in known.items():
            account = template.ref(name, raise_if_not_found=False)
            if account and not found.get(role):
                found[role] = account
        for role, (code, name, account_type) in self._utility_new_accounts().items():
            if role not in found:
                found[role] = self._utility_account(codes.get(role, code), name, account_type)
        return found

    def _utility_journal(self, name, code, journal_type="general"):
        journals = self.env["account.journal"]
        found = journals.search([("company_id", "=", self.id), ("code", "=", code)], limit=1)
        return found or journals.create(
            {"name": name, "code": code, "type": journal_type, "company_id": self.id}
        )

    def _utility_account(self, code, name, account_type):
        accounts = self.env["account.account"]
        return accounts.create(
            {
                "name": name,
                "code": accounts._search_new_account_code(code),
                "account_type": account_type,
                "reconcile": account_type == "asset_receivable",
                "company_ids": [(6, 0, self.ids)],
            }
        )
