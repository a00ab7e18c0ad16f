from odoo import api, fields, models


class UtilityPayment(models.Model):
    """Money received for an account. Cancelled and corrected by mirrored rows, never edited.

    Without an account it waits in suspense: money is never lost.
    """

    _name = "utility.payment"
    _description = "Payment"
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one("utility.account", index=True, check_company=True)
    building_id = fields.Many2one(related="account_id.building_id", store=True)
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    received_at = fields.Datetime(default=fields.Datetime.now)
    amount = fields.Monetary(required=True)
    fee = fields.Monetary(help="Kept by the agent; part of the amount.")
    source = fields.Selection(
        [
            ("manual", "By hand"),
            ("cash", "Cash desk"),
            ("registry", "Bank registry"),
            ("statement", "Bank statement"),
            ("online", "Online"),
            ("import", "Import"),
            ("transfer", "Transfer between accounts"),
        ],
        required=True,
        default="manual",
    )
    state = fields.Selection(
        [
            ("suspense", "In suspense"),
            ("allocated", "Allocated"),
            ("reversed", "Reversed"),
            ("mirror", "Reversal"),
        ],
        required=True,
        default="suspense",
        index=True,
        copy=False,
        readonly=True,
    )
    external_id = fields.Char(copy=False, index="btree_not_null", help="Number in the payer's system.")
    payer = fields.Char()
    purpose = fields.Char()
    purpose_period = fields.Date(help="First day of the month that the payer named.")
    purpose_service_id = fields.Many2one("utility.service", check_company=True)
    mirror_of_id = fields.Many2one("utility.payment", copy=False, readonly=True)
    move_id = fields.Many2one("account.move", copy=False, readonly=True, index="btree_not_null")
    allocation_ids = fields.One2many("utility.allocation", "payment_id", readonly=True)
    note = fields.Char()

    _external_uniq = models.UniqueIndex(
        "(company_id, source, external_id) WHERE external_id IS NOT NULL",
        "This payment is registered already.",
    )

    @api.depends("date", "amount", "account_id.number")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = f"{payment.date} {payment.account_id.number or ''} {payment.amount:.2f}"
