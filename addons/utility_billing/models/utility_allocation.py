from odoo import fields, models


class UtilityAllocation(models.Model):
    """What a payment was used for. Appended only; a reallocation adds mirrored rows first.

    ``kind`` advance: not used yet; used later by a negative advance row and rows of the debt.
    """

    _name = "utility.allocation"
    _description = "Allocation of a payment"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "date, id"

    payment_id = fields.Many2one("utility.payment", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="Day on which the allocation counts.")
    period_date = fields.Date(
        "Debt of Period", readonly=True, help="First day of the month of the debt; none: advance."
    )
    service_id = fields.Many2one("utility.service", readonly=True)
    supplier_id = fields.Many2one("res.partner", readonly=True)
    kind = fields.Selection(
        [
            ("principal", "Principal"),
            ("penalty", "Penalty"),
            ("costs", "Costs"),
            ("advance", "Advance"),
        ],
        required=True,
        readonly=True,
    )
    capital = fields.Boolean(readonly=True, help="Advance of the services kept apart.")
    amount = fields.Float(digits=(16, 2), required=True, readonly=True)
    run_id = fields.Many2one(
        "utility.billing.run", readonly=True, help="The run whose approval used the advance."
    )

    _account_idx = models.Index("(account_id, period_date)")
    _payment_idx = models.Index("(payment_id)")
