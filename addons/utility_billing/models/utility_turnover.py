from odoo import fields, models


class UtilityTurnover(models.Model):
    """Statement of balances: account × service × supplier × debt kind × period, at its close.

    ``closing = opening + charged + recalculated - paid``; a balance is the last closed turnover
    plus the rows of the open months.
    """

    _name = "utility.turnover"
    _description = "Turnover of a period"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "period_date desc, account_id, service_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    period_date = fields.Date("Period", required=True, readonly=True)
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    service_id = fields.Many2one(
        "utility.service", readonly=True, help="None: advances not used yet."
    )
    supplier_id = fields.Many2one("res.partner", readonly=True)
    debt_kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        readonly=True,
    )
    opening = fields.Float(digits=(16, 2), readonly=True)
    charged = fields.Float(digits=(16, 2), readonly=True)
    recalculated = fields.Float(digits=(16, 2), readonly=True)
    paid = fields.Float(digits=(16, 2), readonly=True)
    closing = fields.Float(digits=(16, 2), readonly=True)

    _account_idx = models.Index("(account_id, period_date)")
    _company_idx = models.Index("(company_id, period_date)")
