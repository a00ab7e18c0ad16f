from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityContractAmendment(models.Model):
    """Supplementary agreement that changes terms of a contract from a date (A07)."""

    _name = "utility.contract.amendment"
    _description = "Contract amendment"
    _inherit = [
        "utility.transition.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "utility.signed.mixin",
    ]
    _order = "contract_id, date_from, number"

    contract_id = fields.Many2one("utility.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    number = fields.Char(required=True, tracking=True)
    date_signed = fields.Date(tracking=True)
    date_from = fields.Date(
        string="In Force From", required=True, default=fields.Date.context_today, tracking=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In force"), ("cancelled", "Cancelled")],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    term_ids = fields.One2many("utility.contract.term", "amendment_id", string="Changed Terms")
    note = fields.Html()

    _number_uniq = models.UniqueIndex(
        "(contract_id, number)", "The contract has an amendment with this number already."
    )

    @api.depends("number", "contract_id.number")
    def _compute_display_name(self):
        for amendment in self:
            amendment.display_name = f"{amendment.contract_id.number} / {amendment.number}"

    @api.constrains("date_from", "contract_id")
    def _check_date(self):
        for amendment in self:
            if amendment.date_from < amendment.contract_id.date_from:
                raise ValidationError(
                    self.env._(
                        "Amendment %(name)s begins before its contract (%(date)s).",
                        name=amendment.display_name,
                        date=amendment.contract_id.date_from,
                    )
                )
