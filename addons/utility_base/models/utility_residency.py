from odoo import api, fields, models


class UtilityResidency(models.Model):
    """Who lives on an account, from when to when, by which registration (A11, A12, A23)."""

    _name = "utility.residency"
    _description = "Residence"
    _inherit = ["utility.dated.mixin"]
    _order = "account_id, date_from, id"
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
            record.display_name = record.partner_id.name or self.env._(
                "%s persons", record.persons
            )

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
