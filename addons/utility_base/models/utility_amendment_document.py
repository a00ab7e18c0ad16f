from odoo import models


class UtilityContractAmendment(models.Model):
    """The printed amendment: each changed term with what held before."""

    _inherit = "utility.contract.amendment"
    _document_kind = "amendment"

    def _document_data(self, lang=None):
        self.ensure_one()
        contract = self.contract_id
        code = self.env["utility.document.template"]._installed(lang)
        amendment = self.with_context(lang=code)
        before = contract._terms_on(self.date_from, without=self)[contract]
        return contract._document_data(lang) | {
            "amendment": {
                "number": self.number,
                "date_signed": self.date_signed or None,
                "date_from": self.date_from,
            },
            "changes": [
                {
                    "name": term.parameter_id.name,
                    "before": before.get(term.parameter_id.code, ""),
                    "value": term.value,
                }
                for term in amendment.term_ids
            ],
        }

    def _document_customer(self):
        return self.contract_id.partner_id

    def action_mark_sent(self):
        """What was sent out is kept in the chatter as it was printed."""
        for amendment in self:
            name = f"{amendment.display_name}.pdf".replace("/", "-")
            amendment.message_post(
                body=self.env._("Sent to be signed"),
                attachments=[(name, amendment._render_document())],
            )
        return super().action_mark_sent()
