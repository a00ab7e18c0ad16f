from odoo import fields, models


class UtilityTransferLine(models.Model):
    """Collected money of a service in a transfer; negative where payments were taken back."""

    _name = "utility.transfer.line"
    _description = "Line of a transfer"
    _order = "transfer_id, service_id, kind"

    transfer_id = fields.Many2one(
        "utility.transfer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="transfer_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="transfer_id.currency_id")
    service_id = fields.Many2one("utility.service", readonly=True)
    kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
