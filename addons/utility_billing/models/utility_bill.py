from odoo import fields, models


class UtilityBill(models.Model):
    """Payment document of an account and period: ``closing = opening + charged + penalty - paid``.

    Money in the company's currency; debt positive, advance negative. ``opening`` is the balance at
    the beginning of the month, ``paid`` what was paid in it, so that ``closing`` is the opening of
    the month after. Held bills wait for a release; one approved bill an account, month and kind.
    """

    _name = "utility.bill"
    _description = "Bill"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "period_date desc, account_id"
    _lean_fillfactor = 80

    run_id = fields.Many2one("utility.billing.run", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    period_date = fields.Date("Period", required=True, readonly=True, help="First day of the month.")
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
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
    closing = fields.Float("To Pay", digits=(16, 2), readonly=True)

    _account_uniq = models.UniqueIndex(
        "(account_id, period_date, capital) WHERE state = 'approved'"
    )
    _run_idx = models.Index("(run_id)")
