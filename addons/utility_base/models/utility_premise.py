from odoo import api, fields, models
from odoo.exceptions import ValidationError

AREA_KINDS = ("total", "living", "heated", "calculated")


class UtilityPremise(models.Model):
    """A flat, room, house, shop, parking place or store room: what an account is opened for (A15)."""

    _name = "utility.premise"
    _description = "Premise"
    _inherit = ["utility.words.mixin", "mail.thread"]
    # the address alone: it has a trigram index, and a field without one would read every row
    _rec_names_search = ["address"]
    # by the number of the building: its address would need a join and a sort of all premises
    _order = "building_id.id, number_key, id"
    _check_company_auto = True

    building_id = fields.Many2one(
        "utility.building", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="building_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("flat", "Flat"),
            ("room", "Room of a communal flat"),
            ("house", "Private house"),
            ("commercial", "Commercial premise"),
            ("parking", "Parking place"),
            ("storage", "Storage"),
            ("technical", "Technical room"),
            ("land", "Land plot"),
        ],
        required=True,
        default="flat",
        tracking=True,
    )
    number = fields.Char(help="Number of the flat, room or place; empty for a private house.")
    number_key = fields.Char(compute="_compute_number_key", store=True)
    parent_id = fields.Many2one(
        "utility.premise",
        string="Communal Flat",
        index=True,
        ondelete="restrict",
        domain="[('building_id', '=', building_id), ('kind', '=', 'flat')]",
    )
    child_ids = fields.One2many("utility.premise", "parent_id", string="Rooms")
    entrance_id = fields.Many2one(
        "utility.entrance", index=True, domain="[('building_id', '=', building_id)]"
    )
    floor = fields.Integer()
    rooms = fields.Integer("Number of Rooms")
    address = fields.Char(compute="_compute_address", store=True, recursive=True, index="trigram")
    active = fields.Boolean(default=True)

    # Areas: dated rows; the figures here are those of today (m2)
    area_ids = fields.One2many("utility.area", "premise_id")
    total_area = fields.Float(compute="_compute_areas", inverse="_inverse_total", digits=(16, 4))
    living_area = fields.Float(compute="_compute_areas", inverse="_inverse_living", digits=(16, 4))
    heated_area = fields.Float(compute="_compute_areas", inverse="_inverse_heated", digits=(16, 4))
    calculated_area = fields.Float(
        compute="_compute_areas", inverse="_inverse_calculated", digits=(16, 4)
    )

    landlord_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="By agreement takes the account over on the day after a tenant has moved out.",
    )
    individually_heated = fields.Boolean(
        tracking=True,
        help="Lawful own boiler, or no heating devices by the documents of the house.",
    )
    residential = fields.Boolean(compute="_compute_residential", store=True, readonly=False)
    property_kind = fields.Selection(
        [
            ("private", "Private"),
            ("municipal", "Municipal"),
            ("state", "State"),
            ("service", "Service"),
        ],
        default="private",
    )
    ownership_ids = fields.One2many("utility.ownership", "premise_id")
    account_ids = fields.One2many("utility.account", "premise_id")
    installation_ids = fields.One2many("utility.meter.installation", "premise_id")

    # Official codes
    cadastral_number = fields.Char(index="btree_not_null")
    gis_id = fields.Char("State Register Number", index="btree_not_null")
    external_id = fields.Char("Number in Other Programs", index="btree_not_null", copy=False)
    note = fields.Text()

    _number_uniq = models.UniqueIndex(
        "(building_id, kind, COALESCE(parent_id, 0), lower(COALESCE(number, ''))) WHERE active",
        "The building has a premise of this kind with this number already.",
    )
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A premise with this external number exists already.",
    )

    @api.depends("kind")
    def _compute_residential(self):
        for premise in self:
            premise.residential = premise.kind in ("flat", "room", "house")

    @api.depends("number")
    def _compute_number_key(self):
        for premise in self:
            premise.number_key = self.env["utility.building"]._sort_key(premise.number)

    @api.depends("building_id.address", "number", "kind", "parent_id.address")
    def _compute_address(self):
        for premise in self:
            base = premise.parent_id.address or premise.building_id.address or ""
            label = premise._number_label()
            premise.address = f"{base}, {label}" if label else base

    def _number_label(self):
        """The last part of the address, e.g. ``кв. 12``; the same for every reader (A19)."""
        self.ensure_one()
        country = self.building_id.locality_id.country_id
        return self._spell_number(self.kind, self.number, country)

    @api.model
    def _spell_number(self, kind, number, country):
        """Number of a premise as addresses in ``country`` spell it, empty where it has none."""
        words = _WORDS.get(country.code, _WORDS["RU"])
        return f"{words.get(kind, '')} {number}".strip() if number else ""

    @api.depends("address")
    def _compute_display_name(self):
        for premise in self:
            premise.display_name = premise.address

    @api.depends("area_ids.value", "area_ids.kind", "area_ids.date_from", "area_ids.date_to")
    def _compute_areas(self):
        values = self.env["utility.area"]._values_on(
            "premise_id", self.ids, fields.Date.context_today(self)
        )
        for premise in self:
            for kind in AREA_KINDS:
                premise[f"{kind}_area"] = values.get((premise.id, kind), 0.0)

    def _inverse_area(self, kind):
        for premise in self:
            self.env["utility.area"]._set_today(premise, kind, premise[f"{kind}_area"])

    def _inverse_total(self):
        self._inverse_area("total")

    def _inverse_living(self):
        self._inverse_area("living")

    def _inverse_heated(self):
        self._inverse_area("heated")

    def _inverse_calculated(self):
        self._inverse_area("calculated")

    @api.constrains("parent_id", "kind", "building_id")
    def _check_parent(self):
        for premise in self.filtered("parent_id"):
            if premise.kind != "room" or premise.parent_id.building_id != premise.building_id:
                raise ValidationError(
                    self.env._(
                        "%s: only a room can lie inside a flat, and only of the same building.",
                        premise.display_name,
                    )
                )


_WORDS = {
    "RU": {
        "flat": "кв.",
        "room": "комн.",
        "commercial": "пом.",
        "parking": "м/м",
        "storage": "кл.",
        "technical": "тех. пом.",
    },
    "UA": {
        "flat": "кв.",
        "room": "кімн.",
        "commercial": "прим.",
        "parking": "м/м",
        "storage": "комора",
        "technical": "тех. прим.",
    },
    "KZ": {
        "flat": "п.",
        "room": "бөлме",
        "commercial": "үй-жай",
        "parking": "тұрақ",
        "storage": "қойма",
        "technical": "тех. үй-жай",
    },
}
