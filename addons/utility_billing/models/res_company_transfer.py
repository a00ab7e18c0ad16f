from odoo import models


class ResCompany(models.Model):
    """Posting rules of the settlement centre."""

    _inherit = "res.company"

    def _utility_prepare_transfers(self, supplier):
        """Rules of a supplier whose charges are not ours; those that stand are kept.

        Its charges wait on an account of their own until customers pay, and are owed to it then.
        """
        self.ensure_one()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.id)])
        charge, payment = rules._match("charge"), rules._match("payment")
        _ = self.env._
        # pylint: disable=prefer-env-translation
        charged = self._utility_transfer_account(
            rules._match("collected").account_id,
            "242900",
            _("Charged for suppliers"),
            "liability_current",
        )
        owed = self._utility_transfer_account(
            rules._match("collected").counterpart_id,
            "241900",
            _("Settlements with suppliers of services"),
            "liability_current",
        )
        fee = self._utility_transfer_account(
            rules._match("fee").counterpart_id, "451900", _("Fees from suppliers"), "income_other"
        )
        invoice = rules._match("invoice")
        wanted = [
            ("collected", charge.journal_id, charged, owed, False),
            ("fee", charge.journal_id, owed, fee, False),
            ("handover", payment.journal_id, owed, payment.counterpart_id, False),
            ("charge", charge.journal_id, charge.account_id, charged, True),
            ("penalty", charge.journal_id, charge.account_id, charged, True),
            ("invoice", invoice.journal_id, invoice.account_id, charged, True),
        ]
        values = []
        for document, journal, account, counterpart, own in wanted:
            partner = supplier if own else supplier.browse()
            if rules.filtered(
                lambda r, d=document, p=partner: r.document == d and r.supplier_id == p
            ):
                continue
            values.append(
                {
                    "company_id": self.id,
                    "document": document,
                    "supplier_id": partner.id,
                    "journal_id": journal.id,
                    "account_id": account.id,
                    "counterpart_id": counterpart.id,
                    # the tax of a supplier's sale is the supplier's: it is handed over with the rest
                    "vat_account_id": charged.id if own else False,
                }
            )
        return self.env["utility.posting.rule"].create(values)

    def _utility_transfer_account(self, known, code, name, account_type):
        return known or self._utility_account(code, name, account_type)
