from odoo import api, fields, models


class UtilityStreet(models.Model):
    _name = "utility.street"
    _description = "Street"
    _inherit = ["utility.words.mixin"]
    _rec_names_search = ["complete_name", "fias_guid"]
    _words_address = ("complete_name",)
    _order = "locality_id, name"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("street", "Street"),
            ("avenue", "Avenue"),
            ("lane", "Lane"),
            ("boulevard", "Boulevard"),
            ("square", "Square"),
            ("drive", "Drive"),
            ("highway", "Highway"),
            ("embankment", "Embankment"),
            ("tract", "Tract"),
            ("block", "Block"),
            ("microdistrict", "Microdistrict"),
            ("dead_end", "Dead end"),
            ("other", "Other"),
        ],
        required=True,
        default="street",
    )
    locality_id = fields.Many2one(
        "utility.locality", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="locality_id.company_id", store=True, index=True)
    complete_name = fields.Char(compute="_compute_complete_name", store=True, index="trigram")
    building_ids = fields.One2many("utility.building", "street_id")
    active = fields.Boolean(default=True)

    # Official codes
    fias_guid = fields.Char("FIAS/GAR GUID", index="btree_not_null")
    kladr = fields.Char("KLADR")

    _name_uniq = models.UniqueIndex(
        "(locality_id, kind, lower(name)) WHERE active", "This street is registered already."
    )

    @api.depends("name", "kind", "locality_id.complete_name")
    def _compute_complete_name(self):
        for street in self:
            street.complete_name = f"{street.locality_id.complete_name}, {street._label()}"

    @api.depends("complete_name")
    def _compute_display_name(self):
        for street in self:
            street.display_name = street.complete_name

    def _label(self):
        """Street with its kind in the abbreviation customary in the country, e.g. ``ул. Ленина``.

        The spelling is data of the address, not of the reader's language: an address looks the
        same for every user (A19).
        """
        self.ensure_one()
        country = self.locality_id.country_id.code or "RU"
        short = _ABBREVIATIONS.get(country, _ABBREVIATIONS["RU"]).get(self.kind)
        return f"{short} {self.name}" if short else self.name


_ABBREVIATIONS = {
    "RU": {
        "street": "ул.",
        "avenue": "пр-кт",
        "lane": "пер.",
        "boulevard": "б-р",
        "square": "пл.",
        "drive": "пр-д",
        "highway": "ш.",
        "embankment": "наб.",
        "tract": "тракт",
        "block": "кв-л",
        "microdistrict": "мкр.",
        "dead_end": "туп.",
    },
    "UA": {
        "street": "вул.",
        "avenue": "просп.",
        "lane": "пров.",
        "boulevard": "б-р",
        "square": "пл.",
        "drive": "проїзд",
        "highway": "шосе",
        "embankment": "наб.",
        "tract": "тракт",
        "block": "кв-л",
        "microdistrict": "мкр.",
        "dead_end": "туп.",
    },
    "KZ": {
        "street": "көш.",
        "avenue": "даңғ.",
        "lane": "т.к.",
        "boulevard": "бульв.",
        "square": "алаң",
        "drive": "өткел",
        "highway": "тас жол",
        "embankment": "жағ.",
        "tract": "тракт",
        "block": "орам",
        "microdistrict": "м/а",
        "dead_end": "тұйық",
    },
}
