from odoo import api, fields, models
from odoo.fields import Domain


class UtilityCountryMixin(models.AbstractModel):
    """A row of a directory that country packs fill: it concerns companies of its country.

    Several packs may stand side by side in one database; a company sees and uses the rows of its
    own country and those without one.
    """

    _name = "utility.country.mixin"
    _description = "Row of a country"

    country_id = fields.Many2one("res.country", index=True, help="Empty: every country.")
    own_country = fields.Boolean(
        "Of My Country", compute="_compute_own_country", search="_search_own_country"
    )

    @api.depends("country_id")
    @api.depends_context("allowed_company_ids")
    def _compute_own_country(self):
        countries = self.env.companies.country_id
        for record in self:
            record.own_country = not record.country_id or record.country_id in countries

    def _search_own_country(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = Domain("country_id", "in", [False, *self.env.companies.country_id.ids])
        return own if True in value else ~own
