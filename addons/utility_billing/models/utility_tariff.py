from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.utility_base.models.utility_meter_model import ZONES

from ..engine.parameter_values import month_numbers


class UtilityTariff(models.Model):
    """Price of a service (component, zone) for a customer category and territory from a date.

    Unit: money per unit of the service, up to six decimals. Two tariffs of one key never hold
    on the same day.
    """

    _name = "utility.tariff"
    _description = "Tariff"
    _inherit = ["mail.thread", "utility.timeline.mixin"]
    _order = "service_id, component_id, zone, date_from desc, id"
    _check_company_auto = True
    _timeline_key = (
        "company_id",
        "service_id",
        "component_id",
        "zone",
        "customer_category_id",
        "supplier_id",
        "locality_id",
        "season_months",
    )

    service_id = fields.Many2one(
        "utility.service", required=True, index=True, check_company=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "utility.service.component", domain="[('service_id', '=', service_id)]", ondelete="cascade"
    )
    zone = fields.Selection(ZONES)
    customer_category_id = fields.Many2one("utility.customer.category", tracking=True)
    supplier_id = fields.Many2one("res.partner", check_company=True, tracking=True)
    locality_id = fields.Many2one(
        "utility.locality", string="Territory", tracking=True, help="With all that lies in it."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    uom_id = fields.Many2one("uom.uom", string="Unit", compute="_compute_uom")
    value = fields.Float(
        "Price", digits=(16, 6), min_display_digits=2, aggregator=None, tracking=True
    )
    block_ids = fields.One2many("utility.tariff.block", "tariff_id", copy=True)
    blocks_per = fields.Selection([("account", "Account"), ("person", "Person")], default="account")
    without_meter_last = fields.Boolean(
        help="A volume found without a meter is charged at the price of the last block."
    )
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    season_months = fields.Char(
        tracking=True,
        help="Numbers of the months in which this price holds: 5,6,7,8,9. Empty: the whole year. "
        "A seasonal price goes before one for the whole year.",
    )
    legal_reference = fields.Char("Order", help="Act that sets the price.", tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _value_check = models.Constraint("CHECK (value >= 0)", "A price cannot be negative.")

    @api.depends("service_id.uom_id", "component_id.uom_id")
    def _compute_uom(self):
        for tariff in self:
            tariff.uom_id = tariff.component_id.uom_id or tariff.service_id.uom_id

    @api.depends("service_id.name", "component_id.name", "value")
    def _compute_display_name(self):
        for tariff in self:
            names = [tariff.service_id.name, tariff.component_id.name]
            tariff.display_name = f"{', '.join(filter(None, names))}: {tariff.value:g}"

    @api.constrains("season_months")
    def _check_season_months(self):
        for tariff in self:
            tariff._season_numbers()

    def _season_numbers(self):
        """The months of the season as a tuple of numbers; empty: the whole year."""
        try:
            return month_numbers(self.season_months)
        except ValueError:
            raise ValidationError(
                self.env._(
                    "%(tariff)s: the months of the season are numbers 1 to 12 with commas "
                    "between them, not %(value)s.",
                    tariff=self.display_name,
                    value=self.season_months,
                )
            ) from None

    @api.constrains("block_ids")
    def _check_blocks(self):
        """Borders rise, and the last range alone has none."""
        for tariff in self.filtered("block_ids"):
            limits = tariff.block_ids.mapped("limit")
            inner = limits[:-1]
            if limits[-1] or not all(inner) or sorted(set(inner)) != inner:
                raise ValidationError(
                    self.env._(
                        "%s: the borders of the ranges must rise, and the last range has none.",
                        tariff.display_name,
                    )
                )
