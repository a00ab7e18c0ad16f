from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class UtilityMeterInstallation(models.Model):
    """Where a meter stood, from when to when, and what it counted (B05, B08, B09).

    The start and end values are readings of the sources ``installation`` and ``removal``.
    Of an account: ``account_id``. Of a communal flat: ``premise_id`` alone. House and group
    meters: ``building_id`` alone, or with ``served_building_ids`` for several houses.
    """

    _name = "utility.meter.installation"
    _description = "Meter installation"
    _inherit = ["utility.limited.mixin", "utility.dated.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    meter_id = fields.Many2one(
        "utility.meter", required=True, index=True, check_company=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    service_id = fields.Many2one(
        "utility.service",
        required=True,
        index=True,
        check_company=True,
        domain="[('metered', '=', True)]",
        ondelete="restrict",
    )
    component_id = fields.Many2one(
        "utility.service.component",
        domain="[('service_id', '=', service_id)]",
        help="Where a house meter counts one component of the service only.",
    )
    account_id = fields.Many2one(
        "utility.account", index=True, check_company=True, ondelete="restrict"
    )
    premise_id = fields.Many2one(
        "utility.premise",
        compute="_compute_place_parents",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    building_id = fields.Many2one(
        "utility.building",
        compute="_compute_place_parents",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    served_building_ids = fields.Many2many(
        "utility.building",
        "utility_installation_building_rel",
        "installation_id",
        "building_id",
        string="Serves Buildings",
        help="For a group meter: the houses behind it.",
    )
    share_by = fields.Selection(
        [("area", "Area of the premises"), ("persons", "Residents")],
        string="Divided By",
        default="area",
        required=True,
        help="How the volume of a group meter is divided between the houses behind it that have "
        "no meter of their own.",
    )
    place = fields.Char(help="Kitchen, bathroom, cellar, switchboard, ...")
    document = fields.Char(help="Act of commissioning.")
    removal_reason = fields.Selection(
        [
            ("replacement", "Replaced"),
            ("verification", "Verification"),
            ("repair", "Repair"),
            ("failure", "Failed"),
            ("closing", "Account closed"),
            ("other", "Other"),
        ]
    )
    previous_id = fields.Many2one(
        "utility.meter.installation", string="Replaces", copy=False, ondelete="set null"
    )
    reading_ids = fields.One2many("utility.reading", "installation_id")
    last_value = fields.Char(
        "Last Reading",
        compute="_compute_last",
        help="Last accepted value of each register, with the decimals of the meter.",
    )
    last_date = fields.Date("Read On", compute="_compute_last")
    verified_until = fields.Date(related="meter_id.verified_until")
    verification_state = fields.Selection(related="meter_id.verification_state")

    _place_check = models.Constraint(
        "CHECK (account_id IS NOT NULL OR premise_id IS NOT NULL OR building_id IS NOT NULL)",
        "A meter stands on an account, in a premise or in a building.",
    )

    @api.depends("account_id.premise_id", "account_id.building_id", "premise_id.building_id")
    def _compute_place_parents(self):
        for record in self:
            if record.account_id:
                record.premise_id = record.account_id.premise_id
            if record.premise_id:
                record.building_id = record.premise_id.building_id

    @api.depends("reading_ids.value", "reading_ids.date", "reading_ids.state")
    def _compute_last(self):
        """One query for all records: lists and the account's card show many of them."""
        self.env["utility.reading"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (installation_id, register_id)
                       installation_id, zone, date, value::text
                  FROM utility_reading
                 WHERE installation_id = ANY(%s) AND state = 'accepted'
                 ORDER BY installation_id, register_id, date DESC, id DESC
                """,
                list(self.ids),
            )
        )
        zones = dict(self.env["utility.reading"]._fields["zone"]._description_selection(self.env))
        last = defaultdict(list)
        for installation, zone, date, value in rows:
            last[installation].append((zone, date, Decimal(value)))
        for record in self:
            values = last[record.id]
            texts = [
                f"{zones[zone]} {value:.{record.meter_id.decimals}f}"
                if len(values) > 1
                else f"{value:.{record.meter_id.decimals}f}"
                for zone, _date, value in values
            ]
            record.last_value = " / ".join(texts)
            record.last_date = max((date for _zone, date, _value in values), default=False)

    @api.depends("meter_id.serial", "service_id.name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.service_id.name}: {record.meter_id.serial}"

    @api.constrains("meter_id", "date_from", "date_to")
    def _check_overlap(self):
        for record, other, date in self._overlapping("meter_id"):
            # on the day of a move the meter leaves one place and enters another
            if record.date_from != other.date_to and other.date_from != record.date_to:
                raise ValidationError(
                    self.env._(
                        "Meter %(serial)s stands in two places on %(date)s. "
                        "Remove it from %(place)s first.",
                        serial=record.meter_id.serial,
                        date=date,
                        place=other._place_name(),
                    )
                )

    def _place_name(self):
        self.ensure_one()
        place = self.account_id or self.premise_id or self.building_id
        return place.display_name
