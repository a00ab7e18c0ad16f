from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("received", "Received"),
    ("interest", "Interest"),
    ("applied", "Used for debts"),
    ("refunded", "Given back"),
]


class UtilityDepositMove(models.Model):
    """What came into a deposit or left it (X18): appended only, by the deposit's own methods."""

    _name = "utility.deposit.move"
    _description = "Move of a deposit"
    _inherit = ["utility.transition.mixin", "utility.guarded.mixin"]
    _fixed_fields = ("move_id",)
    _guard_date = "date"
    _guard_columns = ("company_id", "deposit_id", "date", "kind", "amount")
    _order = "date desc, id desc"
    _rec_name = "deposit_id"

    deposit_id = fields.Many2one(
        "utility.deposit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(related="deposit_id.account_id", store=True, index=True)
    company_id = fields.Many2one(
        related="deposit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    amount = fields.Monetary(
        required=True, readonly=True, help="Into the deposit positive, out of it negative."
    )
    source = fields.Char(readonly=True, help="Source of the payment that the money came from.")
    payment_id = fields.Many2one(
        "utility.payment",
        readonly=True,
        index="btree_not_null",
        help="The payment it was taken from, or the one it became.",
    )
    outgoing_id = fields.Many2one(
        "account.payment",
        "Outgoing Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, copy=False, index="btree_not_null"
    )
    note = fields.Char(readonly=True)

    _payment_uniq = models.UniqueIndex(
        "(payment_id) WHERE kind = 'received'", "This payment is in a deposit already."
    )
    _unposted_idx = models.Index("(company_id, date) WHERE move_id IS NULL")
    _sign = models.Constraint(
        "CHECK ((amount > 0) = (kind IN ('received', 'interest')) AND amount <> 0)",
        "A move of a deposit has the wrong sign.",
    )

    def write(self, vals):
        if set(vals) - {"move_id"}:
            raise UserError(self.env._("Moves of a deposit are never edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Moves of a deposit are kept."))

    def action_open_origin(self):
        """The payment or outgoing payment behind a move."""
        self.ensure_one()
        origin = self.outgoing_id or self.payment_id
        if not origin:
            return self.deposit_id._get_records_action()
        return origin._get_records_action()
