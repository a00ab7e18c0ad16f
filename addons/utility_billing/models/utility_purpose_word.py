from odoo import api, fields, models

from ..gateway.purpose import Word, parse_purpose


class UtilityPurposeWord(models.Model):
    """Dictionary of purposes of payments: which words mean an account, a service, a penalty (E11)."""

    _name = "utility.purpose.word"
    _description = "Word in purposes of payments"
    _order = "meaning, name"

    name = fields.Char(
        "Beginnings of Words",
        required=True,
        help="Separated by commas: water, drain. A word of the text that begins so is meant.",
    )
    meaning = fields.Selection(
        [
            ("account", "Number of an account follows"),
            ("registry", "Number of a registry follows"),
            ("service", "Service"),
            ("penalty", "Penalty"),
            ("deposit", "Deposit"),
        ],
        required=True,
        default="service",
    )
    service_id = fields.Many2one("utility.service")
    country_id = fields.Many2one("res.country", help="Empty: everywhere.")
    active = fields.Boolean(default=True)

    _service_named = models.Constraint(
        "CHECK (meaning <> 'service' OR service_id IS NOT NULL)", "Say which service is meant."
    )

    @api.model
    def _words(self, company):
        """:class:`Word` that hold in the country of a company."""
        records = self.search([("country_id", "in", (False, company.country_id.id))])
        return [
            Word(stem.strip(), record.meaning, record.service_id.id or None)
            for record in records
            for stem in record.name.split(",")
            if stem.strip()
        ]

    @api.model
    def _understand(self, text, company):
        """:class:`Purpose` of a text by the words of a company."""
        return self._understand_all([text], company)[0]

    @api.model
    def _understand_all(self, texts, company):
        """A :class:`Purpose` for each text; the words are read once."""
        words = self._words(company)
        return [parse_purpose(text, words) for text in texts]
