from odoo import fields, models


class UtilityServiceComponent(models.Model):
    """Priced part of a service: cold water and heat of the hot water."""

    _name = "utility.service.component"
    _description = "Component of a service"
    _order = "service_id, sequence, id"

    service_id = fields.Many2one("utility.service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    uom_id = fields.Many2one("uom.uom", string="Unit", required=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(service_id, code)", "The service has this component already.")
