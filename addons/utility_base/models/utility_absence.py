from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class UtilityAbsence(models.Model):
    """Temporary absence of residents; a ground of recalculation (D02)."""

    _name = "utility.absence"
    _description = "Temporary absence"
    _order = "account_id.id, departure desc, id"
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
            days = (
                (absence.arrival - absence.departure).days - 1
                if absence.arrival and absence.departure
                else 0
            )
            absence.full_days = max(days, 0)

    @api.depends("account_id.number", "departure", "arrival")
    def _compute_display_name(self):
        for absence in self:
            absence.display_name = (
                f"{absence.account_id.number}: {absence.departure or ''} – {absence.arrival or ''}"
            )

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

    @api.constrains("account_id", "residency_id", "persons", "departure", "arrival", "state")
    def _check_people(self):
        """Who is absent lives there, and not more are absent than live there."""
        for absence in self.filtered(lambda a: a.state != "refused"):
            residents = absence.account_id._resident_counts(absence.departure)
            present = residents.get(absence.account_id.id, 0)
            others = self.search(
                Domain(
                    [
                        ("account_id", "=", absence.account_id.id),
                        ("state", "!=", "refused"),
                        ("departure", "<", absence.arrival),
                        ("arrival", ">", absence.departure),
                        ("id", "!=", absence.id),
                    ]
                )
            )
            if absence.residency_id and absence.residency_id in others.residency_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s is absent twice at the same time: %(from)s to %(to)s and "
                        "another application. Correct the days or refuse one of them.",
                        **{
                            "person": absence.residency_id.display_name,
                            "from": absence.departure,
                            "to": absence.arrival,
                        },
                    )
                )
            if absence.residency_id and not absence.residency_id._on(absence.departure):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not live on account %(account)s on %(date)s.",
                        person=absence.residency_id.display_name,
                        account=absence.account_id.number,
                        date=absence.departure,
                    )
                )
            total = absence.persons + sum(others.mapped("persons"))
            if total > present:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s has %(present)s residents on %(date)s, but %(total)s "
                        "would be absent. Correct the number of persons.",
                        account=absence.account_id.number,
                        present=present,
                        date=absence.departure,
                        total=total,
                    )
                )

    @api.constrains("state", "refusal_reason")
    def _check_refusal(self):
        for absence in self:
            if absence.state == "refused" and not (absence.refusal_reason or "").strip():
                raise ValidationError(self.env._("Say why the application is refused."))

    def action_confirm(self):
        """Accept the applications; each needs its proof."""
        for absence in self:
            if not absence.document:
                raise UserError(
                    self.env._(
                        "Account %s: name the document that proves the absence, then confirm.",
                        absence.account_id.number,
                    )
                )
        return self.write({"state": "confirmed", "refusal_reason": False})

    def action_draft(self):
        return self.write({"state": "draft", "refusal_reason": False})
