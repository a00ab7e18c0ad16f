from odoo import api, fields, models


class UtilityNorm(models.Model):
    """Consumption norm of a service from a date."""

    _name = "utility.norm"
    _description = "Consumption norm"
    _inherit = ["mail.thread", "utility.timeline.mixin"]
    _order = "service_id, component_id, date_from desc, id"
    _check_company_auto = True
    _timeline_key = (
        "company_id",
        "service_id",
        "component_id",
        "per",
        "customer_category_id",
        "locality_id",
    )

    service_id = fields.Many2one(
        "utility.service", required=True, index=True, check_company=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "utility.service.component", domain="[('service_id', '=', service_id)]", ondelete="cascade"
    )
    value = fields.Float("Norm", digits=(16, 6), aggregator=None, required=True, tracking=True)
    per = fields.Selection(
        [("person", "Person"), ("m2", "m2"), ("unit", "Unit")], required=True, default="person"
    )
    base = fields.Selection(
        [("month", "A month"), ("year", "A year")], required=True, default="month"
    )
    customer_category_id = fields.Many2one("utility.customer.category", tracking=True)
    locality_id = fields.Many2one("utility.locality", string="Territory", tracking=True)
    building_ids = fields.Many2many(
        "utility.building",
        string="Buildings",
        help="Empty: all. Otherwise goes before the general.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    legal_reference = fields.Char("Order", tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _value_check = models.Constraint("CHECK (value >= 0)", "A norm cannot be negative.")

    @api.depends("service_id.name", "value", "per")
    def _compute_display_name(self):
        for norm in self:
            norm.display_name = f"{norm.service_id.name}: {norm.value:g}"

    def _same_places(self, other):
        """Norms of all buildings and norms of named ones stand side by side: the named go first."""
        return bool(self.building_ids & other.building_ids) or not (
            self.building_ids or other.building_ids
        )

    @api.constrains("building_ids")
    def _check_building_overlap(self):
        self._check_overlap()
