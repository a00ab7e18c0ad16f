from odoo import api, fields, models


class UtilityBuilding(models.Model):
    """A house with its passport (A09, A10)."""

    _name = "utility.building"
    _description = "Building"
    _inherit = ["utility.words.mixin", "mail.thread", "mail.activity.mixin"]
    _rec_names_search = ["address", "code", "cadastral_number", "fias_guid"]
    _order = "address_key, id"
    _check_company_auto = True

    # Address: one spelling everywhere (A19)
    locality_id = fields.Many2one(
        "utility.locality", required=True, index=True, ondelete="restrict"
    )
    street_id = fields.Many2one(
        "utility.street",
        index=True,
        ondelete="restrict",
        domain="[('locality_id', '=', locality_id)]",
        help="Empty where houses are numbered through the whole village.",
    )
    number = fields.Char("House Number", required=True, tracking=True)
    block = fields.Char(help="Building or block of the same house number, e.g. корп. 2.")
    postal_code = fields.Char()
    address = fields.Char(compute="_compute_address", store=True, index="trigram")
    address_key = fields.Char(
        compute="_compute_address",
        store=True,
        index=True,
        help="Address with numbers padded: sorts 2 before 10.",
    )
    code = fields.Char(
        index="btree_not_null", copy=False, help="Number in the utility's own books."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    latitude = fields.Float(digits=(10, 7))
    longitude = fields.Float(digits=(10, 7))

    # Passport
    kind = fields.Selection(
        [
            ("apartment", "Apartment house"),
            ("private", "Private house"),
            ("dormitory", "Dormitory"),
            ("commercial", "Non-residential"),
            ("garage", "Garages or parking"),
            ("technical", "Technical structure"),
        ],
        required=True,
        default="apartment",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("construction", "Under construction"),
            ("in_use", "In use"),
            ("emergency", "Unsafe"),
            ("demolished", "Demolished"),
        ],
        default="in_use",
        required=True,
        tracking=True,
    )
    year_built = fields.Integer()
    floors = fields.Integer(tracking=True)
    underground_floors = fields.Integer()
    entrance_ids = fields.One2many("utility.entrance", "building_id")
    entrance_count = fields.Integer(compute="_compute_counts")
    wall_material_id = fields.Many2one(
        "utility.directory.item", domain="[('directory_id.code', '=', 'wall_material')]"
    )
    roof_kind_id = fields.Many2one(
        "utility.directory.item", domain="[('directory_id.code', '=', 'roof_kind')]"
    )
    pipe_material_id = fields.Many2one(
        "utility.directory.item",
        string="Riser Material",
        domain="[('directory_id.code', '=', 'pipe_material')]",
    )
    heating_element_id = fields.Many2one(
        "utility.directory.item", domain="[('directory_id.code', '=', 'heating_element')]"
    )
    energy_class = fields.Char()
    wear_percent = fields.Float(digits=(5, 2))
    has_elevator = fields.Boolean()
    has_gas = fields.Boolean()
    heating_mode = fields.Selection(
        [
            ("none", "No heating"),
            ("individual", "Own boilers of the premises"),
            ("season", "Central, paid in the heating season"),
            ("even", "Central, paid evenly over the year"),
            ("house_boiler", "Boiler or heat point of the house"),
        ],
        default="season",
        required=True,
        tracking=True,
    )
    hot_water_mode = fields.Selection(
        [
            ("none", "No central hot water"),
            ("open", "Central, open circuit"),
            ("closed", "Central, closed circuit"),
            ("house", "Prepared in the house"),
        ],
        default="closed",
        required=True,
        tracking=True,
    )
    manager_id = fields.Many2one(
        "res.partner",
        string="Managed By",
        check_company=True,
        tracking=True,
        help="Managing company, association or the owner.",
    )
    manage_from = fields.Date()
    manage_to = fields.Date()
    properties = fields.Properties(definition="company_id.utility_building_properties")
    note = fields.Html()

    # Areas: dated rows; the figures here are those of today
    area_ids = fields.One2many("utility.area", "building_id")
    total_area = fields.Float(
        compute="_compute_areas", inverse="_inverse_total_area", digits=(16, 4)
    )
    common_area = fields.Float(
        compute="_compute_areas",
        inverse="_inverse_common_area",
        digits=(16, 4),
        help="Area of the common property, m2.",
    )
    premise_area = fields.Float(
        compute="_compute_areas", digits=(16, 4), help="Sum of the areas of the premises, m2."
    )

    # Official codes
    fias_guid = fields.Char("FIAS/GAR GUID", index="btree_not_null")
    oktmo = fields.Char("OKTMO")
    cadastral_number = fields.Char(index="btree_not_null")
    gis_id = fields.Char("State Register Number", index="btree_not_null")
    external_id = fields.Char("Number in Other Programs", index="btree_not_null", copy=False)

    premise_ids = fields.One2many("utility.premise", "building_id")
    account_ids = fields.One2many("utility.account", "building_id")
    installation_ids = fields.One2many(
        "utility.meter.installation",
        "building_id",
        string="House and Group Meters",
        domain=[("premise_id", "=", False)],
    )
    premise_count = fields.Integer(compute="_compute_counts")
    account_count = fields.Integer(compute="_compute_counts")

    _address_uniq = models.UniqueIndex(
        "(company_id, locality_id, COALESCE(street_id, 0), lower(number),"
        " lower(COALESCE(block, ''))) WHERE active",
        "A building with this address is registered already.",
    )
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A building with this external number exists already.",
    )

    @api.depends("locality_id.complete_name", "street_id.complete_name", "number", "block")
    def _compute_address(self):
        for building in self:
            place = building.street_id.complete_name or building.locality_id.complete_name or ""
            number = building._number_label()
            building.address = f"{place}, {number}"
            building.address_key = (
                f"{place} {self._sort_key(building.number)}{building.block or ''}"
            )

    def _number_label(self):
        """House number as it is spelt in an address, e.g. ``д. 12 корп. 3``."""
        self.ensure_one()
        words = {"UA": ("буд.", "корп."), "KZ": ("үй", "блок")}
        house, block = words.get(self.locality_id.country_id.code, ("д.", "корп."))
        label = f"{house} {self.number or ''}"
        return f"{label} {block} {self.block}" if self.block else label

    @api.model
    def _sort_key(self, number):
        """``number`` with its leading digits padded: '7а' sorts before '12'."""
        text = (number or "").strip().lower()
        digits = len(text) - len(text.lstrip("0123456789"))
        return text[:digits].zfill(6) + text[digits:]

    @api.depends("address")
    def _compute_display_name(self):
        for building in self:
            building.display_name = building.address

    @api.depends("premise_ids", "account_ids", "entrance_ids")
    def _compute_counts(self):
        def counted(model):
            groups = self.env[model]._read_group(
                [("building_id", "in", self.ids)], ["building_id"], ["__count"]
            )
            return {building.id: count for building, count in groups}

        premises, accounts = counted("utility.premise"), counted("utility.account")
        entrances = counted("utility.entrance")
        for building in self:
            building.premise_count = premises.get(building.id, 0)
            building.account_count = accounts.get(building.id, 0)
            building.entrance_count = entrances.get(building.id, 0)

    @api.depends("area_ids.value", "area_ids.date_from", "premise_ids.area_ids.value")
    def _compute_areas(self):
        today = fields.Date.context_today(self)
        own = self.env["utility.area"]._values_on("building_id", self.ids, today)
        premises = self.env["utility.premise"].search(
            [("building_id", "in", self.ids), ("parent_id", "=", False)]
        )
        areas = self.env["utility.area"]._values_on("premise_id", premises.ids, today)
        sums = dict.fromkeys(self.ids, 0.0)
        for premise in premises:
            sums[premise.building_id.id] += areas.get((premise.id, "total"), 0.0)
        for building in self:
            building.total_area = own.get((building.id, "total"), 0.0)
            building.common_area = own.get((building.id, "common"), 0.0)
            building.premise_area = sums.get(building.id, 0.0)

    def _inverse_total_area(self):
        for building in self:
            self.env["utility.area"]._set_today(building, "total", building.total_area)

    def _inverse_common_area(self):
        for building in self:
            self.env["utility.area"]._set_today(building, "common", building.common_area)
