from odoo import fields, models
from odoo.exceptions import UserError


class UtilityContract(models.Model):
    """The printed contract, by the document template of the customer's language."""

    _inherit = "utility.contract"
    _document_kind = "contract"

    def _document_data(self, lang=None):
        """Plain values for the templates of contracts and amendments."""
        self.ensure_one()
        contract = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        date = contract.date_from or fields.Date.context_today(self)
        terms = contract._terms_on(date)[contract]
        # what the contract itself says; the defaults of the directory go without saying
        own = (
            contract.term_ids.parameter_id
            | contract.amendment_ids.filtered(lambda a: a.state == "active").term_ids.parameter_id
        )
        return {
            "company": contract.company_id._document_company(),
            "customer": contract.partner_id._document_partner(),
            "contract": {
                "number": contract.number,
                "kind": contract.kind,
                "subject": contract.subject,
                "date_signed": contract.date_signed or None,
                "date_from": contract.date_from or None,
                "date_to": contract.date_to or None,
                "auto_renew": contract.auto_renew,
            },
            "accounts": [
                {
                    "number": account.number,
                    "address": account.address,
                    "services": [line.service_id.name for line in account.service_ids._on(date)],
                }
                for account in contract.account_ids.filtered(lambda a: a.state != "closed")
            ],
            "terms": terms,
            "term_rows": [
                {"name": parameter.name, "value": terms[parameter.code]}
                for parameter in own.sorted("sequence")
                if parameter.code in terms
            ],
        }

    def _document_customer(self):
        return self.partner_id

    def action_mark_sent(self):
        """What was sent out is kept in the chatter as it was printed."""
        for contract in self:
            if contract.state == "terminated":
                raise UserError(
                    self.env._(
                        "Contract %s is terminated; there is nothing to sign.", contract.number
                    )
                )
            contract.message_post(
                body=self.env._("Sent to be signed"),
                attachments=[
                    (f"{contract.number}.pdf".replace("/", "-"), contract._render_document())
                ],
            )
        return super().action_mark_sent()
