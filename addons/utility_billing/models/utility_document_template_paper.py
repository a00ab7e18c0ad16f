from odoo import fields, models

from .utility_paper import KINDS

_KINDS = [(f"paper_{kind}", label) for kind, label in KINDS]


class UtilityDocumentTemplate(models.Model):
    """Templates of the papers of organisations; country packs bring the forms of the law."""

    _inherit = "utility.document.template"

    kind = fields.Selection(
        selection_add=_KINDS, ondelete={kind: "cascade" for kind, _label in _KINDS}
    )
