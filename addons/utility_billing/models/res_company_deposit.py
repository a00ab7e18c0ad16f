from odoo import models


class ResCompany(models.Model):
    """Posting rules of deposits."""

    _inherit = "res.company"

    def _utility_prepare_posting(self):
        result = super()._utility_prepare_posting()
        for company in self:
            company._utility_prepare_deposits()
        return result

    def _utility_prepare_deposits(self):
        """Rules of deposits; those that stand are kept, a company without any rules gets none.

        What is held is owed to the payers. Money comes and goes by the account of money on the way,
        as payments do: a payment that is put into a deposit leaves no rest there.
        """
        self.ensure_one()
        company = self.with_company(self)
        rules = company.env["utility.posting.rule"].search([("company_id", "=", self.id)])
        payment, charge = rules._match("payment"), rules._match("charge")
        known = set(rules.mapped("document"))
        documents = ("deposit", "deposit_interest", "deposit_use", "deposit_refund")
        wanted = [document for document in documents if document not in known]
        if not wanted or not payment:
            return rules.browse()
        _ = self.env._
        # pylint: disable=prefer-env-translation
        held = rules.filtered(lambda rule: rule.document in documents).account_id[
            :1
        ] or company._utility_account("243900", _("Deposits of payers"), "liability_current")
        values = []
        for document in wanted:
            interest = document == "deposit_interest"
            counterpart = payment.counterpart_id
            if interest:
                counterpart = company._utility_account(
                    "650900", _("Interest on deposits"), "expense"
                )
            values.append(
                {
                    "company_id": self.id,
                    "document": document,
                    "journal_id": (charge.journal_id if interest else payment.journal_id).id,
                    "account_id": held.id,
                    "counterpart_id": counterpart.id,
                }
            )
        return rules.create(values)
