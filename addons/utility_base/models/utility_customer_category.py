from odoo import fields, models


class UtilityCustomerCategory(models.Model):
    """Tariff group of customers: population, budget organisations, others, ..."""

    _name = "utility.customer.category"
    _description = "Customer category"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Tariffs and rule parameters name this code.")
    kind = fields.Selection(
        [("individual", "Individuals"), ("organisation", "Organisations")], required=True
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A customer category with this code exists already."
    )
