from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _utility_prepare_posting(self):
        result = super()._utility_prepare_posting()
        self._utility_prepare_cash()
        return result

    def _utility_prepare_cash(self):
        """The usual posting rules of tills that a company with rules does not have yet."""
        for company in self:
            company = company.with_company(company)
            rules = company.env["utility.posting.rule"].search([("company_id", "=", company.id)])
            payment = rules._match("payment")
            if not payment:
                continue
            surplus = rules._match("penalty").counterpart_id or payment.counterpart_id
            known = set(rules.mapped("document"))
            rows = [
                (document, account, False)
                for document, account in (
                    ("cash_transfer", payment.counterpart_id),
                    ("cash_surplus", surplus),
                    ("cash_fee", surplus),
                )
                if document not in known
            ]
            if "cash_shortage" not in known:
                shortage = company._utility_cash_account(
                    "shortage", "659900", self.env._("Shortages of tills"), "expense"
                )
                rows.append(("cash_shortage", shortage, False))
            for document in ("payment", "receipt"):
                rule = rules._match(document, source="cash")
                if rule and rule.source != "cash":
                    rows.append((document, rule.account_id, "cash"))
            if not rows:
                continue
            # rules that stand name the account of cash
            cash = rules.filtered(lambda r: r.document == "cash_transfer").counterpart_id[
                :1
            ] or company._utility_cash_account(
                "cash", "101500", self.env._("Cash in tills"), "asset_cash"
            )
            journal = company._utility_journal(self.env._("Cash desks"), "UCD")
            rules.create(
                [
                    {
                        "company_id": company.id,
                        "document": document,
                        "source": source,
                        "journal_id": journal.id,
                        "account_id": other.id,
                        "counterpart_id": cash.id,
                    }
                    for document, other, source in rows
                ]
            )
        return True

    def _utility_cash_account(self, role, code, name, account_type):
        """The account of the chart that the country pack names for ``role``, else a new one."""
        known = self._utility_chart_accounts().get(self.chart_template, {}).get(role)
        template = self.env["account.chart.template"].with_company(self)
        found = known and template.ref(known, raise_if_not_found=False)
        return found or self._utility_account(code, name, account_type)
