from odoo import api, fields, models


class UtilityBill(models.Model):
    """Payment document of an account and period: ``closing = opening + charged + penalty - paid``.

    Money in the company's currency; debt positive, advance negative. ``opening`` is the balance at
    the beginning of the month, ``paid`` what was paid in it, so that ``closing`` is the opening of
    the month after. Held bills wait for a release; one approved bill an account, month and kind.
    """

    _name = "utility.bill"
    _description = "Bill"
    _inherit = ["utility.guarded.mixin", "utility.lean.mixin"]
    _auto = False
    _log_access = False
    _guard_date = "period_date"
    _guard_columns = (
        "company_id", "period_date", "account_id", "number", "capital", "state",
        "opening", "charged", "penalty", "paid", "closing",
    )  # fmt: skip
    _order = "period_date desc, account_id"
    _lean_fillfactor = 80

    run_id = fields.Many2one("utility.billing.run", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date(
        "Period", required=True, readonly=True, help="First day of the month."
    )
    period_code = fields.Char("Month", compute="_compute_period_code")
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    partner_id = fields.Many2one(related="account_id.partner_id")
    address = fields.Char(related="account_id.address")
    number = fields.Char(readonly=True)
    capital = fields.Boolean(
        readonly=True, help="The separate document of the services kept apart (capital repair)."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("held", "Held"), ("approved", "Approved"), ("reversed", "Reversed")],
        required=True,
        readonly=True,
    )
    hold_reason = fields.Char(readonly=True)
    release_reason = fields.Char(readonly=True)
    released_by_id = fields.Many2one("res.users", readonly=True)
    date_due = fields.Date("Due", readonly=True)
    opening = fields.Float(digits=(16, 2), readonly=True)
    charged = fields.Float(
        digits=(16, 2), readonly=True, help="All lines of the period; the next two are part of it."
    )
    recalculated = fields.Float(digits=(16, 2), readonly=True)
    privileges = fields.Float(digits=(16, 2), readonly=True)
    penalty = fields.Float(digits=(16, 2), readonly=True)
    paid = fields.Float(digits=(16, 2), readonly=True, help="Payments dated in the month.")
    line_ids = fields.One2many("utility.charge", "bill_id", readonly=True)
    closing = fields.Float("To Pay", digits=(16, 2), readonly=True)
    known_at = fields.Datetime(
        "Facts Known At", readonly=True, help="What was entered later is not in the bill."
    )

    _account_uniq = models.UniqueIndex(
        "(account_id, period_date, capital) WHERE state = 'approved'"
    )
    _run_idx = models.Index("(run_id)")

    @api.depends("period_date")
    def _compute_period_code(self):
        for bill in self:
            bill.period_code = bill.period_date and f"{bill.period_date:%Y-%m}"

    @api.depends("number")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = bill.number
