from odoo import fields, models


class UomUom(models.Model):
    _inherit = "uom.uom"

    utility_okei = fields.Char(
        "Code of the Unit",
        help="By the classifier of units (ОКЕИ); printed on tax invoices (Russia).",
    )
