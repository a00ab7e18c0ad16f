from odoo import fields, models

from ..gateway.barcode import PERIOD_FORMATS


class UtilityBarcodeSegment(models.Model):
    """A part of a bar code."""

    _name = "utility.barcode.segment"
    _description = "Segment of a bar code"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "utility.barcode.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("literal", "Fixed text"),
            ("account", "Account"),
            ("period", "Month"),
            ("sum", "Sum to pay, in the smallest coin"),
            ("bill", "Number of the bill"),
        ],
        required=True,
        default="account",
    )
    width = fields.Integer(help="Characters; filled with zeros on the left.")
    text = fields.Char(help="Of a fixed text.")
    period = fields.Selection([(name, name) for name in PERIOD_FORMATS], string="Month Written As")
