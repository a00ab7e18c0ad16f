from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityService(models.Model):
    """How a service is priced and shared; the engine's input model tells what each word means."""

    _inherit = "utility.service"

    tariff_ids = fields.One2many("utility.tariff", "service_id")
    norm_ids = fields.One2many("utility.norm", "service_id")
    vat_mode = fields.Selection(
        [
            ("included", "Inside the price"),
            ("on_top", "On top of the price"),
            ("none", "Without VAT"),
        ],
        required=True,
        default="included",
        string="VAT",
    )
    vat_rate = fields.Float(
        "VAT, %", digits=(5, 2), help="0: by the rule parameter vat_rate of the period."
    )
    volume_source_ids = fields.Many2many(
        "utility.service",
        "utility_service_volume_source_rel",
        "service_id",
        "source_id",
        string="Takes Its Volume From",
        help="Sewerage without a meter: the sum of cold and hot water.",
    )

    # Hot water and heating
    heat_norm = fields.Float(
        "Heat to Warm 1 m3, Gcal", digits=(16, 6), help="For hot water of two components."
    )
    heat_norm_of_house = fields.Boolean(
        help="The heat is what the house meters show, divided by the volume of hot water."
    )
    heating_mode = fields.Selection(
        [("season", "In the season"), ("even", "Evenly over the year")], default="season"
    )
    season_months = fields.Char(help="Numbers of the months of the season: 10,11,12,1,2,3,4.")

    # Shares of the house
    common_method = fields.Selection(
        [
            ("norm", "By norm"),
            ("actual", "By the house meter"),
            ("norm_with_annual_correction", "By norm, corrected once a year"),
        ],
        default="norm",
        string="Common Needs Charged",
    )
    common_of_id = fields.Many2one(
        "utility.service",
        string="Shares the House Meter Of",
        help="The service whose house meter the common needs are a part of.",
    )
    common_volume = fields.Float(
        "Common Heat of a Month, Gcal",
        digits=(16, 6),
        help="Heat for the common needs of the house (Ukraine).",
    )
    common_share = fields.Float(
        "Common Heat, Share",
        digits=(16, 6),
        help="Part of what the house meter shows that goes to common needs, 0 to 1.",
    )
    waste_accounting = fields.Selection(
        [
            ("norm", "By norm"),
            ("containers", "By containers"),
            ("norm_with_annual_correction", "By norm, corrected once a year"),
        ],
        default="norm",
    )

    @api.constrains("season_months")
    def _check_season_months(self):
        for service in self.filtered("season_months"):
            try:
                good = all(1 <= number <= 12 for number in service._season_numbers())
            except ValueError:
                good = False
            if not good:
                raise ValidationError(
                    self.env._(
                        "%(service)s: the months of the season are numbers 1 to 12 with commas "
                        "between them, not %(value)s.",
                        service=service.name,
                        value=service.season_months,
                    )
                )

    def _season_numbers(self):
        """The months of the season as a tuple of numbers; empty: the whole year."""
        self.ensure_one()
        return tuple(int(part) for part in (self.season_months or "").split(",") if part.strip())
