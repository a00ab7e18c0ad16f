from odoo import fields, models
from odoo.exceptions import UserError


class UtilityMoveResident(models.TransientModel):
    """A person who moves in, by name or as a number of persons."""

    _name = "utility.move.resident"
    _description = "New resident"

    wizard_id = fields.Many2one("utility.move", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Resident")
    name = fields.Char(help="A new person is made with this name.")
    persons = fields.Integer(default=1, required=True)
    kind = fields.Selection(
        selection=lambda self: (
            self.env["utility.residency"]._fields["kind"]._description_selection(self.env)
        ),
        required=True,
        default="permanent",
    )
    relationship = fields.Char("Relation to the Payer")
    birth_date = fields.Date()
    document = fields.Char()

    def _residency_vals(self, account, date):
        """Values of the residence that begins on ``date``.

        :raises UserError: a registered person has no name
        """
        self.ensure_one()
        partner = self.partner_id
        if not partner and self.name and self.name.strip():
            partner = self.env["res.partner"].create({"name": " ".join(self.name.split())})
        if not partner and self.kind in ("permanent", "temporary"):
            raise UserError(
                self.env._("Name the persons who register, or choose “Number declared”.")
            )
        return {
            "account_id": account.id,
            "partner_id": partner.id,
            "persons": self.persons,
            "kind": self.kind,
            "relationship": self.relationship,
            "birth_date": self.birth_date,
            "document": self.document,
            "date_from": date,
        }
