from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: bases of services that an account may order
ORDERED = ("once", "fixed", "unit", "area", "person")


class UtilityService(models.Model):
    """Paid services on order, and the price list that they stand in (C12, C13, C17)."""

    _inherit = "utility.service"

    on_order = fields.Boolean(
        "Paid Service on Order", index=True, help="Stands in the price list; accounts order it."
    )
    once_per = fields.Selection(
        [
            ("piece", "Piece"),
            ("area", "m2 of the premise"),
            ("person", "Resident"),
            ("fixed", "Order"),
        ],
        "Price For",
        default="piece",
        help="What the price of a service done once is multiplied by.",
    )
    price_now = fields.Float(
        "Price Today", digits=(16, 6), min_display_digits=2, compute="_compute_price_now"
    )

    @api.constrains("on_order", "basis")
    def _check_on_order(self):
        for service in self:
            if service.on_order and service.basis not in ORDERED:
                raise ValidationError(
                    self.env._(
                        "%s cannot be ordered: a paid service is charged once, as a fixed sum, by "
                        "units, area or persons. (ORDER_BASIS)",
                        service.name,
                    )
                )

    @api.depends("tariff_ids.value", "tariff_ids.date_from", "tariff_ids.date_to")
    @api.depends_context("company")
    def _compute_price_now(self):
        """The general tariff of the company that holds today: of no category, place or supplier."""
        tariffs = self.env["utility.tariff"]
        domain = tariffs._domain_on(fields.Date.context_today(self))
        prices = {}
        for tariff in tariffs.search(
            domain
            & fields.Domain("service_id", "in", self.ids)
            & fields.Domain("company_id", "=", self.env.company.id)
            & fields.Domain("customer_category_id", "=", False)
            & fields.Domain("locality_id", "=", False)
            & fields.Domain("supplier_id", "=", False),
            order="date_from, id",
        ):
            prices[tariff.service_id.id] = tariff.value
        for service in self:
            service.price_now = prices.get(service.id, 0)
