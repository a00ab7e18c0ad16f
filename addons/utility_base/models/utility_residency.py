from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class UtilityResidency(models.Model):
    """Who lives on an account, from when to when, by which registration (A11, A12, A23)."""

    _name = "utility.residency"
    _description = "Residence"
    _inherit = ["utility.dated.mixin"]
    _order = "account_id.id, date_from, id"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    premise_id = fields.Many2one(related="account_id.premise_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Resident",
        index=True,
        check_company=True,
        ondelete="restrict",
        help="Empty where only the number of persons is known.",
    )
    persons = fields.Integer(default=1, required=True)
    kind = fields.Selection(
        [
            ("permanent", "Registered permanently"),
            ("temporary", "Registered temporarily"),
            ("actual", "Lives without registration"),
            ("declared", "Number declared"),
        ],
        required=True,
        default="permanent",
    )
    relationship = fields.Char("Relation to the Payer")
    birth_date = fields.Date(groups="utility_base.group_operator")
    identity_document = fields.Char(groups="utility_base.group_operator")
    arrived_from = fields.Char()
    departed_to = fields.Char()
    departure_reason = fields.Selection(
        [("moved", "Moved"), ("died", "Died"), ("court", "Court decision"), ("other", "Other")]
    )
    document = fields.Char(help="Ground of the record: registration sheet, act, application.")
    external_id = fields.Char(index="btree_not_null", copy=False)

    _persons_check = models.Constraint("CHECK (persons >= 0)", "Persons cannot be negative.")
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A residence with this external number exists already.",
    )

    @api.depends("partner_id.name", "persons")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.partner_id.name or (
                self.env._("1 person")
                if record.persons == 1
                else self.env._("%s persons", record.persons)
            )

    @api.constrains("account_id", "partner_id", "date_from", "date_to")
    def _check_overlap(self):
        """Nobody lives on one account twice at the same time."""
        for record, _other, date in self.filtered("partner_id")._overlapping(
            "account_id", "partner_id"
        ):
            raise ValidationError(
                self.env._(
                    "%(person)s lives on account %(account)s twice on %(date)s. "
                    "End the earlier residence the day before the new one begins.",
                    person=record.partner_id.name,
                    account=record.account_id.number,
                    date=date,
                )
            )

    @api.model
    def _declare(self, account, total, date, document=False):
        """Make ``total`` the number of residents of ``account`` from ``date`` on (A23).

        Those on record by name count; the rest is one row of the kind “declared” that replaces
        the earlier ones. Earlier days keep their number. Returns whether anything changed.

        :raises UserError: more people are on record by name than are declared
        """
        rows = account.residency_ids._on(date)
        declared = rows.filtered(lambda r: r.kind == "declared" and not r.partner_id)
        named = sum((rows - declared).mapped("persons"))
        if total < named:
            raise UserError(
                self.env._(
                    "%(named)s persons are on record by name on account %(account)s, "
                    "%(total)s are declared. Register the departure of those who left first.",
                    named=named,
                    account=account.number,
                    total=total,
                )
            )
        rest = total - named
        if sum(declared.mapped("persons")) == rest:
            return False
        ends = declared[:1].date_to
        same_day = declared.filtered(lambda r: r.date_from == date)
        (declared - same_day).write({"date_to": fields.Date.subtract(date, days=1)})
        if same_day:
            same_day[1:].unlink()
            same_day[0].write({"persons": rest, "document": document or same_day[0].document})
        elif rest:
            if not declared:
                later = account.residency_ids.filtered(
                    lambda r: r.kind == "declared" and not r.partner_id and r.date_from > date
                ).sorted("date_from")
                ends = fields.Date.subtract(later[0].date_from, days=1) if later else False
            self.create(
                {
                    "account_id": account.id,
                    "kind": "declared",
                    "persons": rest,
                    "date_from": date,
                    "date_to": ends,
                    "document": document,
                }
            )
        return True

    def _document_row(self):
        """Plain values for printed documents; dates are dates, selections are codes."""
        self.ensure_one()
        return {
            "name": self.partner_id.name or "",
            "birth_date": self.birth_date or None,
            "relationship": self.relationship or "",
            "kind": self.kind,
            "date_from": self.date_from,
            "date_to": self.date_to or None,
            "arrived_from": self.arrived_from or "",
            "departed_to": self.departed_to or "",
            "departure_reason": self.departure_reason or "",
            "document": self.document or "",
        }
