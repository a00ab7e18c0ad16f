from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityClosingSignature(models.Model):
    """Somebody answers for a red line of a month; it holds for the count and sum that were seen."""

    _name = "utility.closing.signature"
    _description = "Signature of a red line"
    _order = "id desc"
    _rec_name = "reason"

    period_id = fields.Many2one(
        "utility.period", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    invariant_id = fields.Many2one(
        "utility.invariant", required=True, readonly=True, ondelete="restrict"
    )
    count = fields.Integer("Found", readonly=True)
    amount = fields.Monetary(readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, default=lambda self: self.env.user
    )
    signed_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    @api.model_create_multi
    def create(self, vals_list):
        """Everybody signs for himself, at the time when he does."""
        for vals in vals_list:
            if not (vals.get("reason") or "").strip():
                raise UserError(self.env._("Write down why the month may be closed with it."))
            vals |= {"user_id": self.env.uid, "signed_at": fields.Datetime.now()}
        signatures = super().create(vals_list)
        for signature in signatures:
            signature.period_id.message_post(
                body=self.env._(
                    "Signed: %(name)s (%(count)s): %(reason)s",
                    name=signature.invariant_id.name,
                    count=signature.count,
                    reason=signature.reason,
                )
            )
        return signatures
