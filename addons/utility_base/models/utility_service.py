from odoo import api, fields, models
from odoo.exceptions import UserError

BASES = [
    ("meter_or_norm", "Meter, else norm"),
    ("area", "Area"),
    ("person", "Persons"),
    ("fixed", "Fixed sum"),
    ("unit", "Units"),
    ("house_share", "Share of the house"),
    ("formula", "Formula"),
    ("once", "Once, on a day"),
    ("contract", "Contract volume"),
    ("capacity", "Connected capacity"),
    ("per_meter", "For each meter"),
]


class UtilityService(models.Model):
    """What is charged: a product with the facts that charging needs (C18)."""

    _name = "utility.service"
    _description = "Service"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: shared by all companies.")
    product_id = fields.Many2one(
        "product.product",
        required=True,
        ondelete="restrict",
        check_company=True,
        help="Taxes and income account come from the product. Made with the service if empty.",
    )
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        compute="_compute_uom",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    resource = fields.Selection(
        [
            ("cold_water", "Cold water"),
            ("hot_water", "Hot water"),
            ("sewerage", "Sewerage"),
            ("heat", "Heat"),
            ("electricity", "Electricity"),
            ("gas", "Gas"),
            ("waste", "Solid waste"),
            ("housing", "Housing"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    basis = fields.Selection(
        BASES,
        required=True,
        default="meter_or_norm",
        string="Charged By",
    )
    formula = fields.Char(help="Money as an expression of named variables, for the basis Formula.")
    metered = fields.Boolean(help="Meters of this service may stand on accounts.")
    common_needs = fields.Boolean(help="Resource for the upkeep of the common property.")
    capital = fields.Boolean(help="Own payment document and own balance, never mixed with others.")
    supplier_id = fields.Many2one("res.partner", check_company=True, help="Default supplier.")
    component_ids = fields.One2many("utility.service.component", "service_id")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A service with this code exists already."
    )

    @api.depends("product_id")
    def _compute_uom(self):
        for service in self:
            service.uom_id = service.uom_id or service.product_id.uom_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("product_id"):
                vals["product_id"] = self._create_product(vals).id
        return super().create(vals_list)

    def _create_product(self, vals):
        values = {
            "name": vals.get("name"),
            "type": "service",
            "default_code": vals.get("code"),
            "company_id": vals.get("company_id", False),
            "sale_ok": True,
            "purchase_ok": False,
        }
        if vals.get("uom_id"):
            values["uom_id"] = vals["uom_id"]
        # who may define services need not manage the whole catalogue of products
        return self.env["product.product"].sudo().create(values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["utility.account.service"].search_count(
            [("service_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._("A service that accounts have cannot be deleted. Archive it instead.")
            )
