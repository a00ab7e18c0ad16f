from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.transition import TRANSITION
from .utility_meter_model import ZONES

SOURCES = [
    ("call", "Phone call"),
    ("visit", "Visit to the office"),
    ("controller", "Controller's round"),
    ("portal", "Personal cabinet"),
    ("app", "Mobile application"),
    ("messenger", "Messenger bot"),
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("ivr", "Voice menu"),
    ("kiosk", "Kiosk"),
    ("box", "Box or paper slip"),
    ("bill", "Slip of the bill"),
    ("bank", "Payment registry"),
    ("import", "File"),
    ("remote", "Meter itself"),
    ("gis", "State system"),
    ("agent", "House manager"),
    ("installation", "Installation"),
    ("removal", "Removal"),
    ("verification", "Verification"),
    ("act", "Act of inspection"),
    ("correction", "Correction"),
]

# An import that is taken back removes what it brought. The object itself has to stand in the
# context: a caller over RPC can send any text, but not this object.
IMPORT_UNDO = object()
_MUTABLE = {"state", "reply", "note", "decided_by_id"}


class UtilityReading(models.Model):
    """Value of a register on a date (B01).

    Rows are appended and corrected by newer rows, never overwritten: of several accepted rows
    of a register and day the newest counts. No chatter: the rows are their own history.
    """

    _name = "utility.reading"
    _description = "Meter reading"
    _inherit = ["utility.limited.mixin", "utility.guarded.mixin"]
    _order = "date desc, id desc"

    # Late knowledge about a closed month comes as a correction, or with the act of a meter that
    # was installed or verified then; what waits may still be rejected
    _guard_date = "date"
    _guard_columns = ("register_id", "date", "value", "source", "state", "company_id")
    _guard_insert_if = (
        {"source": "correction"},
        {"source": "installation"},
        {"source": "verification"},
    )
    _guard_update_if = ({"state": "suspect"}, {"state": "rejected"})

    register_id = fields.Many2one("utility.meter.register", required=True, ondelete="restrict")
    # Computed, not related: given values are kept, so that many rows are created without records
    # in memory; a later correction of the installation still moves its readings.
    meter_id = fields.Many2one(
        "utility.meter",
        compute="_compute_register",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_register",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    zone = fields.Selection(
        ZONES, compute="_compute_register", store=True, readonly=False, precompute=True
    )
    installation_id = fields.Many2one(
        "utility.meter.installation",
        compute="_compute_installation",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    account_id = fields.Many2one(
        "utility.account",
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    building_id = fields.Many2one(
        "utility.building",
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    service_id = fields.Many2one(
        "utility.service", compute="_compute_place", store=True, readonly=False, precompute=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(required=True, digits=(18, 6), aggregator=None)
    source = fields.Selection(SOURCES, required=True, default="call", index=True)
    state = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("suspect", "To be checked"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="accepted",
    )
    checks = fields.Char(help="Codes of what the validation found, separated by commas.")
    note = fields.Char()
    reply = fields.Char(help="What the customer is told about a rejected reading.")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, string="Entered By")
    verification_id = fields.Many2one(
        "utility.meter.verification", ondelete="set null", index="btree_not_null"
    )
    external_id = fields.Char(index="btree_not_null", copy=False)

    _value_check = models.Constraint("CHECK (value >= 0)", "A reading cannot be negative.")
    _register_date_idx = models.Index("(register_id, date DESC, id DESC)")
    _account_date_idx = models.Index("(account_id, date)")
    _todo_idx = models.Index("(company_id, date) WHERE state = 'suspect'")
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A reading with this external number exists already.",
    )

    @api.depends("register_id.meter_id", "register_id.zone", "register_id.company_id")
    def _compute_register(self):
        for reading in self:
            reading.meter_id = reading.register_id.meter_id
            reading.company_id = reading.register_id.company_id
            reading.zone = reading.register_id.zone

    @api.depends(
        "installation_id.account_id", "installation_id.building_id", "installation_id.service_id"
    )
    def _compute_place(self):
        for reading in self:
            reading.account_id = reading.installation_id.account_id
            reading.building_id = reading.installation_id.building_id
            reading.service_id = reading.installation_id.service_id

    @api.depends("register_id", "date")
    def _compute_installation(self):
        """The installation of the meter on the day of the reading."""
        for reading in self:
            standing = reading.register_id.meter_id.installation_ids
            reading.installation_id = standing._on(reading.date)[:1] if reading.date else False

    @api.depends("register_id", "date", "value")
    def _compute_display_name(self):
        for reading in self:
            reading.display_name = (
                f"{reading.register_id.display_name} {reading.date}: {reading.value:g}"
            )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Check the values like those of any other way in: what is wrong is refused (X22).

        The state is what the checks say; whoever creates a reading cannot declare it accepted.
        """
        # ends in _append, which calls super
        return self._create_checked(vals_list)

    def _append(self, vals_list):
        """Create readings as they stand, unchecked: what another program has checked."""
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    def write(self, vals):
        """Only the decision about a reading changes; another value is another row."""
        if set(vals) - _MUTABLE:
            raise UserError(
                self.env._("A reading is never changed. Enter a correction: the newer row counts.")
            )
        if {"state", "decided_by_id"} & set(vals) and not (
            self.env.su or self.env.context.get("utility_transition") is TRANSITION
        ):
            raise UserError(
                self.env._("A reading is accepted or rejected by its buttons, which check it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self.env.context.get("import_undo") is IMPORT_UNDO:
            return
        raise UserError(self.env._("A reading is never deleted. Reject it or enter a correction."))
