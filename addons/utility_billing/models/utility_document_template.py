from odoo import api, fields, models


class UtilityDocumentTemplate(models.Model):
    _inherit = "utility.document.template"

    kind = fields.Selection(
        selection_add=[
            ("statement", "Statement of an account"),
            ("act", "Act"),
            ("act_claim", "Act: claim of the consumer"),
            ("instalments", "Instalment agreement"),
            ("deposit", "Deposit"),
            ("payment_schedule", "Mandate of automatic payments"),
            ("levelled", "Levelled payment agreement"),
            ("social_claim", "Act of privileges and subsidies"),
        ],
        ondelete={
            "statement": "cascade",
            "act": "cascade",
            "act_claim": "cascade",
            "instalments": "cascade",
            "deposit": "cascade",
            "payment_schedule": "cascade",
            "levelled": "cascade",
            "social_claim": "cascade",
        },
    )

    @api.model
    def _render_statement(self, account, statement):
        """PDF of ``statement`` (see ``utility.statement._rows``) in the payer's language."""
        lang = self._language(account.partner_id)
        template = self._find("statement", lang, account.company_id)

        def text(value):
            return "" if value is None else f"{value:.2f}"

        data = {
            "company": account.company_id._document_company(),
            "account": {
                "number": account.number,
                "payer": account.partner_id.name,
                "address": account.address,
            },
            "currency": account.currency_id.name,
            "start": statement["start"],
            "end": statement["end"],
            "rows": [
                {
                    "date": row["date"],
                    "name": row["name"],
                    "charged": text(row["charged"]),
                    "paid": text(row["paid"]),
                    "balance": text(row["balance"]),
                }
                for row in statement["rows"]
            ],
        }
        data |= {name: text(statement[name]) for name in ("opening", "charged", "paid", "closing")}
        return template._render(data, lang)
