from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityLocality(models.Model):
    """A town, village or district; the region above it is ``res.country.state``."""

    _name = "utility.locality"
    _description = "Locality"
    _inherit = ["mail.thread"]
    _parent_store = True
    _rec_names_search = ["complete_name", "fias_guid", "oktmo", "katottg", "kato"]
    _order = "complete_name"

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [
            ("city", "City"),
            ("town", "Town"),
            ("settlement", "Urban-type settlement"),
            ("village", "Village"),
            ("hamlet", "Hamlet"),
            ("district", "District"),
            ("microdistrict", "Microdistrict"),
            ("station", "Station"),
            ("garden", "Garden association"),
            ("other", "Other"),
        ],
        required=True,
        default="city",
    )
    parent_id = fields.Many2one("utility.locality", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    country_id = fields.Many2one("res.country", default=lambda self: self.env.company.country_id)
    state_id = fields.Many2one(
        "res.country.state", string="Region", domain="[('country_id', '=?', country_id)]"
    )
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True, index="trigram"
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    street_ids = fields.One2many("utility.street", "locality_id")
    active = fields.Boolean(default=True)

    # Official codes
    fias_guid = fields.Char("FIAS/GAR GUID", index="btree_not_null")
    oktmo = fields.Char("OKTMO", help="Russian classifier of municipal territories.")
    katottg = fields.Char("KATOTTG", help="Ukrainian classifier of territories.")
    kato = fields.Char("KATO", help="Kazakh classifier of administrative territories.")

    _name_uniq = models.UniqueIndex(
        "(lower(name), kind, COALESCE(parent_id, 0), COALESCE(state_id, 0),"
        " COALESCE(company_id, 0)) WHERE active",
        "This locality is registered already.",
    )

    @api.depends("name", "kind", "parent_id.complete_name")
    def _compute_complete_name(self):
        for locality in self:
            parent = locality.parent_id.complete_name
            locality.complete_name = f"{parent}, {locality.name}" if parent else locality.name

    @api.depends("complete_name")
    def _compute_display_name(self):
        for locality in self:
            locality.display_name = locality.complete_name or locality.name

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A locality cannot lie inside itself."))
