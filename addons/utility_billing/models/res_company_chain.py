from odoo import fields, models


class ResCompany(models.Model):
    """The end of the journal, so that links cut off at its end are missed."""

    _inherit = "res.company"

    utility_chain_number = fields.Integer("Links of the Journal", readonly=True, copy=False)
    utility_chain_hash = fields.Char("Last Hash of the Journal", readonly=True, copy=False)
