from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _utility_prepare_posting(self):
        """Journals, accounts and the usual posting rules, where a company has none yet.

        Uses the accounts of the chart where their type tells them; makes the rest.
        """
        for company in self:
            company = company.with_company(company)
            if company.env["utility.posting.rule"].search_count(
                [("company_id", "=", company.id)], limit=1
            ):
                continue
            charges = company._utility_journal(self.env._("Utility charges"), "UCH")
            money = company._utility_journal(self.env._("Utility payments"), "UPM")
            _ = self.env._
            # pylint: disable=prefer-env-translation
            control = company._utility_account(
                "120900", _("Customers of utility services"), "asset_current"
            )
            suspense = company._utility_account(
                "240900", _("Payments in suspense"), "liability_current"
            )
            transit = company._utility_account("101900", _("Payments on the way"), "asset_current")
            income = company._utility_account("400900", _("Utility services"), "income")
            vat = company._utility_account(
                "250900", _("VAT of utility services"), "liability_current"
            )
            opening = company._utility_account("999900", _("Opening balances"), "equity")
            other = company._utility_account(
                "450900", _("Penalties and costs recovered"), "income_other"
            )
            rows = (
                ("charge", charges, control, income, vat),
                ("penalty", charges, control, other, vat),
                ("costs", charges, control, other, vat),
                ("opening", charges, control, opening, vat),
                ("payment", money, control, transit, vat.browse()),
                ("suspense", money, suspense, transit, vat.browse()),
            )
            company.env["utility.posting.rule"].create(
                [
                    {
                        "company_id": company.id,
                        "document": document,
                        "journal_id": journal.id,
                        "account_id": account.id,
                        "counterpart_id": counterpart.id,
                        "vat_account_id": tax.id,
                    }
                    for document, journal, account, counterpart, tax in rows
                ]
            )
        return True

    def _utility_journal(self, name, code):
        journals = self.env["account.journal"]
        found = journals.search([("company_id", "=", self.id), ("code", "=", code)], limit=1)
        return found or journals.create(
            {"name": name, "code": code, "type": "general", "company_id": self.id}
        )

    def _utility_account(self, code, name, account_type):
        accounts = self.env["account.account"]
        return accounts.create(
            {
                "name": name,
                "code": accounts._search_new_account_code(code),
                "account_type": account_type,
                "reconcile": False,
                "company_ids": [(6, 0, self.ids)],
            }
        )
