from odoo import fields, models


class UtilityContract(models.Model):
    """Who settles with the customer of a contract (N02)."""

    _inherit = "utility.contract"

    settlement = fields.Selection(
        [
            ("own", "We charge and collect"),
            ("direct", "The customer pays the supplier directly"),
            ("external", "Another settlement centre"),
        ],
        help="Empty: as the schemes of the suppliers say. Only what we charge is in our runs.",
    )
