from odoo import fields, models

LANGUAGES = [
    ("ru", "Russian"),
    ("uk", "Ukrainian"),
    ("kk", "Kazakh"),
    ("en", "English"),
]


class UtilityDocumentLabel(models.Model):
    """A word or sentence of printed documents in the languages of the recipients.

    Kept apart from the interface's translations: a paper goes out in the recipient's language
    whether or not that language is installed for the users. A label of a template overrides the
    shared one with the same key. ``{name}`` inside is replaced by what the template passes.
    """

    _name = "utility.document.label"
    _description = "Label of printed documents"
    _rec_name = "key"
    _order = "key, id"

    template_id = fields.Many2one(
        "utility.document.template",
        index=True,
        ondelete="cascade",
        help="Empty: shared by all documents.",
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    key = fields.Char(required=True)
    ru = fields.Text("Russian")
    uk = fields.Text("Ukrainian")
    kk = fields.Text("Kazakh")
    en = fields.Text("English")

    _key_uniq = models.UniqueIndex(
        "(key, COALESCE(template_id, 0))", "This document has a label with this key already."
    )
