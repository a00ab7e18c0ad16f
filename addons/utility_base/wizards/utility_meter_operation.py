from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

KINDS = [
    ("install", "Install Meter"),
    ("replace", "Replace Meter"),
    ("remove", "Remove Meter"),
    ("verify", "Verification"),
    ("seal", "Seal Meter"),
    ("defect", "Out of Order"),
]


class UtilityMeterOperation(models.TransientModel):
    """One action on a meter with all that belongs to it (B03, B05, B08, B09).

    Replacement: the end values of the old meter, the new meter or one from stock, its first
    values, verification and seals, entered on one form and done together or not at all.
    """

    _name = "utility.meter.operation"
    _description = "Work on a meter"

    kind = fields.Selection(KINDS, required=True, default="replace")
    date = fields.Date(required=True, default=fields.Date.context_today)
    document = fields.Char(help="Number of the act.")
    meter_id = fields.Many2one(
        "utility.meter", default=lambda self: self.env.context.get("active_id")
    )
    company_id = fields.Many2one(related="meter_id.company_id")
    old_value_ids = fields.One2many(
        "utility.meter.operation.value",
        "old_operation_id",
        compute="_compute_old_values",
        store=True,
        readonly=False,
    )
    reason = fields.Selection(
        lambda self: (
            self.env["utility.meter.installation"]
            ._fields["removal_reason"]
            ._description_selection(self.env)
        ),
        default="replacement",
    )
    archive_old = fields.Boolean("Archive the Old Meter", default=True)

    # The new meter
    from_stock = fields.Boolean(help="The new meter is registered already.")
    new_meter_id = fields.Many2one(
        "utility.meter", domain="[('state', '=', 'stock'), ('company_id', '=', company_id)]"
    )
    new_serial = fields.Char("Serial Number of the New Meter")
    new_model_id = fields.Many2one(
        "utility.meter.model", compute="_compute_new_model", store=True, readonly=False
    )
    zones = fields.Selection(
        [
            ("total", "One rate"),
            ("day,night", "Day and night"),
            ("peak,half_peak,night", "Peak, half-peak, night"),
            ("day,night,peak,half_peak", "Four zones"),
        ],
        compute="_compute_zones",
        store=True,
        readonly=False,
    )
    new_value_ids = fields.One2many(
        "utility.meter.operation.value",
        "new_operation_id",
        compute="_compute_new_values",
        store=True,
        readonly=False,
    )
    seal_numbers = fields.Char("Seals", help="Numbers of the seals, separated by commas.")
    seal_kind = fields.Selection(
        lambda self: (
            self.env["utility.meter.seal"]._fields["kind"]._description_selection(self.env)
        ),
        default="seal",
    )
    seal_place = fields.Char()

    # Place, for an installation
    service_id = fields.Many2one("utility.service", domain="[('metered', '=', True)]")
    component_id = fields.Many2one(
        "utility.service.component", domain="[('service_id', '=', service_id)]"
    )
    purpose = fields.Selection(related="meter_id.purpose")
    account_id = fields.Many2one("utility.account")
    premise_id = fields.Many2one("utility.premise")
    building_id = fields.Many2one("utility.building")
    served_building_ids = fields.Many2many("utility.building")
    place = fields.Char()

    # Verification
    verified_on = fields.Date(help="Date of the verification of the new meter, or of this one.")
    verified_until = fields.Date(compute="_compute_verified_until", store=True, readonly=False)
    certificate = fields.Char()
    organisation = fields.Char("Verified By")
    result = fields.Selection([("passed", "Passed"), ("failed", "Failed")], default="passed")

    # Out of order
    defect_kind = fields.Selection(
        lambda self: (
            self.env["utility.meter.defect"]._fields["kind"]._description_selection(self.env)
        ),
        default="failed",
    )
    date_to = fields.Date("Until")
    note = fields.Char()

    @api.depends("meter_id", "kind", "date")
    def _compute_old_values(self):
        for work in self:
            commands = [Command.clear()]
            if work.kind in ("replace", "remove", "verify", "install") and work.meter_id:
                meter = work.meter_id._origin
                last = meter._last_readings(work.date)
                typed = {line.zone: line.value for line in work.old_value_ids}
                commands += [
                    Command.create(
                        {
                            "zone": register.zone,
                            "last_date": last.get(register.id, (False, 0))[0],
                            "last_value": float(last.get(register.id, (False, 0))[1]),
                            "value": typed.get(register.zone)
                            or ("0" if work.kind == "install" else False),
                        }
                    )
                    for register in meter.register_ids
                ]
            work.old_value_ids = commands

    @api.depends("meter_id")
    def _compute_new_model(self):
        for work in self:
            work.new_model_id = work.new_model_id or work.meter_id.model_id

    @api.depends("meter_id", "new_model_id")
    def _compute_zones(self):
        known = {key for key, _label in self._fields["zones"].selection}
        for work in self:
            same = ",".join(work.meter_id.register_ids.mapped("zone"))
            work.zones = work.zones or (same if same in known else "total")

    @api.depends("from_stock", "new_meter_id", "zones", "kind")
    def _compute_new_values(self):
        for work in self:
            zones = work._new_zones() if work.kind == "replace" else []
            typed = {line.zone: line.value for line in work.new_value_ids}
            work.new_value_ids = [Command.clear()] + [
                Command.create({"zone": zone, "value": typed.get(zone) or "0"}) for zone in zones
            ]

    def _new_zones(self):
        if self.from_stock:
            return self.new_meter_id.register_ids.mapped("zone")
        return (self.zones or "").split(",") if self.zones else []

    @api.depends("verified_on", "new_model_id", "kind", "meter_id")
    def _compute_verified_until(self):
        for work in self:
            model = work.meter_id.model_id if work.kind == "verify" else work.new_model_id
            if work.verified_on and model.verification_months:
                work.verified_until = work.verified_on + relativedelta(
                    months=model.verification_months, days=-1
                )
            else:
                work.verified_until = work.verified_until

    def action_apply(self):
        """Do the work; everything or nothing."""
        self.ensure_one()
        if self.kind != "install" and not self.meter_id:
            raise UserError(self.env._("Choose the meter."))
        meter = getattr(self, f"_do_{self.kind}")() or self.meter_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.meter",
            "res_id": meter.id,
            "view_mode": "form",
        }

    def _do_replace(self):
        old, standing = self.meter_id, self.meter_id.current_installation_id
        new = self.new_meter_id if self.from_stock else self._create_new()
        if not new:
            raise UserError(self.env._("Choose the meter from stock."))
        old._remove(
            self.date,
            self._values(self.old_value_ids),
            self.reason,
            self.document,
            self.archive_old,
        )
        place = {
            name: standing[name].id
            for name in ("service_id", "component_id", "account_id", "premise_id", "building_id")
        }
        place["place"] = standing.place
        place["served_building_ids"] = [Command.set(standing.served_building_ids.ids)]
        values = self._values(self.new_value_ids)
        new._install(place, self.date, values, self.document, self._seals(), previous=standing)
        self._verify_new(new)
        return new

    def _create_new(self):
        if not self.new_serial or not self.new_model_id:
            raise UserError(self.env._("Enter the serial number and the model of the new meter."))
        return self.meter_id._twin(self.new_serial.strip(), self.new_model_id, self._new_zones())

    def _verify_new(self, meter):
        if self.verified_on or self.verified_until:
            meter._verify(
                self.verified_on or self.date,
                "passed",
                valid_until=self.verified_until,
                organisation=self.organisation,
                document=self.certificate,
            )

    def _do_install(self):
        place = {
            "service_id": self.service_id.id,
            "component_id": self.component_id.id,
            "account_id": self.account_id.id,
            "premise_id": self.premise_id.id or self.account_id.premise_id.id,
            "building_id": self.building_id.id or self.account_id.building_id.id,
            "served_building_ids": [Command.set(self.served_building_ids.ids)],
            "place": self.place,
        }
        if not self.service_id or not (self.account_id or self.premise_id or self.building_id):
            raise UserError(self.env._("Say which service the meter counts and where it stands."))
        values = self._values(self.old_value_ids)
        self.meter_id._install(place, self.date, values, self.document, self._seals())
        self._verify_new(self.meter_id)

    def _do_remove(self):
        values = self._values(self.old_value_ids)
        self.meter_id._remove(self.date, values, self.reason, self.document, self.archive_old)

    def _do_verify(self):
        given = [line for line in self.old_value_ids if line.value]
        self.meter_id._verify(
            self.date,
            self.result,
            values=self._values(self.old_value_ids) if given else None,
            valid_until=self.verified_until,
            organisation=self.organisation,
            document=self.certificate or self.document,
        )

    def _do_seal(self):
        if not self._seals():
            raise UserError(self.env._("Enter the number of the seal."))
        self.meter_id._seal(
            self._seals(), self.date, self.seal_kind, self.seal_place, self.document
        )

    def _do_defect(self):
        self.env["utility.meter.defect"].create(
            {
                "meter_id": self.meter_id.id,
                "kind": self.defect_kind,
                "date_from": self.date,
                "date_to": self.date_to,
                "document": self.document,
                "note": self.note,
            }
        )

    def _seals(self):
        return [number.strip() for number in (self.seal_numbers or "").split(",") if number.strip()]

    def _values(self, lines):
        """``{zone: number}`` of typed lines; a comma or a point, whatever the keyboard has."""
        values = {}
        for line in lines:
            number = self.env["utility.reading"]._parse_decimal(line.value or None)
            if number is None:
                label = dict(line._fields["zone"]._description_selection(self.env)).get(line.zone)
                raise UserError(
                    self.env._(
                        "“%(value)s” (%(zone)s) is not a number.",
                        value=line.value or "",
                        zone=label,
                    )
                )
            values[line.zone] = number
        return values
