from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilitySocialLimit(models.Model):
    """Sum that a budget assigns to a programme for a period."""

    _name = "utility.social.limit"
    _description = "Limit of a budget programme"
    _inherit = ["utility.dated.mixin"]
    _order = "program_id, date_from desc"

    program_id = fields.Many2one(
        "utility.social.program", string="Programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="program_id.currency_id")
    date_to = fields.Date(required=True)
    amount = fields.Monetary("Assigned", required=True)
    document = fields.Char(help="Act or notice of the limit.")

    _amount_check = models.Constraint("CHECK (amount >= 0)", "A limit is zero or more.")

    @api.constrains("program_id", "date_from", "date_to")
    def _check_overlap(self):
        for limit, other, day in self._overlapping("program_id"):
            raise ValidationError(
                self.env._(
                    "%(program)s has a limit on %(day)s already. Change its days or its sum.",
                    program=(limit | other).program_id.name,
                    day=day,
                )
            )
