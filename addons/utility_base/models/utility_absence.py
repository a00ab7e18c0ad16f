from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityAbsence(models.Model):
    """Temporary absence of residents; a ground of recalculation (D02)."""

    _name = "utility.absence"
    _description = "Temporary absence"
    _order = "account_id, departure desc"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    residency_id = fields.Many2one(
        "utility.residency", domain="[('account_id', '=', account_id)]", ondelete="set null"
    )
    persons = fields.Integer(default=1, required=True)
    departure = fields.Date(required=True, index=True, help="The day of departure is not counted.")
    arrival = fields.Date(required=True, help="The day of arrival is not counted.")
    full_days = fields.Integer(compute="_compute_full_days", store=True)
    document = fields.Char(help="Proof: ticket, certificate of a hospital or of an employer.")
    application_date = fields.Date(default=fields.Date.context_today)
    state = fields.Selection(
        [("draft", "Applied"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        required=True,
        default="draft",
    )
    refusal_reason = fields.Char()

    _persons_check = models.Constraint("CHECK (persons > 0)", "At least one person is absent.")

    @api.depends("departure", "arrival")
    def _compute_full_days(self):
        for absence in self:
            days = (absence.arrival - absence.departure).days - 1 if absence.arrival and absence.departure else 0
            absence.full_days = max(days, 0)

    @api.constrains("departure", "arrival")
    def _check_dates(self):
        for absence in self:
            if absence.arrival <= absence.departure:
                raise ValidationError(
                    self.env._(
                        "Account %s: the arrival must be after the departure.",
                        absence.account_id.number,
                    )
                )
