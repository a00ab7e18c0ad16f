from odoo import api, fields, models


class UtilityNormSample(models.Model):
    """A norm of the catalogue: what regions and cities approved, by class of amenities (C14).

    Nothing is charged by it until it is applied to chosen buildings as a norm of the company.
    """

    _name = "utility.norm.sample"
    _description = "Norm of the catalogue"
    _inherit = ["utility.country.mixin"]
    _order = "country_id, service_id, sequence, id"

    name = fields.Char(
        "Amenities", required=True, translate=True, help="Class of houses that the norm is for."
    )
    sequence = fields.Integer(default=10)
    state_id = fields.Many2one("res.country.state", string="Region")
    place = fields.Char(help="City or region whose order it is; empty: the whole country.")
    service_id = fields.Many2one("utility.service", required=True, ondelete="cascade", index=True)
    component = fields.Char(help="Code of the component of the service, where it has any.")
    value = fields.Float("Norm", digits=(16, 6), aggregator=None, required=True)
    uom_id = fields.Many2one(related="service_id.uom_id")
    per = fields.Selection(
        [("person", "Person"), ("m2", "m2"), ("unit", "Unit")], required=True, default="person"
    )
    base = fields.Selection(
        [("month", "A month"), ("year", "A year")], required=True, default="month"
    )
    date_from = fields.Date("In Force From")
    legal_reference = fields.Char("Order")
    active = fields.Boolean(default=True)

    _value_check = models.Constraint("CHECK (value >= 0)", "A norm cannot be negative.")

    @api.depends("service_id.name", "name")
    def _compute_display_name(self):
        for sample in self:
            sample.display_name = f"{sample.service_id.name}: {sample.name}"

    def _norm_values(self, company):
        """Values of a norm of ``company`` without its days and buildings.

        The company's own service of the same code goes before the shared one.
        """
        self.ensure_one()
        own = self.env["utility.service"].search(
            [("code", "=", self.service_id.code), ("company_id", "=", company.id)], limit=1
        )
        service = own or self.service_id
        component = service.component_ids.filtered(lambda part: part.code == self.component)
        return {
            "service_id": service.id,
            "component_id": component[:1].id,
            "value": self.value,
            "per": self.per,
            "base": self.base,
            "company_id": company.id,
            "legal_reference": self.legal_reference,
        }
