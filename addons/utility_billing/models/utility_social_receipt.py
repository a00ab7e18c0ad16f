from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilitySocialReceipt(models.Model):
    """Money that a budget paid for privileges or subsidies (D06)."""

    _name = "utility.social.receipt"
    _description = "Receipt from a budget"
    _inherit = ["utility.transition.mixin", "utility.guarded.mixin"]
    _fixed_fields = ("move_id",)
    _rec_name = "reference"
    _order = "date desc, id desc"
    _guard_date = "date"
    _guard_columns = ("company_id", "date", "amount", "program_id")
    _check_company_auto = True

    program_id = fields.Many2one(
        "utility.social.program",
        string="Programme",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    claim_id = fields.Many2one(
        "utility.social.claim",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('program_id', '=', program_id), ('state', '!=', 'draft')]",
        help="The register that it pays. Empty: on account.",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Monetary(required=True, help="Negative: paid back to the budget.")
    reference = fields.Char(help="Number of the payment order.")
    move_id = fields.Many2one("account.move", string="Entry", readonly=True, copy=False)

    _amount_check = models.Constraint("CHECK (amount <> 0)", "A receipt has an amount.")

    @api.depends("reference", "date", "amount")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = f"{receipt.reference or receipt.date} {receipt.amount:.2f}"

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        receipts.claim_id._settle()
        return receipts

    def write(self, vals):
        if self._is_outside() and self.move_id and set(vals) - {"reference"}:
            raise UserError(
                self.env._("The receipt is posted. Enter the opposite sum as a new one instead.")
            )
        claims = self.claim_id
        result = super().write(vals)
        (claims | self.claim_id)._settle()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if self.move_id:
            raise UserError(self.env._("A posted receipt cannot be deleted."))

    def unlink(self):
        claims = self.claim_id
        result = super().unlink()
        claims._settle()
        return result

    def action_post(self):
        """Post the receipts to the general ledger by the rule of the document ``budget``."""
        self.check_access("write")
        self.env["utility.posting"]._post_receipts(self.filtered(lambda r: not r.move_id))
        return True
