from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import SQL

from .utility_meter_model import ZONES_BY_COUNT

VERIFICATION_STATES = [
    ("unknown", "Not known"),
    ("valid", "Valid"),
    ("soon", "Expires soon"),
    ("expired", "Expired"),
]
# A verification has to be ordered about so many days before the old one expires.
VERIFICATION_SOON_DAYS = 60


class UtilityMeter(models.Model):
    """A physical meter (B03, B07); where it stands is told by its installations (B05)."""

    _name = "utility.meter"
    _description = "Meter"
    _inherit = ["utility.limited.mixin", "mail.thread", "mail.activity.mixin"]
    _rec_name = "serial"
    _rec_names_search = ["serial", "place"]
    _order = "serial, id"
    _check_company_auto = True

    serial = fields.Char(required=True, index="trigram", tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    model_id = fields.Many2one("utility.meter.model", required=True, index=True, tracking=True)
    resource = fields.Selection(related="model_id.resource", store=True)
    purpose = fields.Selection(
        [
            ("individual", "Of one account"),
            ("shared", "Of a communal flat"),
            ("group", "Of a group of buildings or premises"),
            ("house", "Of the house"),
        ],
        required=True,
        default="individual",
        tracking=True,
    )
    state = fields.Selection(
        [("stock", "Not installed"), ("installed", "Installed"), ("archived", "Archived")],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    active = fields.Boolean(default=True, tracking=True)
    digits = fields.Integer(
        compute="_compute_from_model", store=True, readonly=False, precompute=True, required=True
    )
    decimals = fields.Integer(
        compute="_compute_from_model", store=True, readonly=False, precompute=True, required=True
    )
    ratio = fields.Float(
        compute="_compute_from_model",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        digits=(16, 6),
        tracking=True,
    )
    manufactured = fields.Date()
    owner_kind = fields.Selection(
        [("customer", "Customer"), ("utility", "Utility"), ("common", "Owners of the house")],
        default="customer",
    )
    register_ids = fields.One2many("utility.meter.register", "meter_id")
    installation_ids = fields.One2many("utility.meter.installation", "meter_id")
    current_installation_id = fields.Many2one(
        "utility.meter.installation", compute="_compute_state", store=True, string="Stands Now"
    )
    account_id = fields.Many2one(
        related="current_installation_id.account_id", store=True, index=True
    )
    premise_id = fields.Many2one(
        related="current_installation_id.premise_id", store=True, index=True
    )
    building_id = fields.Many2one(
        related="current_installation_id.building_id", store=True, index=True
    )
    service_id = fields.Many2one(related="current_installation_id.service_id", store=True)
    place = fields.Char(related="current_installation_id.place", store=True)
    verification_ids = fields.One2many("utility.meter.verification", "meter_id")
    verified_until = fields.Date(compute="_compute_verified_until", store=True, index=True)
    verification_state = fields.Selection(
        VERIFICATION_STATES, compute="_compute_verification_state"
    )
    last_value = fields.Char(related="current_installation_id.last_value", string="Last Reading")
    last_date = fields.Date(related="current_installation_id.last_date", string="Read On")
    seal_ids = fields.One2many("utility.meter.seal", "meter_id")
    defect_ids = fields.One2many("utility.meter.defect", "meter_id")
    out_of_order = fields.Boolean(compute="_compute_out_of_order")
    reading_ids = fields.One2many("utility.reading", "meter_id")
    external_id = fields.Char("Number in Other Programs", index="btree_not_null", copy=False)
    gis_id = fields.Char("State Register Number", index="btree_not_null", copy=False)
    note = fields.Text()

    _serial_uniq = models.UniqueIndex(
        "(company_id, model_id, serial) WHERE active",
        "A meter of this model with this serial number exists already.",
    )
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A meter with this external number exists already.",
    )

    @api.depends("model_id")
    def _compute_from_model(self):
        for meter in self:
            for name in ("digits", "decimals", "ratio"):
                meter[name] = meter[name] or meter.model_id[name]

    @api.depends("active", "installation_ids.date_from", "installation_ids.date_to")
    def _compute_state(self):
        for meter in self:
            standing = meter.installation_ids.filtered(lambda i: not i.date_to)[:1]
            meter.current_installation_id = standing
            if not meter.active:
                meter.state = "archived"
            else:
                meter.state = "installed" if standing else "stock"

    @api.depends("verification_ids.valid_until", "verification_ids.result", "verification_ids.date")
    def _compute_verified_until(self):
        for meter in self:
            passed = meter.verification_ids.filtered(lambda v: v.result == "passed")
            meter.verified_until = max(passed.mapped("valid_until"), default=False)

    @api.depends("verified_until")
    def _compute_verification_state(self):
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=VERIFICATION_SOON_DAYS)
        for meter in self:
            until = meter.verified_until
            if not until:
                meter.verification_state = "unknown"
            elif until < today:
                meter.verification_state = "expired"
            else:
                meter.verification_state = "soon" if until <= soon else "valid"

    @api.depends("defect_ids.date_from", "defect_ids.date_to", "defect_ids.kind")
    def _compute_out_of_order(self):
        today = fields.Date.context_today(self)
        for meter in self:
            meter.out_of_order = bool(meter.defect_ids._on(today))

    @api.depends("serial", "model_id.name")
    def _compute_display_name(self):
        for meter in self:
            meter.display_name = f"{meter.serial} ({meter.model_id.name})"

    @api.constrains("register_ids")
    def _check_registers(self):
        for meter in self:
            if not 1 <= len(meter.register_ids) <= 4:
                raise ValidationError(
                    self.env._("Meter %s must have one to four registers.", meter.serial)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A meter without listed registers gets those of its model."""
        for vals in vals_list:
            if not vals.get("register_ids"):
                count = self.env["utility.meter.model"].browse(vals.get("model_id")).zone_count
                vals["register_ids"] = [
                    Command.create({"zone": zone, "sequence": number})
                    for number, zone in enumerate(ZONES_BY_COUNT.get(count, ("total",)), start=1)
                ]
        return super().create(vals_list)

    def _last_readings(self, date=None):
        """Last accepted reading of every register up to ``date``: ``{register id: (date, value)}``.

        The newest row of a day wins: a correction is a newer row. Values are Decimal.
        """
        query = SQL(
            """
            SELECT DISTINCT ON (register_id) register_id, date, value::text
              FROM utility_reading
             WHERE meter_id = ANY(%s) AND state = 'accepted' AND (%s IS NULL OR date <= %s)
             ORDER BY register_id, date DESC, id DESC
            """,
            list(self.ids),
            date,
            date,
        )
        self.env["utility.reading"].flush_model()
        rows = self.env.execute_query(query)
        return {register: (day, Decimal(value)) for register, day, value in rows}
