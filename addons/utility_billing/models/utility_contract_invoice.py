from odoo import fields, models


class UtilityContract(models.Model):
    """How an organisation is invoiced (X36)."""

    _inherit = "utility.contract"

    invoice_by = fields.Selection(
        [("contract", "One for all supply points"), ("account", "One for each supply point")],
        string="Invoices",
        required=True,
        default="contract",
        tracking=True,
        help="One invoice of a month for the whole contract, or one for each account.",
    )
